package dev.phaseledger.policy;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.CountRead;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.value.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a tenant's invariants say about one dispatch.
///
/// @param results each invariant that applied, in map and declaration order
/// @param factsRead the facts that were read, sorted by name and key
/// @param effect the strongest effect of the violations that count; NONE if nothing counts
/// @param parameters the whole parameters as rewritten; present if the effect is CONSTRAIN
/// @param approval what would release the dispatch; present if the effect is REQUIRE_APPROVAL
/// @param until what to wait for; present if the effect is DEFER and the map says it
/// @param timeout how long the dispatch may wait; present if the effect is REQUIRE_APPROVAL or
///   DEFER and an invariant that demands it says so
/// @param demoteLevels steps to take the agent down the ladder, whatever the verdict; 0 for none
/// @param signals violations that count and demand a failure signal, whatever the verdict
/// @param explanation one sentence for people that names the deciding invariants
/// @param counts what was read that no guarded stream holds
public record Evaluation(
    List<InvariantResult> results,
    List<FactRead> factsRead,
    Effect effect,
    Optional<JsonValue.Fields> parameters,
    Optional<ApprovalRequirement> approval,
    Optional<String> until,
    Optional<Duration> timeout,
    int demoteLevels,
    List<InvariantResult> signals,
    String explanation,
    List<CountRead> counts) {

  public Evaluation {
    results = List.copyOf(results);
    factsRead = List.copyOf(factsRead);
    signals = List.copyOf(signals);
    counts = List.copyOf(counts);
  }

  /// The verdict that follows from the effect alone. REVOKE also asks for the contract's end.
  public Verdict verdict() {
    return verdict(effect);
  }

  static Verdict verdict(Effect effect) {
    return switch (effect) {
      case NONE, SIGNAL, DEMOTE -> Verdict.AUTHORIZED;
      case CONSTRAIN -> Verdict.CONSTRAINED;
      case REQUIRE_APPROVAL -> Verdict.APPROVAL_REQUIRED;
      case DEFER -> Verdict.DEFERRED;
      case VETO, REVOKE -> Verdict.VETOED;
    };
  }
}
