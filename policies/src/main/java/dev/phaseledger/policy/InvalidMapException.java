package dev.phaseledger.policy;

import java.util.List;
import java.util.stream.Collectors;

/// A policy document (an invariant map, revocation paths, a contract template) that cannot be put
/// in force, with everything that is wrong with it.
public final class InvalidMapException extends IllegalArgumentException {

  private final transient List<Problem> problems;

  InvalidMapException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// What is wrong, in the order of the document's lines; never empty.
  public List<Problem> problems() {
    return problems;
  }

  /// One mistake in a document.
  ///
  /// @param line counted from 1; 0 if the mistake has no place
  /// @param column counted from 1; 0 if the mistake has no place
  /// @param field the path of the member, such as `spec.invariants[2].expression`
  /// @param message what is wrong
  /// @param hint what would be right, where the message does not say it; empty otherwise
  public record Problem(int line, int column, String field, String message, String hint) {

    /// The message and, in brackets, the hint.
    public String advice() {
      return hint.isEmpty() ? message : message + " (" + hint + ")";
    }

    @Override
    public String toString() {
      return line + ":" + column + " " + field + ": " + advice();
    }
  }
}
