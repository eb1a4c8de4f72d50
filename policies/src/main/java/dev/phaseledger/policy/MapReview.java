package dev.phaseledger.policy;

import dev.phaseledger.policy.InvalidMapException.Problem;
import java.util.List;
import java.util.Optional;

/// What there is to say about a map before it is put in force.
///
/// @param map the map, if nothing stands against it
/// @param problems what must be changed, in the order of lines
/// @param warnings what its author hardly means, in the order of lines
/// @param steps estimated cost of asking all of its invariants, in steps of the evaluator
public record MapReview(
    Optional<CompiledMap> map, List<Problem> problems, List<Problem> warnings, long steps) {

  /// Estimated cost of a map, in steps of the evaluator.
  public static final long STEPS_MAX = MapReviewer.STEPS_MAX;

  public MapReview {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /// The map.
  ///
  /// @throws InvalidMapException with the problems, if there are any
  public CompiledMap orThrow() {
    return map.orElseThrow(() -> new InvalidMapException(problems));
  }
}
