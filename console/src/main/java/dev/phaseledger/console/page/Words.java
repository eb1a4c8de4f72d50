package dev.phaseledger.console.page;

import java.util.Locale;

/// How pages write the ledger's constants.
public final class Words {

  private Words() {}

  /// `APPROVAL_REQUIRED` as `approval required`.
  public static String of(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// Which colour a verdict, state, outcome or status takes: `good`, `changed`, `waiting`, `bad` or
  /// `plain`.
  public static String tone(String constant) {
    return switch (constant) {
      case "AUTHORIZED", "RELEASED", "SUCCEEDED", "ACTIVE", "HOLDS" -> "good";
      case "CONSTRAINED", "EXEMPTED" -> "changed";
      case "APPROVAL_REQUIRED", "PENDING", "DEFERRED" -> "waiting";
      case "VETOED", "REJECTED", "FAILED", "REVOKED", "VIOLATED", "ERROR" -> "bad";
      default -> "plain";
    };
  }
}
