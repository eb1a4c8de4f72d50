package dev.phaseledger.policy.ladder;

import dev.phaseledger.policy.cel.EvaluationException;
import dev.phaseledger.policy.cel.Expression;

/// A rule's condition, checked and planned. Immutable.
///
/// @param rule the level's name and the rule's
/// @param shown the condition on one line, for people
record Criterion(String rule, String shown, Expression expression) {

  static Criterion of(String rule, String source, Expression expression) {
    return new Criterion(rule, source.strip().replaceAll("\\s+", " "), expression);
  }

  /// How a criterion turned out.
  sealed interface Answer {

    /// It holds.
    ///
    /// @param because the criterion and the values it was judged on
    record Met(String because) implements Answer {}

    /// It does not hold.
    ///
    /// @param because the criterion and the values it was judged on
    record NotMet(String because) implements Answer {}

    /// It has no value.
    record Failed(CriterionFailure failure) implements Answer {}
  }

  Answer judge(LadderInputs inputs) {
    boolean met;
    try {
      met = Boolean.TRUE.equals(expression.evaluate(inputs));
    } catch (EvaluationException e) {
      return new Answer.Failed(new CriterionFailure(rule, String.valueOf(e.getMessage())));
    }
    String values = inputs.values(expression.reads());
    String because =
        "the criterion '"
            + shown
            + (met ? "' holds" : "' does not hold")
            + (values.isEmpty() ? "" : " with " + values);
    return met ? new Answer.Met(because) : new Answer.NotMet(because);
  }
}
