package dev.phaseledger.command.evidence.report;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// A format of reports that the ledger reads.
public enum ReportFormat {
  /// What JUnit's Ant task began to write and most test tools write today.
  JUNIT_XML("junit-xml", "junit-xml", "tests"),
  /// SARIF 2.1.0 (OASIS Standard), which linters, type checkers and other analyses write.
  SARIF("sarif", "sarif-2.1.0", "analysis");

  private final String label;
  private final String recorded;
  private final String kind;

  ReportFormat(String label, String recorded, String kind) {
    this.label = label;
    this.recorded = recorded;
    this.kind = kind;
  }

  /// What callers call it.
  public String label() {
    return label;
  }

  /// What is recorded for it: the format with its version, if it has one.
  public String recorded() {
    return recorded;
  }

  /// The kind of evidence that such a report is unless its sender says otherwise.
  public String kind() {
    return kind;
  }

  /// The format that callers call so.
  ///
  /// @throws InvalidFieldException if there is none
  public static ReportFormat named(String label) {
    return Arrays.stream(values())
        .filter(format -> format.label.equals(label))
        .findFirst()
        .orElseThrow(() ->
            new InvalidFieldException(
                "format", "must be one of " + labels() + ", not '" + Reports.name(label) + "'"));
  }

  /// The format that a report seems to have, by the first character that is no white space.
  public static Optional<ReportFormat> guess(byte[] report) {
    boolean marked =
        report.length >= 3
            && report[0] == (byte) 0xef
            && report[1] == (byte) 0xbb
            && report[2] == (byte) 0xbf;
    for (int at = marked ? 3 : 0; at < report.length; at++) {
      switch (report[at]) {
        case ' ', '\t', '\r', '\n' -> {}
        case '<' -> {
          return Optional.of(JUNIT_XML);
        }
        case '{' -> {
          return Optional.of(SARIF);
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /// Reads a report.
  ///
  /// @return what it says, as the claims of evidence
  /// @throws InvalidFieldException if it is no report of this format, or beyond a limit
  public JsonValue.Fields claims(byte[] report) {
    return switch (this) {
      case JUNIT_XML -> TestReport.read(report).claims();
      case SARIF -> SarifReport.read(report).claims();
    };
  }

  private static String labels() {
    return String.join(", ", Arrays.stream(values()).map(ReportFormat::label).toList());
  }
}
