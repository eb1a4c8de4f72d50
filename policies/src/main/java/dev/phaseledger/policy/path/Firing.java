package dev.phaseledger.policy.path;

import java.util.List;

/// A path that was set off.
///
/// @param path the path's id
/// @param subject for whom it fired, and for whom it rests now
/// @param actions what is to be done, in order
/// @param explanation one sentence for people: the trigger with its counts and thresholds
public record Firing(
    String path,
    Subject subject,
    RevocationPath.Affects affects,
    List<PathAction> actions,
    String explanation) {
  public Firing {
    actions = List.copyOf(actions);
  }
}
