package dev.phaseledger.api.event;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.value.JsonValue;
import java.util.List;

/// What the invariants in force said of a step that is no dispatch, with everything needed to
/// derive it again from the history before it.
///
/// @param permitted whether the step was taken; its own event follows in the same append then
/// @param explanation one sentence for people
/// @param step what was about to happen: the inputs of its point alone, in the form that
///   expressions read
/// @param basis what it was judged on. Where no contract or no agent is concerned, its versions are
///   0
/// @param results what each invariant said that applied, in the map's order
/// @param factsRead the facts that were read, whichever way they turned out
/// @param counts what was read that no guarded stream holds
public record StepJudgement(
    EnforcementPoint point,
    boolean permitted,
    String explanation,
    JsonValue.Fields step,
    Basis basis,
    List<InvariantResult> results,
    List<FactRead> factsRead,
    List<CountRead> counts) {

  public StepJudgement {
    results = List.copyOf(results);
    factsRead = List.copyOf(factsRead);
    counts = List.copyOf(counts);
  }
}
