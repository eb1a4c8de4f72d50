package dev.phaseledger.console;

import java.util.Locale;

/// How pages write the ledger's constants.
final class Words {

  private Words() {}

  /// `APPROVAL_REQUIRED` as `approval required`.
  static String of(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// Which colour a verdict, state, outcome or status takes: `good`, `changed`, `waiting`, `bad` or
  /// `plain`.
  static String tone(String constant) {
    return switch (constant) {
      case "AUTHORIZED", "RELEASED", "SUCCEEDED", "ACTIVE", "HOLDS" -> "good";
      case "CONSTRAINED", "EXEMPTED" -> "changed";
      case "APPROVAL_REQUIRED", "PENDING", "DEFERRED" -> "waiting";
      case "VETOED", "REJECTED", "FAILED", "REVOKED", "VIOLATED", "ERROR" -> "bad";
      default -> "plain";
    };
  }
}
