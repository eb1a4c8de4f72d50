package dev.phaseledger.policy.condition;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.cel.EvaluationException;
import dev.phaseledger.policy.cel.Expression;
import dev.phaseledger.policy.cel.ExpressionException;
import dev.phaseledger.policy.cel.ExpressionException.Mistake;
import dev.phaseledger.policy.cel.FieldType;
import java.util.Optional;
import java.util.stream.Collectors;

/// When a contract ends by itself, beyond its limits: an expression over `contract`, `history`,
/// `evidence` and `now`, such as `history.counters['failures_24h'] >= 3`. Whether it is met depends
/// on its input alone. Immutable and safe to share between threads.
///
/// It fails closed: a condition that has no value is met. What may be missing is asked for first,
/// as in `has(contract.firstReleasedAt) && now - contract.firstReleasedAt > duration('8h')`.
public final class StopCondition {

  /// Mistakes that one error names; more would not help.
  private static final int MISTAKES_MAX = 10;

  private static final Environment ENVIRONMENT = ConditionView.environment();

  private final String field;
  private final String source;
  private final String shown;
  private final Expression expression;

  private StopCondition(String field, String source, Expression expression) {
    this.field = field;
    this.source = source;
    this.shown = source.strip().replaceAll("\\s+", " ");
    this.expression = expression;
  }

  /// Checks and plans a condition.
  ///
  /// @param field the field that holds it, to name in an error
  /// @throws InvalidFieldException with the place of each mistake in the expression; lines and
  ///   columns count from 1
  public static StopCondition compile(String field, String cel) {
    try {
      return new StopCondition(field, cel, ENVIRONMENT.compile(cel, FieldType.Simple.BOOL));
    } catch (ExpressionException e) {
      String mistakes =
          e.mistakes().stream()
              .limit(MISTAKES_MAX)
              .map(StopCondition::text)
              .collect(Collectors.joining("; "));
      throw new InvalidFieldException(field, mistakes);
    }
  }

  private static String text(Mistake mistake) {
    return "at line "
        + mistake.line()
        + ", column "
        + (mistake.column() + 1)
        + ": "
        + mistake.message();
  }

  /// The condition as its author wrote it.
  public String source() {
    return source;
  }

  /// Whether the contract must stop.
  public boolean met(ConditionInput input) {
    return reason(input).isPresent();
  }

  /// Why the contract must stop, as one sentence for people; empty if it need not.
  public Optional<String> reason(ConditionInput input) {
    try {
      boolean met = Boolean.TRUE.equals(expression.evaluate(new ConditionView(input)));
      return met ? Optional.of("the stop condition '" + shown + "' is met") : Optional.empty();
    } catch (EvaluationException e) {
      return Optional.of(
          "the stop condition '"
              + shown
              + "' has no value ("
              + e.getMessage()
              + "), which counts as met");
    }
  }

  /// Refuses a condition that would stop a contract as soon as it is issued.
  ///
  /// @param fresh the contract before anything was released under it
  /// @throws InvalidFieldException saying why it would stop
  public void requireNotMet(ConditionInput fresh) {
    reason(fresh)
        .ifPresent(reason -> {
          throw new InvalidFieldException(field, "would stop the contract at once: " + reason);
        });
  }
}
