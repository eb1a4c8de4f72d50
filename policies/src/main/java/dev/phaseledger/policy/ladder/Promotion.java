package dev.phaseledger.policy.ladder;

import java.util.Set;

/// A step up that is due.
///
/// @param rule the level's name with `.promotion`, such as `junior.promotion`
/// @param roles roles of which each granter must hold one; empty if the rule alone suffices
/// @param explanation one sentence: the criterion and the values it was judged on
public record Promotion(
    int from, int to, String rule, Granting grantedBy, Set<String> roles, String explanation) {
  public Promotion {
    roles = Set.copyOf(roles);
  }
}
