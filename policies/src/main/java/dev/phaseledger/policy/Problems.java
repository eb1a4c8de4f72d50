package dev.phaseledger.policy;

import dev.phaseledger.policy.InvalidMapException.Problem;
import dev.phaseledger.policy.cel.ExpressionException;
import dev.phaseledger.policy.yaml.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with a policy document, so that its author sees everything at once.
public final class Problems {

  /// Problems reported at once; more would not help.
  private static final int PROBLEMS_MAX = 100;

  private final List<Problem> problems = new ArrayList<>();

  /// Adds one mistake.
  ///
  /// @param field the path of the member, such as `spec.paths[2].on`; empty for the whole document
  public void add(Place place, String field, String message) {
    add(place, field, message, "");
  }

  /// Adds one mistake with a hint.
  ///
  /// @param hint what would be right; empty if that is not known
  public void add(Place place, String field, String message, String hint) {
    problems.add(new Problem(place.line(), place.column(), field, message, hint));
  }

  /// Adds every mistake in an expression, each at its place in the document.
  public void add(ExpressionSource source, ExpressionException mistakes) {
    for (ExpressionException.Mistake mistake : mistakes.mistakes()) {
      add(
          source.at(mistake.line(), mistake.column()),
          source.field(),
          mistake.message(),
          mistake.hint());
    }
  }

  /// Whether nothing was added.
  public boolean none() {
    return problems.isEmpty();
  }

  /// What was added, each once, in the order of its place; no more than can be read.
  public List<Problem> all() {
    return problems.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .distinct()
        .limit(PROBLEMS_MAX)
        .toList();
  }

  /// Throws if anything was added.
  ///
  /// @throws InvalidMapException with the problems in the order of their places
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InvalidMapException(all());
    }
  }
}
