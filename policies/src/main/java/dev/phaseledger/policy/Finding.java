package dev.phaseledger.policy;

import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.value.JsonValue;
import java.util.Map;

/// What one invariant said, and what follows from it.
///
/// @param counts whether the result takes part in the decision
/// @param set parameters to rewrite, if the effect is CONSTRAIN
record Finding(
    InvariantResult result,
    MapProgram.Invariant invariant,
    boolean counts,
    Map<String, JsonValue> set) {

  Effect effect() {
    return counts ? result.effect() : Effect.NONE;
  }
}
