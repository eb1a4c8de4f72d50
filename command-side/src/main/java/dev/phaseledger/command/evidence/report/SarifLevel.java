package dev.phaseledger.command.evidence.report;

import java.util.Arrays;
import java.util.Locale;

/// How grave a result is, gravest last (SARIF 2.1.0, section 3.27.10).
enum SarifLevel {
  NONE,
  NOTE,
  WARNING,
  ERROR;

  static SarifLevel of(SarifNode holder, String member, String label) {
    return Arrays.stream(values())
        .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(label))
        .findFirst()
        .orElseThrow(() -> holder.refused(member, "must be none, note, warning or error"));
  }

  SarifLevel graver(SarifLevel other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
