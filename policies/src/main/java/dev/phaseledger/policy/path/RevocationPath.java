package dev.phaseledger.policy.path;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One path: what sets it off and what is done then.
///
/// @param id unique within its document
/// @param actions in the order in which they are done; never empty
/// @param coolDown how long the path rests for a subject after it fired for it
public record RevocationPath(
    String id,
    String description,
    Trigger on,
    Where where,
    List<PathAction> actions,
    Affects affects,
    Optional<Duration> coolDown) {

  public RevocationPath {
    actions = List.copyOf(actions);
  }

  /// To whom a path's actions are done.
  public enum Affects {
    /// The agent or contract that was observed.
    SELF,
    /// Those it delegated to, directly or not.
    DELEGATES,
    SELF_AND_DELEGATES
  }
}
