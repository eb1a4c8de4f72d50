package dev.phaseledger.command;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;

/// Limits of what a command may hold, and the checks against them.
public final class Limits {

  /// Highest step of the autonomy ladder.
  public static final int LEVEL_MAX = 9;

  /// Longest reason, justification or description, in characters.
  public static final int REASON_CHARS_MAX = 4_000;

  /// Legal holds in force in one tenant.
  public static final int HOLDS_MAX = 10_000;

  /// Labels, roles, data classes, phases or actions of one request.
  public static final int LABELS_MAX = 64;

  /// Longest label or name, in characters.
  public static final int NAME_CHARS_MAX = 256;

  /// Resources, or scope patterns, of one request.
  public static final int RESOURCES_MAX = 256;

  /// Longest resource or pattern, in characters.
  public static final int RESOURCE_CHARS_MAX = 1_024;

  /// Caller's values (parameters, one fact, claims, attributes) in canonical form, in bytes.
  public static final int VALUE_BYTES_MAX = 32_768;

  /// Facts of one piece of evidence.
  public static final int EVIDENCE_FACTS_MAX = 100;

  /// Facts that a contract keeps for judging; a later one under the same name and key takes no new
  /// place.
  public static final int CONTRACT_FACTS_MAX = 2_000;

  /// Pieces of evidence that a contract keeps for judging, the latest ones.
  public static final int CONTRACT_EVIDENCE_MAX = 200;

  /// Dispatches of a contract that may be open at a time, at most.
  public static final int OPEN_DISPATCHES_MAX = 1_000;

  /// Highest cost, in millionths of the tenant's currency: what a number in an entry may hold (2^53
  /// - 1).
  public static final long COST_MICROS_MAX = (1L << 53) - 1;

  /// Personal values of one request.
  public static final int PERSONAL_FIELDS_MAX = 64;

  /// Texts and numbers within the personal values of one request that are looked for in the rest of
  /// it.
  public static final int PERSONAL_TEXTS_MAX = 256;

  /// Shortest personal text that is looked for in the rest of a request, in characters: shorter
  /// ones occur by accident.
  public static final int PERSONAL_ECHO_CHARS_MIN = 6;

  private Limits() {}

  /// Refuses a text that is blank or too long.
  public static void text(String field, String value, int charsMax) {
    if (value.isBlank()) {
      throw new InvalidFieldException(field, "must not be blank");
    }
    optionalText(field, value, charsMax);
  }

  /// Refuses a text that is too long.
  public static void optionalText(String field, String value, int charsMax) {
    if (value.length() > charsMax) {
      throw new InvalidFieldException(
          field, "has %d characters; at most %d".formatted(value.length(), charsMax));
    }
    if (value.indexOf('\0') >= 0) {
      throw new InvalidFieldException(field, "holds U+0000");
    }
  }

  /// Refuses more of something than there may be.
  public static void count(String field, int count, int max) {
    if (count > max) {
      throw new InvalidFieldException(field, "has %d items; at most %d".formatted(count, max));
    }
  }

  /// Refuses a caller's value that is too large.
  ///
  /// @param advice what to do instead, as the end of the sentence; may be empty
  public static void value(String field, JsonValue value, String advice) {
    int bytes = Json.bytes(value).length;
    if (bytes > VALUE_BYTES_MAX) {
      throw new InvalidFieldException(
          field, "has %d bytes; at most %d%s".formatted(bytes, VALUE_BYTES_MAX, advice));
    }
  }

  /// Refuses a number outside a range.
  public static void range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidFieldException(field, "must be from %d to %d".formatted(min, max));
    }
  }
}
