package dev.phaseledger.command.contract;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.command.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the work stands among the phases of its contract. Immutable and bounded.
///
/// @param current the phase that was entered last; empty if none was
/// @param since when it was entered; empty if that was when the contract was issued
/// @param recorded the newest evidence of each kind that was recorded since then, newest first
public record PhaseProgress(
    Optional<String> current, Optional<Instant> since, List<Recording> recorded) {

  public PhaseProgress {
    recorded = List.copyOf(recorded);
  }

  /// Evidence, and who put it on record.
  public record Recording(Evidence evidence, PrincipalId recorder) {}

  /// Where the work stands when a contract is issued: in the first phase, if that requires nothing.
  static PhaseProgress start(List<Phase> phases) {
    return new PhaseProgress(
        phases.stream()
            .findFirst()
            .filter(first -> first.requiredEvidence().isEmpty() && first.gates().isEmpty())
            .map(Phase::name),
        Optional.empty(),
        List.of());
  }

  /// The newest evidence of a kind that was recorded since the present phase was entered.
  Optional<Recording> newest(String kind) {
    return recorded.stream().filter(r -> r.evidence().kind().equals(kind)).findFirst();
  }

  /// What was recorded before counts for no gate any more.
  PhaseProgress entered(String phase, Instant at) {
    return new PhaseProgress(Optional.of(phase), Optional.of(at), List.of());
  }

  PhaseProgress with(Evidence evidence, PrincipalId recorder) {
    var next = new ArrayList<Recording>(recorded.size() + 1);
    next.add(new Recording(evidence, recorder));
    recorded.stream()
        .filter(older -> !older.evidence().kind().equals(evidence.kind()))
        .limit(Limits.CONTRACT_EVIDENCE_MAX - 1L)
        .forEach(next::add);
    return new PhaseProgress(current, since, next);
  }

  /// The present phase is among the new ones, or there are none any more; a contract that is in no
  /// phase starts anew.
  PhaseProgress amended(List<Phase> phases) {
    if (phases.isEmpty()) {
      return new PhaseProgress(Optional.empty(), since, recorded);
    }
    return current.isPresent() ? this : new PhaseProgress(start(phases).current(), since, recorded);
  }
}
