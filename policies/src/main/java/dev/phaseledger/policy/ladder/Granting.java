package dev.phaseledger.policy.ladder;

/// Who puts a promotion into effect once its criterion holds.
public enum Granting {
  /// Nobody: the criterion alone suffices.
  RULE,
  /// One human.
  HUMAN,
  /// Two different humans.
  FOUR_EYES;

  /// Distinct humans needed.
  public int humans() {
    return switch (this) {
      case RULE -> 0;
      case HUMAN -> 1;
      case FOUR_EYES -> 2;
    };
  }
}
