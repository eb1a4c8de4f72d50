package dev.phaseledger.policy.cel;

import java.util.Set;

/// Counts what comparing texts takes while one expression is evaluated, so that no expression can
/// take long whatever it is given. What is counted follows from the texts alone, never from a clock
/// or from how fast they were compared: the same inputs are always stopped at the same place.
final class Steps {

  /// The functions that count.
  static final Set<String> COUNTED = Set.of("matches", "contains", "glob", "within", "anyGlob");

  private static final ThreadLocal<Steps> CURRENT = ThreadLocal.withInitial(Steps::new);

  private long spent;

  /// Those of the expression that is evaluated on this thread.
  static Steps current() {
    return CURRENT.get();
  }

  /// Starts to count for an expression, maybe in the middle of another one, and returns what
  /// [#resume] needs to go on with that.
  long begin() {
    long outer = spent;
    spent = 0;
    return outer;
  }

  void resume(long outer) {
    spent = outer;
  }

  /// Counts a comparison before it is made.
  static void spend(long steps) {
    Steps current = CURRENT.get();
    current.spent += steps;
    if (current.spent > Limits.STEPS_MAX) {
      throw InputErrors.unusable("comparing texts takes more than " + Limits.STEPS_MAX + " steps");
    }
  }
}
