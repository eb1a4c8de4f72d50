package dev.phaseledger.command.passing;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.ContractCommand.PassTime;
import dev.phaseledger.api.command.ContractCommand.RecordHeartbeat;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.Judgement.Escalation;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.Silence;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.contract.OpenDispatch.Waiting;
import dev.phaseledger.command.deferral.Deferral;
import dev.phaseledger.command.dispatch.Closings;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.evidence.EvidenceDecider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Decides on what time does to a contract. Pure.
public final class PassingDecider {

  /// Dispatches that are closed or escalated in one append; the rest follow with the next one.
  public static final int CHANGED_PER_APPEND_MAX = 100;

  private PassingDecider() {}

  /// Whatever is over by now; nothing if nothing is.
  public static List<LedgerEvent> pass(PassTime command, Situation situation, Opener opener) {
    Principal by = command.context().by();
    if (!LedgerItself.is(by)) {
      throw new ForbiddenException("only the ledger itself says that time has passed");
    }
    ContractState contract = situation.contract();
    Instant now = situation.now();
    if (!contract.active()) {
      return List.of();
    }
    Instant expires = contract.terms().stopping().expiresAt();
    if (!now.isBefore(expires)) {
      return List.of(
          new ContractEnded(
              contract.contract(),
              contract.terms().agent(),
              Ending.EXPIRED,
              "Its time was over at %s.".formatted(expires)));
    }
    var events = new ArrayList<LedgerEvent>();
    silence(contract, now).ifPresent(events::add);
    events.addAll(waiting(contract, now));
    Situation present = Deferral.after(situation, events, by.id());
    events.addAll(Deferral.judge(present, by.id(), opener));
    return events;
  }

  /// Whether the agent's present silence is too long and not signalled yet.
  private static Optional<LedgerEvent> silence(ContractState contract, Instant now) {
    return contract
        .pulse()
        .overdueAt(contract.terms().stopping())
        .filter(at -> !contract.pulse().signalled() && !now.isBefore(at))
        .map(at ->
            new FailureSignalled(
                contract.contract(),
                contract.terms().agent(),
                Optional.empty(),
                signal(contract, at),
                Silence.KIND,
                Severity.HIGH,
                Silence.DETECTOR,
                "Agent %s gave no sign of life until %s.".formatted(contract.terms().agent(), at),
                at,
                now,
                List.of(),
                List.of()));
  }

  /// The same silence has the same name, whichever node notices it.
  private static String signal(ContractState contract, Instant at) {
    return EvidenceDecider.signal(Silence.KIND, contract.contract() + "\n" + at);
  }

  private static List<LedgerEvent> waiting(ContractState contract, Instant now) {
    return contract.open().values().stream()
        .filter(Waiting.class::isInstance)
        .map(Waiting.class::cast)
        .sorted(Comparator.comparing(Waiting::deadline).thenComparing(each -> each.id().value()))
        .flatMap(waiting -> waiting(waiting, contract, now).stream())
        .limit(CHANGED_PER_APPEND_MAX)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Optional<LedgerEvent> waiting(
      Waiting waiting, ContractState contract, Instant now) {
    if (waiting.over(now)) {
      return Optional.of(Closings.timedOut(waiting, contract));
    }
    return waiting instanceof Pending pending
        ? pending.escalation(now).map(escalation -> escalated(pending, escalation, contract))
        : Optional.empty();
  }

  private static ApprovalEscalated escalated(
      Pending pending, Escalation escalation, ContractState contract) {
    return new ApprovalEscalated(
        contract.contract(),
        pending.id(),
        escalation.roles(),
        "Not enough approvals within %s.".formatted(escalation.after()));
  }

  /// A sign of life of the agent; nobody else can give it.
  public static List<LedgerEvent> heartbeat(RecordHeartbeat command, ContractState contract) {
    Limits.optionalText("note", command.note(), Limits.REASON_CHARS_MAX);
    Principal by = command.context().by();
    if (!by.id().value().equals(contract.terms().agent().value())) {
      throw new ForbiddenException(
          "only agent %s itself says that it is alive".formatted(contract.terms().agent()));
    }
    if (!contract.active()) {
      throw new InvalidFieldException(
          "contractId", "'%s' has ended: nobody waits for a sign".formatted(contract.contract()));
    }
    return List.of(
        new HeartbeatRecorded(contract.contract(), contract.terms().agent(), command.note()));
  }
}
