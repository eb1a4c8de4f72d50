package dev.phaseledger.command.evidence;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.ContractCommand.RecordEvidence;
import dev.phaseledger.api.command.ContractCommand.SignalFailure;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides on what is put on record beside requests to act: evidence with its facts, and failure
/// signals.
public final class EvidenceDecider {

  /// The claim that tells whether a check passed.
  private static final String PASSED = "passed";

  /// How much of a digest a signal's name shows, in characters: 80 bits.
  private static final int NAME_DIGEST_CHARS = 20;

  private EvidenceDecider() {}

  /// Puts evidence on record. Facts decide on later dispatches, so an agent cannot state them: only
  /// an operator or a service that observed them can.
  ///
  /// Evidence of a dispatch that says that a check did not pass is a failure besides, unless the
  /// dispatch still waits: then nothing has happened yet.
  public static List<LedgerEvent> record(
      RecordEvidence command, ContractState contract, Instant now) {
    requireParty(command.context().by(), contract);
    if (!command.facts().isEmpty() && !command.context().by().holds(Role.OPERATOR)) {
      throw new ForbiddenException(
          "recording facts needs the role OPERATOR: an agent cannot vouch for itself");
    }
    check("evidence", command.evidence());
    Limits.count("facts", command.facts().size(), Limits.EVIDENCE_FACTS_MAX);
    for (int i = 0; i < command.facts().size(); i++) {
      check("facts[" + i + "]", command.facts().get(i));
    }
    int kept = contract.facts().sizeWith(command.facts());
    if (kept > Limits.CONTRACT_FACTS_MAX) {
      throw new InvalidFieldException(
          "facts",
          "the contract would keep %d facts; at most %d"
              .formatted(kept, Limits.CONTRACT_FACTS_MAX));
    }
    List<LedgerEvent> events = new ArrayList<>();
    events.add(
        new EvidenceRecorded(
            contract.contract(), command.dispatch(), command.evidence(), command.facts()));
    command
        .dispatch()
        .filter(dispatch -> !(contract.open().get(dispatch) instanceof OpenDispatch.Waiting))
        .filter(_ -> failed(command.evidence()))
        .ifPresent(dispatch -> events.add(failure(command, dispatch, contract, now)));
    return events;
  }

  private static boolean failed(Evidence evidence) {
    return evidence.claims().find(PASSED).filter(JsonValue.Bool.FALSE::equals).isPresent();
  }

  private static FailureSignalled failure(
      RecordEvidence command, DispatchId dispatch, ContractState contract, Instant now) {
    Evidence evidence = command.evidence();
    return new FailureSignalled(
        contract.contract(),
        contract.terms().agent(),
        Optional.of(dispatch),
        signal(FailureKinds.EVIDENCE_FAILED, dispatch + "\n" + evidence.content() + "\n" + now),
        FailureKinds.EVIDENCE_FAILED,
        Severity.HIGH,
        command.context().by().id().value(),
        "Evidence of kind '%s' for dispatch %s says that a check did not pass."
            .formatted(evidence.kind(), dispatch),
        evidence.at().isAfter(now) ? now : evidence.at(),
        now,
        List.of(evidence.content()),
        List.of());
  }

  /// The name of a signal that the ledger gives.
  ///
  /// @param of what sets it apart from other signals of its kind
  public static String signal(String kind, String of) {
    return "sig-" + Digest.of(kind + "\n" + of).hex().substring(0, NAME_DIGEST_CHARS);
  }

  /// Puts a detected failure on record.
  public static List<LedgerEvent> signal(
      SignalFailure command, ContractState contract, Instant now) {
    requireParty(command.context().by(), contract);
    Limits.text("kind", command.kind(), Limits.NAME_CHARS_MAX);
    if (FailureKinds.OWN.contains(command.kind())) {
      throw new InvalidFieldException(
          "kind", "'" + command.kind() + "' is signalled by the ledger itself; name another kind");
    }
    Limits.count("evidence", command.evidence().size(), Limits.LABELS_MAX);
    if (command.occurredAt().isAfter(now)) {
      throw new InvalidFieldException(
          "occurredAt", "lies in the future: a failure is detected after it occurred");
    }
    Limits.optionalText("detail", command.detail(), Limits.REASON_CHARS_MAX);
    return List.of(
        new FailureSignalled(
            contract.contract(),
            contract.terms().agent(),
            command.dispatch(),
            command.signal(),
            command.kind(),
            command.severity(),
            command.context().by().id().value(),
            command.detail(),
            command.occurredAt(),
            now,
            command.evidence(),
            List.of()));
  }

  private static void requireParty(Principal by, ContractState contract) {
    if (!contract.isParty(by)) {
      throw new ForbiddenException(
          "only agent %s or an operator puts something on record under contract %s"
              .formatted(contract.terms().agent(), contract.contract()));
    }
  }

  /// Checks one piece of evidence.
  public static void check(String field, Evidence evidence) {
    Limits.text(field + ".kind", evidence.kind(), Limits.NAME_CHARS_MAX);
    Limits.text(field + ".producer", evidence.producer(), Limits.NAME_CHARS_MAX);
    Limits.count(field + ".lineage", evidence.lineage().size(), Limits.LABELS_MAX);
    size(field + ".claims", evidence.claims());
  }

  private static void check(String field, Fact fact) {
    Limits.text(field + ".name", fact.name(), Limits.NAME_CHARS_MAX);
    Limits.optionalText(field + ".key", fact.key(), Limits.NAME_CHARS_MAX);
    size(field + ".value", fact.value());
  }

  private static void size(String field, JsonValue value) {
    Limits.value(field, value, ": select the members that rules need");
  }
}
