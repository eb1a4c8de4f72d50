package dev.phaseledger.policy.ladder;

/// A criterion that has no value for an agent.
///
/// @param rule the level's name and the rule's, such as `engineer.too-many-failures`
/// @param reason why, the same each time
public record CriterionFailure(String rule, String reason) {}
