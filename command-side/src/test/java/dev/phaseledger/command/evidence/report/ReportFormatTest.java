package dev.phaseledger.command.evidence.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ReportFormatTest {

  private static java.util.Optional<ReportFormat> guess(String text) {
    return ReportFormat.guess(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void isGuessedFromTheFirstCharacter() {
    assertThat(guess("\ufeff\n <?xml version='1.0'?>")).contains(ReportFormat.JUNIT_XML);
    assertThat(guess(" {")).contains(ReportFormat.SARIF);
    assertThat(guess("[]")).isEmpty();
    assertThat(guess("  ")).isEmpty();
  }

  @Test
  void isNamedAsCallersNameIt() {
    assertThat(ReportFormat.named("sarif")).isEqualTo(ReportFormat.SARIF);
    assertThat(ReportFormat.named("junit-xml")).isEqualTo(ReportFormat.JUNIT_XML);
    assertThatThrownBy(() -> ReportFormat.named("trx"))
        .hasMessage("format: must be one of junit-xml, sarif, not 'trx'");
  }
}
