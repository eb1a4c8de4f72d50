package dev.phaseledger.policy.ladder;

import dev.phaseledger.policy.ExpressionSource;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.ladder.Level.ApprovalRule;
import dev.phaseledger.policy.ladder.Level.May;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A ladder as it was written, in the order of its levels. Members are kept to point at.
///
/// @param complete whether every level could be read, so that rules may be held against them
record LadderDefinition(List<LevelDefinition> levels, boolean complete) {

  LadderDefinition {
    levels = List.copyOf(levels);
  }

  record LevelDefinition(
      Members members,
      int number,
      String name,
      String description,
      May may,
      Optional<ApprovalRule> requireApproval,
      Optional<PromotionDefinition> promotion,
      List<DemotionDefinition> demotions) {

    LevelDefinition {
      demotions = List.copyOf(demotions);
    }
  }

  /// What takes an agent up.
  ///
  /// @param to the level it leads to; the next one if it does not say
  record PromotionDefinition(
      Members members,
      Optional<Integer> to,
      ExpressionSource when,
      Granting grantedBy,
      Set<String> roles,
      Duration coolDown) {}

  /// What takes an agent down.
  ///
  /// @param to the level it leads to, if it says so
  /// @param by steps down the ladder, if it does not
  record DemotionDefinition(
      Members members, String name, ExpressionSource when, Optional<Integer> to, int by) {}
}
