package dev.phaseledger.command.evidence.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

final class SarifReportTest {

  private static SarifReport read(String json) {
    return SarifReport.read(json.getBytes(StandardCharsets.UTF_8));
  }

  /// A report of one run with the given members beside its tool.
  private static SarifReport run(String members) {
    return read(
        """
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "lint"}}, %s}]}
        """
            .formatted(members));
  }

  private static SarifReport results(String results) {
    return run("\"results\": [" + results + "]");
  }

  @Test
  void readsWhatALinterWrites() {
    SarifReport report =
        read(
            """
            {
              "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
              "version": "2.1.0",
              "runs": [{
                "tool": {"driver": {"name": "ESLint", "version": "9.1.0",
                  "informationUri": "https://eslint.org",
                  "rules": [{"id": "no-unused-vars"}, {"id": "eqeqeq"}]}},
                "artifacts": [{"location": {"uri": "file:///src/cart.js"}}],
                "results": [
                  {"level": "error", "ruleId": "no-unused-vars", "ruleIndex": 0,
                   "message": {"text": "'a' is never used."},
                   "locations": [{"physicalLocation": {"region": {"startLine": 3}}}]},
                  {"level": "warning", "ruleId": "eqeqeq", "ruleIndex": 1,
                   "message": {"text": "Expected '==='."}},
                  {"level": "warning", "ruleId": "eqeqeq", "ruleIndex": 1,
                   "message": {"text": "Expected '!=='."},
                   "suppressions": [{"kind": "inSource", "justification": "legacy"}]},
                  {"level": "note", "ruleId": "eqeqeq", "message": {"text": "see above"}}
                ]
              }]
            }
            """);

    assertThat(Json.text(report.claims()))
        .isEqualTo(
            """
            {"complete":true,"errors":1,"notes":1,"passed":false,\
            "rules":{"eqeqeq":2,"no-unused-vars":1},"suppressed":1,"tool":"ESLint",\
            "toolVersion":"9.1.0","warnings":1}\
            """);
  }

  @Test
  void takesTheLevelFromTheRuleWhereAResultHasNone() {
    SarifReport report =
        read(
            """
            {"version": "2.1.0", "runs": [{
              "tool": {
                "driver": {"name": "CodeQL", "semanticVersion": "2.20.1",
                  "rules": [{"id": "r/note", "defaultConfiguration": {"level": "note"}}]},
                "extensions": [{"name": "queries", "rules": [
                  {"id": "r/plain"},
                  {"id": "r/error", "defaultConfiguration": {"enabled": true, "level": "error"}}]}]},
              "results": [
                {"ruleId": "r/error", "rule": {"id": "r/error", "index": 1, "toolComponent": {"index": 0}}},
                {"ruleId": "r/error/variant"},
                {"rule": {"index": 1, "toolComponent": {"index": 0}}},
                {"ruleIndex": 0},
                {"ruleId": "r/plain"},
                {"ruleId": "unknown", "ruleIndex": -1}
              ]}]}
            """);

    assertThat(report.errors()).isEqualTo(3);
    assertThat(report.notes()).isEqualTo(1);
    assertThat(report.warnings()).isEqualTo(2);
    assertThat(report.toolVersion()).contains("2.20.1");
    assertThat(report.rules()).containsEntry("r/error", 2).containsEntry("r/note", 1);
  }

  @Test
  void anOverrideOfARuleMakesItsResultsGraver() {
    SarifReport report =
        read(
            """
            {"version": "2.1.0", "runs": [{
              "tool": {"driver": {"name": "lint", "rules": [{"id": "R1"}]}},
              "invocations": [{"executionSuccessful": true, "ruleConfigurationOverrides": [
                {"descriptor": {"id": "R1", "index": 0}, "configuration": {"level": "error"}}]}],
              "results": [{"ruleId": "R1"}]}]}
            """);

    assertThat(report.errors()).isEqualTo(1);
  }

