package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.evidence.EvidenceDecider;
import dev.phaseledger.command.evidence.FailureKinds;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The failure that a judgement itself detects.
final class Detected {

  private Detected() {}

  /// @param breached whether the request left what the contract grants; else an invariant demands
  ///   the signal
  static FailureSignalled by(
      Judgement judgement, DispatchRequest request, Situation situation, boolean breached) {
    String kind = breached ? "contract.breach" : "invariant.violated";
    return new FailureSignalled(
        situation.contract().contract(),
        situation.contract().terms().agent(),
        Optional.of(request.id()),
        signal(kind, request, judgement),
        kind,
        breached ? Severity.HIGH : severity(judgement),
        "ledger:" + rule(judgement, breached),
        judgement.explanation(),
        situation.now(),
        situation.now(),
        List.of(),
        List.of());
  }

  /// More was spent than was authorized.
  static FailureSignalled overrun(
      RecordOutcome command, ContractState contract, long authorizedMicros, Instant now) {
    return new FailureSignalled(
        contract.contract(),
        contract.terms().agent(),
        Optional.of(command.dispatch()),
        EvidenceDecider.signal(FailureKinds.BUDGET_OVERRUN, command.dispatch().value()),
        FailureKinds.BUDGET_OVERRUN,
        Severity.HIGH,
        "ledger:" + FailureKinds.BUDGET_OVERRUN,
        "Dispatch %s cost %d micros, and %d were authorized."
            .formatted(command.dispatch(), command.costMicros().orElseThrow(), authorizedMicros),
        now,
        now,
        List.of(),
        List.of());
  }

  /// Follows from what is judged, so that judging stays a pure function: the same judgement has the
  /// same name, and one made at another time another.
  private static String signal(String kind, DispatchRequest request, Judgement judgement) {
    return EvidenceDecider.signal(kind, request.id() + "\n" + judgement.basis().now());
  }

  /// The worst of what the violated invariants say of themselves.
  private static Severity severity(Judgement judgement) {
    return judgement.results().stream()
        .filter(result -> result.outcome() == InvariantResult.Outcome.VIOLATED)
        .flatMap(result -> result.notes().severity().stream())
        .max(Comparator.naturalOrder())
        .orElse(Severity.MEDIUM);
  }

  /// What the judgement objects to: the contract's clause, or the invariants that are violated.
  private static String rule(Judgement judgement, boolean breached) {
    if (breached) {
      return "contract/" + judgement.breach().map(Judgement.Breach::clause).orElseThrow();
    }
    return Violated.names(judgement.results());
  }
}
