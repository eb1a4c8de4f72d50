package dev.phaseledger.command.contract;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.command.ContractCommand.EnterPhase;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.PhaseProgress.Recording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Decides on entering a phase: the next one in order, or an earlier one again, each with its
/// evidence. A refusal is recorded too.
public final class PhaseGate {

  /// The claim of evidence that a gate asks for.
  static final String PASSED = "passed";

  private final ContractState contract;
  private final Phase phase;
  private final Instant now;
  private final List<String> missing = new ArrayList<>();
  private final Set<Digest> accepted = new LinkedHashSet<>();

  private PhaseGate(ContractState contract, Phase phase, Instant now) {
    this.contract = contract;
    this.phase = phase;
    this.now = now;
  }

  /// The decision on the wish to enter a phase.
  ///
  /// @throws InvalidFieldException if the contract has no such phase or grants nothing any more;
  ///   nothing is recorded then
  public static List<LedgerEvent> enter(EnterPhase command, ContractState contract, Instant now) {
    if (!contract.isParty(command.context().by())) {
      throw new ForbiddenException(
          "only agent %s or an operator enters a phase of contract %s"
              .formatted(contract.terms().agent(), contract.contract()));
    }
    Limits.text("justification", command.justification(), Limits.REASON_CHARS_MAX);
    contract.requireActive();
    Phase phase =
        contract.terms().phases().stream()
            .filter(p -> p.name().equals(command.phase()))
            .findFirst()
            .orElseThrow(() ->
                new InvalidFieldException(
                    "phase", "'" + command.phase() + "' is not a phase of the contract"));
    return new PhaseGate(contract, phase, now).decide(command.justification());
  }

  private List<LedgerEvent> decide(String justification) {
    time();
    order();
    for (String kind : new TreeSet<>(phase.requiredEvidence())) {
      evidence(kind);
    }
    phase.gates().forEach(this::gate);
    boolean granted = missing.isEmpty();
    return List.of(
        new PhaseDecided(
            contract.contract(),
            contract.terms().agent(),
            phase.name(),
            granted,
            justification,
            granted
                ? explanation()
                : "Phase '%s' is not entered: %s.".formatted(phase.name(), all()),
            granted ? List.copyOf(accepted) : List.of()));
  }

  private void time() {
    var stopping = contract.terms().stopping();
    if (now.isBefore(stopping.notBefore())) {
      missing.add("the contract starts at " + stopping.notBefore());
    }
    if (!now.isBefore(stopping.expiresAt())) {
      missing.add("the contract expired at " + stopping.expiresAt());
    }
  }

  private void order() {
    List<String> names = contract.terms().phases().stream().map(Phase::name).toList();
    int wanted = names.indexOf(phase.name());
    int at = contract.progress().current().map(names::indexOf).orElse(-1);
    if (wanted == at) {
      missing.add("it is the present phase");
    } else if (wanted > at + 1) {
      missing.add("phase '%s' comes before it".formatted(names.get(at + 1)));
    }
  }

  private void evidence(String kind) {
    Optional<Evidence> newest =
        contract.evidence().stream().filter(e -> e.kind().equals(kind)).findFirst();
    newest.ifPresentOrElse(
        e -> accepted.add(e.content()),
        () -> missing.add("no evidence of kind '%s' is on record".formatted(kind)));
  }

  private void gate(Gate gate) {
    Optional<Recording> newest = contract.progress().newest(gate.kind());
    if (newest.isEmpty()) {
      missing.add(
          "gate '%s': no evidence of this kind was recorded since the present phase was entered"
              .formatted(gate.kind()));
      return;
    }
    Evidence evidence = newest.get().evidence();
    int before = missing.size();
    if (!evidence.claims().find(PASSED).filter(Bool.TRUE::equals).isPresent()) {
      missing.add(
          "gate '%s': the newest evidence does not claim '%s'".formatted(gate.kind(), PASSED));
    }
    if (gate.format().isPresent() && !gate.format().equals(evidence.format())) {
      missing.add(
          "gate '%s': the ledger has not read the newest evidence as %s"
              .formatted(gate.kind(), gate.format().get()));
    }
    if (gate.independent()
        && newest.get().recorder().value().equals(contract.terms().agent().value())) {
      missing.add(
          "gate '%s': the newest evidence was recorded by the contract's own agent"
              .formatted(gate.kind()));
    }
    if (missing.size() == before) {
      accepted.add(evidence.content());
    }
  }

  private String explanation() {
    return accepted.isEmpty()
        ? "Phase '%s' is entered; it requires no evidence.".formatted(phase.name())
        : "Phase '%s' is entered on %d pieces of evidence."
            .formatted(phase.name(), accepted.size());
  }

  private String all() {
    return String.join("; ", missing);
  }
}
