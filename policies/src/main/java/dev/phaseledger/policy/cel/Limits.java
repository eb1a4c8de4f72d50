package dev.phaseledger.policy.cel;

import dev.phaseledger.policy.pattern.LinearPattern;

/// What an expression may be and cost. Part of the environment: another limit is another
/// environment, because it can turn a value into an error.
final class Limits {

  /// Length of an expression, in code points.
  static final int EXPRESSION_CODE_POINTS_MAX = 4_000;

  /// Nesting of an expression, in levels of its grammar.
  static final int PARSE_DEPTH_MAX = 60;

  /// Comprehensions (`all`, `exists`, `exists_one`, `count`, `sum`) within each other.
  static final int COMPREHENSION_DEPTH_MAX = 3;

  /// Elements a list is taken to have when an expression's cost is estimated before it runs.
  static final int ITEMS_ASSUMED = 32;

  /// Estimated cost of an expression, in steps of the evaluator.
  static final long COST_STEPS_MAX = 1_000_000;

  /// Loop iterations that one evaluation of an expression may make, over all comprehensions in it.
  static final int ITERATIONS_MAX = 10_000;

  /// Steps that comparing texts may take in one evaluation of an expression: characters, each as
  /// often as it may have to be looked at.
  static final long STEPS_MAX = 10_000_000;

  /// Length that texts and lists among the inputs are taken to have when it is estimated how long
  /// what expressions put together can get, in characters or elements.
  static final int TEXT_CHARS_ASSUMED = 1_000;

  /// Estimated length of what an expression puts together, in characters or elements.
  static final int TEXT_CHARS_MAX = 100_000;

  /// Regular expressions kept compiled per environment.
  static final int PATTERNS_KEPT_MAX = 500;

  private Limits() {}

  static String describe() {
    return "codePoints="
        + EXPRESSION_CODE_POINTS_MAX
        + " depth="
        + PARSE_DEPTH_MAX
        + " comprehensions="
        + COMPREHENSION_DEPTH_MAX
        + " items="
        + ITEMS_ASSUMED
        + " cost="
        + COST_STEPS_MAX
        + " iterations="
        + ITERATIONS_MAX
        + " pattern="
        + LinearPattern.INSTRUCTIONS_MAX
        + " steps="
        + STEPS_MAX;
  }
}
