package dev.phaseledger.command.evidence.report;

import dev.phaseledger.api.InvalidFieldException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Limits of reports, and what their readers share.
public final class Reports {

  /// Size of a report, in bytes.
  public static final int REPORT_BYTES_MAX = 4 * 1024 * 1024;

  /// Test cases of one report.
  public static final int TESTCASES_MAX = 100_000;

  /// Results of one analysis report, suppressed ones and all others.
  public static final int RESULTS_MAX = 100_000;

  /// Elements that an XML report may nest, in levels. JSON reports nest at most
  /// [dev.phaseledger.api.value.Json#DEPTH_MAX] levels.
  public static final int DEPTH_MAX = 64;

  /// Failing tests that the claims name, the first ones.
  public static final int FAILED_NAMES_MAX = 20;

  /// Rules whose results the claims count one by one, those with the most results.
  public static final int RULES_MAX = 50;

  /// Length of a name in the claims, in characters; a longer one is cut off.
  public static final int CLAIM_CHARS_MAX = 128;

  /// The field that errors name.
  static final String FIELD = "report";

  private static final char REPLACEMENT = '\ufffd';
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private Reports() {}

  static InvalidFieldException refused(String reason) {
    return new InvalidFieldException(FIELD, reason);
  }

  static void requireSize(byte[] report) {
    if (report.length == 0) {
      throw refused("is empty");
    }
    if (report.length > REPORT_BYTES_MAX) {
      throw refused("has %d bytes; at most %d".formatted(report.length, REPORT_BYTES_MAX));
    }
  }

  /// The report's text without a byte order mark, which some tools write. Bytes that are no UTF-8
  /// are refused rather than replaced: what was read must be what is kept.
  static String text(byte[] report) {
    requireSize(report);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(report))
              .toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException failure) {
      InvalidFieldException refused = refused("is not UTF-8");
      refused.initCause(failure);
      throw refused;
    }
  }

  /// A name as the claims hold it: cut off if it is long, and without control characters, which
  /// would take six times their room in an entry.
  static String name(String given) {
    StringBuilder name = new StringBuilder();
    given
        .codePoints()
        .limit(CLAIM_CHARS_MAX)
        .map(point -> Character.isISOControl(point) ? REPLACEMENT : point)
        .takeWhile(point -> name.length() + Character.charCount(point) <= CLAIM_CHARS_MAX)
        .forEach(name::appendCodePoint);
    return name.toString();
  }
}
