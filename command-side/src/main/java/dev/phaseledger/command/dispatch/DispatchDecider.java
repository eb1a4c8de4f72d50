package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.ContractDecider;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch.Released;
import dev.phaseledger.command.contract.OpenDispatch.Waiting;
import dev.phaseledger.command.dispatch.Judge.Ruling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Decides on a request to act, and takes note of how it ended.
public final class DispatchDecider {

  private DispatchDecider() {}

  /// The decision and its consequences, all for one append.
  ///
  /// @throws InvalidFieldException if it is no valid request; nothing is recorded then
  public static List<LedgerEvent> request(RequestDispatch command, Situation situation) {
    return request(command, situation, Sealer.NONE);
  }

  /// The decision on a request that may hold personal values.
  ///
  /// @throws InvalidFieldException if it is no valid request; nothing is recorded then
  public static List<LedgerEvent> request(
      RequestDispatch command, Situation situation, Sealer sealer) {
    ContractState contract = situation.contract();
    requireHolder(command.context().by(), contract);
    SealedRequest asked =
        sealer.seal(
            PersonalShape.complete(RequestShape.normalized(command.request()), contract.grant()));
    DispatchRequest request = asked.recorded();
    if (contract.open().containsKey(request.id())) {
      throw new InvalidFieldException("dispatchId", "'" + request.id() + "' is taken");
    }
    Ruling ruling = new Judge(situation).judge(asked);
    var events = new ArrayList<LedgerEvent>();
    events.add(
        new DispatchDecided(
            contract.contract(),
            contract.terms().agent(),
            request,
            Forms.digest(request),
            ruling.judgement(),
            command.context().by().onBehalfOf()));
    events.addAll(consequences(ruling, request, situation));
    return events;
  }

  /// A new judgement on a dispatch that waits, and its consequences.
  public static List<LedgerEvent> rejudged(Ruling ruling, Waiting waiting, Situation situation) {
    var events = new ArrayList<LedgerEvent>();
    events.add(
        new DispatchRejudged(
            situation.contract().contract(),
            situation.contract().terms().agent(),
            waiting.id(),
            ruling.judgement()));
    events.addAll(consequences(ruling, waiting.request(), situation));
    return events;
  }

  /// What a ruling leads to beside its verdict.
  public static List<LedgerEvent> consequences(
      Ruling ruling, DispatchRequest request, Situation situation) {
    ContractState contract = situation.contract();
    Judgement judgement = ruling.judgement();
    var events = new ArrayList<LedgerEvent>();
    boolean breached = judgement.breach().map(Judgement.Breach::severe).orElse(false);
    if (breached || ruling.signals() || ruling.revokes()) {
      events.add(Detected.by(judgement, request, situation, breached));
    }
    boolean revokedByBreach =
        breached && contract.terms().onBreach() == BreachAction.REVOKE_CONTRACT;
    if (revokedByBreach || ruling.revokes()) {
      events.add(
          new ContractRevoked(
              contract.contract(),
              contract.terms().agent(),
              judgement.explanation(),
              revokedByBreach ? RevocationCause.BREACH : RevocationCause.INVARIANT));
    }
    if (contract.active()
        && judgement.breach().map(Judgement.Breach::clause).stream()
            .anyMatch(ContractCheck.STOP_CONDITION::equals)) {
      events.addAll(ContractDecider.stopIfMet(contract, situation.now()));
    }
    int level = situation.agent().level();
    int lowered = Math.max(0, level - ruling.demoteLevels());
    if (lowered < level) {
      events.add(
          new AgentLevelChanged(
              contract.terms().agent(),
              level,
              lowered,
              "Demoted by dispatch %s: %s".formatted(request.id(), judgement.explanation())));
    }
    return events;
  }

  /// Records how a released dispatch ended. One that cost more than was authorized is a failure
  /// besides.
  public static List<LedgerEvent> outcome(
      RecordOutcome command, ContractState contract, Instant now) {
    requireHolder(command.context().by(), contract);
    command
        .costMicros()
        .ifPresent(micros -> Limits.range("costMicros", micros, 0, Limits.COST_MICROS_MAX));
    Limits.optionalText("detail", command.detail(), Limits.REASON_CHARS_MAX);
    var open = contract.open().get(command.dispatch());
    if (open == null) {
      throw new InvalidFieldException(
          "dispatchId",
          "'%s' is not an open dispatch of contract %s: it was not released, or its outcome is on record"
              .formatted(command.dispatch(), contract.contract()));
    }
    if (open instanceof Waiting) {
      throw new InvalidFieldException(
          "dispatchId", "'" + command.dispatch() + "' still waits and is not released");
    }
    var events = new ArrayList<LedgerEvent>();
    events.add(
        new OutcomeRecorded(
            contract.contract(),
            contract.terms().agent(),
            command.dispatch(),
            command.outcome(),
            command.detail(),
            command.evidence(),
            command.costMicros()));
    if (open instanceof Released(OptionalLong authorized, _)
        && authorized.isPresent()
        && command.costMicros().orElse(0) > authorized.getAsLong()) {
      events.add(Detected.overrun(command, contract, authorized.getAsLong(), now));
    }
    return events;
  }

  /// Refuses whoever is neither the contract's agent nor an operator acting for it.
  private static void requireHolder(Principal by, ContractState contract) {
    if (!contract.isParty(by)) {
      throw new ForbiddenException(
          "contract %s is held by agent %s: only that agent, or an operator for it, acts under it"
              .formatted(contract.contract(), contract.terms().agent()));
    }
  }
}
