package dev.phaseledger.policy.template;

import java.util.Locale;

/// What values a parameter takes.
public enum ParameterType {
  STRING,
  /// A whole number within 2^53 of zero.
  INTEGER,
  BOOLEAN,
  STRING_LIST,
  /// A time (RFC 3339), such as `2027-01-31T12:00:00Z`.
  INSTANT,
  /// A length of time (ISO 8601), such as `PT8H`; longer than nothing.
  DURATION;

  /// As templates name it.
  public String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
