package dev.phaseledger.policy.ladder;

import java.util.List;
import java.util.Optional;

/// A level with its criteria planned. Immutable.
///
/// @param demotions in the order of the level's demotion rules
record Rung(Level level, Optional<Criterion> promotion, List<Criterion> demotions) {
  Rung {
    demotions = List.copyOf(demotions);
  }
}
