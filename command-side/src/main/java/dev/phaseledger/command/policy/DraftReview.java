package dev.phaseledger.command.policy;

import dev.phaseledger.command.authority.Drafting.Draft;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvalidMapException.Problem;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.MapReview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What speaks against a draft.
final class DraftReview {

  private DraftReview() {}

  /// Everything that keeps it from being published; nothing if it can be.
  static List<Problem> problems(Draft draft) {
    if (draft.checked().isPresent()) {
      return List.of();
    }
    try {
      CompiledMap map = InvariantMaps.review(draft.source()).orThrow();
      Optional<Problem> other = otherName(map, draft.name());
      if (other.isPresent()) {
        return List.of(other.get());
      }
      map.requireTestsPass();
      return List.of();
    } catch (InvalidMapException failure) {
      return failure.problems();
    }
  }

  /// What is wrong with a map as the one of a name.
  static List<Problem> problems(MapReview review, Optional<String> name) {
    List<Problem> problems = new ArrayList<>(review.problems());
    name.ifPresent(
        wanted -> review.map().flatMap(map -> otherName(map, wanted)).ifPresent(problems::add));
    return problems;
  }

  private static Optional<Problem> otherName(CompiledMap map, String name) {
    return map.name().equals(name)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                1, 1, "metadata.name", "is '%s', must be '%s'".formatted(map.name(), name), ""));
  }
}
