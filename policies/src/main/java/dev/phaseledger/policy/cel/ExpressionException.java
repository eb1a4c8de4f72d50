package dev.phaseledger.policy.cel;

import java.util.List;
import java.util.stream.Collectors;

/// An expression that is not accepted, with everything that is wrong with it.
public final class ExpressionException extends Exception {

  private final transient List<Mistake> mistakes;

  ExpressionException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::message).collect(Collectors.joining("; ")));
    this.mistakes = List.copyOf(mistakes);
  }

  /// What is wrong; never empty.
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /// One mistake.
  ///
  /// @param line within the expression, from 1
  /// @param column within the line, from 0
  /// @param hint what would be right; empty if that is not known
  public record Mistake(int line, int column, String message, String hint) {

    /// A mistake whose message says what would be right.
    public Mistake(int line, int column, String message) {
      this(line, column, message, "");
    }
  }
}