  @Test
  void passesWithoutErrorsWhateverElseWasFound() {
    assertThat(results("").passed()).isTrue();
    assertThat(results("{\"level\": \"warning\"}, {\"level\": \"note\"}").passed()).isTrue();
    assertThat(results("{\"level\": \"error\"}").passed()).isFalse();
  }

  @Test
  void aResultOfAnotherKindThanFailIsNoFinding() {
    SarifReport report =
        results(
            """
            {"ruleId": "R1", "kind": "pass"}, {"kind": "notApplicable", "level": "none"},
            {"kind": "open"}, {"kind": "fail", "ruleId": "R2"}
            """);

    assertThat(report.warnings()).isEqualTo(1);
    assertThat(report.rules()).containsOnlyKeys("R2");
  }

  @Test
  void aResultThatCallsItselfAnErrorIsOneWhateverItsKind() {
    assertThat(results("{\"kind\": \"pass\", \"level\": \"error\"}").passed()).isFalse();
  }

  @Test
  void aResultIsSuppressedOnlyIfThatWasAccepted() {
    SarifReport report =
        results(
            """
            {"level": "error", "suppressions": [{"kind": "external", "status": "accepted"}]},
            {"level": "error", "suppressions": [{"kind": "external", "status": "underReview"}]},
            {"level": "error", "suppressions": [{"kind": "inSource"}, {"kind": "external", "status": "rejected"}]},
            {"level": "error", "suppressions": []}
            """);

    assertThat(report.suppressed()).isEqualTo(1);
    assertThat(report.errors()).isEqualTo(3);
  }

  @Test
  void aResultThatIsGoneSinceTheBaselineIsNotCounted() {
    SarifReport report =
        results(
            """
            {"level": "error", "baselineState": "absent"}, {"level": "note", "baselineState": "new"}
            """);

    assertThat(report.passed()).isTrue();
    assertThat(report.notes()).isEqualTo(1);
  }

  @Test
  void anAnalysisThatDidNotSucceedDidNotPass() {
    assertThat(run("\"invocations\": [{\"executionSuccessful\": false}], \"results\": []").passed())
        .isFalse();
    assertThat(run("\"invocations\": [{\"executionSuccessful\": true}], \"results\": []").passed())
        .isTrue();
  }

  @Test
  void aReportWithoutARunOrWithoutItsResultsDidNotPass() {
    assertThat(read("{\"version\": \"2.1.0\", \"runs\": []}").passed()).isFalse();
    assertThat(run("\"results\": null").passed()).isFalse();
    assertThat(run("\"columnKind\": \"utf16CodeUnits\"").passed()).isFalse();
    assertThat(
            run("\"externalPropertyFileReferences\": {\"results\": [{\"itemCount\": 3}]}, \"results\": []")
                .passed())
        .isFalse();
  }

  @Test
  void addsUpSeveralRuns() {
    SarifReport report =
        read(
            """
            {"version": "2.1.0", "runs": [
              {"tool": {"driver": {"name": "b", "version": "2"}}, "results": [{"level": "error"}]},
              {"tool": {"driver": {"name": "a"}}, "results": [{"level": "error"}]}]}
            """);

    assertThat(report.errors()).isEqualTo(2);
    assertThat(report.tool()).contains("a, b");
    assertThat(report.toolVersion()).contains("2");
  }

  @Test
  void claimsTheRulesWithTheMostResultsAndSaysHowManyAreLeftOut() {
    StringJoiner results = new StringJoiner(",");
    for (int rule = 0; rule < Reports.RULES_MAX + 3; rule++) {
      results.add("{\"ruleId\": \"R%03d\"}".formatted(rule));
    }
    results.add("{\"ruleId\": \"R052\"}");

    Fields claims = results(results.toString()).claims();

    Fields rules = (Fields) claims.find("rules").orElseThrow();
    assertThat(rules.members()).hasSize(Reports.RULES_MAX).containsKey("R052");
    assertThat(Json.text(claims)).contains("\"rulesOmitted\":3");
  }

  @Test
  void passesOverTheByteOrderMark() {
    assertThat(read("\ufeff{\"version\": \"2.1.0\", \"runs\": []}").complete()).isFalse();
  }
}
