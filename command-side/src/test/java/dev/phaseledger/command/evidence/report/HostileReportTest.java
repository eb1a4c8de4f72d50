package dev.phaseledger.command.evidence.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reports that somebody made to hurt, or that broke on their way.
@Timeout(20)
final class HostileReportTest {

  private static AbstractThrowableAssert<?, ?> refused(ReportFormat format, byte[] report) {
    return assertThatThrownBy(() -> format.claims(report))
        .isInstanceOf(InvalidFieldException.class);
  }

  private static AbstractThrowableAssert<?, ?> refused(ReportFormat format, String report) {
    return refused(format, report.getBytes(StandardCharsets.UTF_8));
  }

  private static AbstractThrowableAssert<?, ?> refusedXml(String report) {
    return refused(ReportFormat.JUNIT_XML, report);
  }

  private static AbstractThrowableAssert<?, ?> refusedSarif(String report) {
    return refused(ReportFormat.SARIF, report);
  }

  @Test
  void readsNoFileThatAnEntityNames(@TempDir Path directory) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    refusedXml(
            """
            <!DOCTYPE testsuite [<!ENTITY file SYSTEM "%s">]>
            <testsuite><testcase name="a"><failure>&file;</failure></testcase></testsuite>
            """
                .formatted(secret.toUri()))
        .hasMessageContaining("document type declaration");
  }

  @Test
  void fetchesNoDocumentTypeFromElsewhere() {
    refusedXml("<!DOCTYPE testsuite SYSTEM 'http://127.0.0.1:1/x.dtd'><testsuite/>")
        .hasMessageContaining("document type declaration");
    refusedXml(
            "<!DOCTYPE testsuite [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x.dtd'> %x;]><testsuite/>")
        .hasMessageContaining("document type declaration");
  }

  @Test
  void expandsNoEntities() {
    StringBuilder xml = new StringBuilder("<!DOCTYPE testsuite [<!ENTITY e0 'ha'>");
    for (int level = 1; level < 40; level++) {
      xml.append("<!ENTITY e%d '&e%d;&e%d;'>".formatted(level, level - 1, level - 1));
    }
    refusedXml(xml + "]><testsuite><testcase name='&e39;'/></testsuite>")
        .hasMessageContaining("document type declaration");
  }

  @Test
  void refusesAnEntityThatNothingDeclares() {
    refusedXml("<testsuite><testcase name='a'>&file;</testcase></testsuite>")
        .hasMessageStartingWith("report: ");
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsTooLarge(ReportFormat format) {
    refused(format, new byte[Reports.REPORT_BYTES_MAX + 1])
        .hasMessageContaining("at most " + Reports.REPORT_BYTES_MAX);
  }

  @ParameterizedTest
  @EnumSource
  void refusesNothingAtAll(ReportFormat format) {
    refused(format, new byte[0]).hasMessage("report: is empty");
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    byte[] xml = "<testsuite name='?'/>".getBytes(StandardCharsets.UTF_8);
    xml[17] = (byte) 0xff;
    refused(ReportFormat.JUNIT_XML, xml).hasMessage("report: is not UTF-8");
    byte[] json = "{\"version\": \"?\"}".getBytes(StandardCharsets.UTF_8);
    json[13] = (byte) 0xc0;
    refused(ReportFormat.SARIF, json).hasMessage("report: is not UTF-8");
    refused(ReportFormat.JUNIT_XML, "<testsuite/>".getBytes(StandardCharsets.UTF_16));
  }

  @Test
  void refusesAnEncodingThatIsNotTheOneThatIsRead() {
    refusedXml("<?xml version='1.0' encoding='ISO-8859-1'?><testsuite/>")
        .hasMessageContaining("declares the encoding ISO-8859-1");
  }

  @Test
  void refusesWhatNestsTooDeep() {
    int levels = Reports.DEPTH_MAX + 1;
    refusedXml("<testsuite>".repeat(levels) + "</testsuite>".repeat(levels))
        .hasMessageContaining("nests more than " + Reports.DEPTH_MAX);
    refusedSarif("[".repeat(100_000)).hasMessageContaining("report: ");
    refusedSarif(
        "{\"version\": \"2.1.0\", \"runs\": "
            + "[".repeat(Json.DEPTH_MAX)
            + "]".repeat(Json.DEPTH_MAX)
            + "}");
  }

  @Test
  void refusesMoreTestCasesThanThereMayBe() {
    refusedXml("<testsuite>" + "<testcase/>".repeat(Reports.TESTCASES_MAX + 1) + "</testsuite>")
        .hasMessageContaining("more than " + Reports.TESTCASES_MAX);
  }

  @Test
  void refusesMoreResultsThanThereMayBe() {
    refusedSarif(
            "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"a\"}},\"results\":[{}"
                + ",{}".repeat(Reports.RESULTS_MAX)
                + "]}]}")
        .hasMessageContaining("more than " + Reports.RESULTS_MAX);
  }

  @Test
  void looksUpEndlessRuleNamesInNoTime() {
    String report =
        "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"a\"}},\"results\":[{\"ruleId\":\""
            + "/".repeat(Reports.REPORT_BYTES_MAX - 200)
            + "\"}]}]}";
    assertThat(SarifReport.read(report.getBytes(StandardCharsets.UTF_8)).warnings()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body/></html>",
        "<testcase name='a'/>",
        "<a><testsuite/></a>",
        "{\"version\": \"2.1.0\"}",
        "plain text"
      })
  void refusesWhatIsNoTestReport(String report) {
    refusedXml(report).hasMessageStartingWith("report: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<testsuite><testcase name='a'>",
        "<testsuite><testcase name='a'/>",
        "<testsuite><testcase name=",
        "<testsuite/><testsuite/>",
        "<testsuite><testcase name='a' name='b'/></testsuite>",
        "<testsuite><testcase name='&#0;'/></testsuite>",
        "<testsuite><testcase name='&#xD800;'/></testsuite>",
        "<?xml version='1.0'?>"
      })
  void refusesXmlThatIsCutOffOrNotWellFormed(String report) {
    refusedXml(report).hasMessageContaining("not well-formed XML at line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<testsuite><testcase name='a'><testcase name='b'/></testcase></testsuite>",
        "<testsuite><testcase name='a'><testsuite/></testcase></testsuite>"
      })
  void refusesTestsWithinTests(String report) {
    refusedXml(report).hasMessageContaining("within a test case");
  }

  @Test
  void refusesJsonThatTwoReadersUnderstandDifferently() {
    refusedSarif("{\"version\": \"2.1.0\", \"runs\": [], \"runs\": []}")
        .hasMessageContaining("/runs is there twice");
    refusedSarif("{\"version\": \"2.1.0\", \"runs\": [{\"tool\":").hasMessageContaining("ends");
    refusedSarif("{\"version\": \"2.1.0\", \"runs\": []} {}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"version\": \"2.0.0\", \"runs\": []}",
        "{\"version\": 2.1, \"runs\": []}",
        "{\"version\": \"2.1.0\"}",
        "{\"version\": \"2.1.0\", \"runs\": {}}",
        "{\"version\": \"2.1.0\", \"runs\": [null]}",
        "{\"version\": \"2.1.0\", \"runs\": [{}]}",
        "{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {}}}]}",
        "<testsuite/>"
      })
  void refusesWhatIsNoSarif(String report) {
    refusedSarif(report).hasMessageStartingWith("report");
  }

  private static String run(String members) {
    return """
    {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "a"}}, %s}]}
    """
        .formatted(members);
  }

  @Test
  void namesThePlaceThatIsWrong() {
    refusedSarif(run("\"results\": [{}, {\"level\": \"fatal\"}]"))
        .hasMessage("report.runs[0].results[1].level: must be none, note, warning or error");
    refusedSarif(run("\"invocations\": [{\"executionSuccessful\": \"no\"}]"))
        .hasMessage("report.runs[0].invocations[0].executionSuccessful: must be true or false");
    refusedSarif(run("\"results\": [{\"ruleIndex\": \"1\"}]"))
        .hasMessage("report.runs[0].results[0].ruleIndex: must be a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1e300", "0.5", "99999999999", "1e9"})
  void takesNoNumberForAPlaceThatIsNone(String index) {
    String report = run("\"results\": [{\"ruleIndex\": " + index + "}]");
    assertThat(SarifReport.read(report.getBytes(StandardCharsets.UTF_8)).warnings()).isEqualTo(1);
  }
}
