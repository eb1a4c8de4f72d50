package dev.phaseledger.command.evidence;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.ContractCommand.RecordEvidence;
import dev.phaseledger.api.command.ContractCommand.SignalFailure;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.ContractState;
import java.time.Instant;
import java.util.List;

/// Decides on what is put on record beside requests to act: evidence with its facts, and failure
/// signals.
public final class EvidenceDecider {

  private EvidenceDecider() {}

  /// Puts evidence on record. Facts decide on later dispatches, so an agent cannot state them: only
  /// an operator or a service that observed them can.
  public static List<LedgerEvent> record(RecordEvidence command, ContractState contract) {
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
    return List.of(
        new EvidenceRecorded(
            contract.contract(), command.dispatch(), command.evidence(), command.facts()));
  }

  /// Puts a detected failure on record.
  public static List<LedgerEvent> signal(
      SignalFailure command, ContractState contract, Instant now) {
    requireParty(command.context().by(), contract);
    Limits.text("kind", command.kind(), Limits.NAME_CHARS_MAX);
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
