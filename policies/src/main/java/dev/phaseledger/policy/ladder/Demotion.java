package dev.phaseledger.policy.ladder;

import java.util.List;

/// A step down that is due.
///
/// @param rule the level's name and the rule's, such as `engineer.any-violation`
/// @param explanation one sentence: the criterion and the values it was judged on
/// @param failures criteria of the level that have no value for this agent; each counts as met
public record Demotion(
    int from, int to, String rule, String explanation, List<CriterionFailure> failures) {
  public Demotion {
    failures = List.copyOf(failures);
  }
}
