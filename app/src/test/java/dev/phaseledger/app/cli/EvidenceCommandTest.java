package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.ServiceSettings;
import dev.phaseledger.command.evidence.report.Reports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sends reports to a running service, as a build does.
final class EvidenceCommandTest {

  private static final String TESTS =
      "<testsuite><testcase name='adds'/><testcase name='removes'><error/></testcase></testsuite>";
  private static final String ANALYSIS =
      """
      {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "lint"}},
       "results": [{"ruleId": "R1", "level": "note"}]}]}
      """;

  @TempDir private static Path home;

  private static LedgerService service;

  private record Result(int exitCode, String out, String err) {}

  @BeforeAll
  static void start() throws IOException {
    Path data = home.resolve("data");
    service =
        LedgerService.start(
            new ServiceSettings(
                "127.0.0.1",
                0,
                data,
                Optional.empty(),
                new TenantId("default"),
                false,
                ServiceSettings.ORIGIN_DEFAULT));
    try (LedgerClient client =
        new LedgerClient(
            service.url(),
            Optional.of(Files.readString(DataDirectory.operatorToken(data)).strip()))) {
      client.post(
          "/v1/agents", json("{\"agentId\": \"w\", \"level\": 1, \"owner\": \"boss\"}"), "agent");
      client.post(
          "/v1/contracts",
          json(
              """
              {"contractId": "c-1", "agentId": "w", "task": "Serve", "scope": ["desk/**"],
               "actions": ["read"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
              """),
          "contract");
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Fields json(String text) {
    return (Fields) Json.parse(text);
  }

  private static Path file(String name, String content) throws IOException {
    return Files.writeString(home.resolve(name), content);
  }

  private static Result add(Path file, String... options) {
    List<String> all = new ArrayList<>(List.of("evidence", "add", file.toString()));
    all.addAll(List.of("--data", home.resolve("data").toString()));
    all.addAll(List.of(options));
    if (!all.contains("--url")) {
      all.addAll(List.of("--url", service.url().toString()));
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Result(exitCode, out.toString(), err.toString());
  }

  private static Result expect(int exitCode, Result result) {
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    return result;
  }

  @Test
  void sendsAReportAndSaysWhatTheLedgerReadInIt() throws IOException {
    Result result = expect(ExitCode.OK, add(file("tests.xml", TESTS), "--contract", "c-1"));

    assertThat(result.out())
        .contains("Read tests: did not pass (2 tests, 0 failures, 1 errors, 0 skipped).")
        .contains("On record at position ")
        .contains(" as " + Digest.of(TESTS) + ".");
  }

  @Test
  void printsTheAnswerAsJson() throws IOException {
    Result result =
        expect(
            ExitCode.OK,
            add(
                file("lint.sarif", ANALYSIS),
                "--contract",
                "c-1",
                "--dispatch",
                "d-1",
                "--format",
                "sarif",
                "--kind",
                "lint & types",
                "--commit",
                "4f5e6d7",
                "--json"));

    Fields answer = json(result.out().strip());
    assertThat(Members.text(answer, "kind")).isEqualTo("lint & types");
    Fields claims = Members.object(answer, "claims");
    assertThat(claims.find("passed")).contains(Bool.TRUE);
    assertThat(Members.text(claims, "commit")).isEqualTo("4f5e6d7");
  }

  @Test
  void guessesTheFormat() throws IOException {
    Result result = expect(ExitCode.OK, add(file("lint.json", ANALYSIS), "--contract", "c-1"));

    assertThat(result.out()).contains("Read analysis: passed");
    Path neither = file("notes.txt", "all tests pass, trust me");
    assertThat(expect(ExitCode.USAGE, add(neither, "--contract", "c-1")).err())
        .contains("looks like neither XML nor a JSON object");
  }

  @Test
  void saysWhatIsWrongWithTheFileOrTheOptions() throws IOException {
    Path tests = file("again.xml", TESTS);
    assertThat(expect(ExitCode.USAGE, add(tests)).err()).contains("--contract");
    assertThat(expect(ExitCode.USAGE, add(tests, "--contract", "c-1", "--format", "trx")).err())
        .contains("must be one of junit-xml, sarif");
    assertThat(expect(ExitCode.USAGE, add(home.resolve("absent.xml"), "--contract", "c-1")).err())
        .contains("there is no file");
    Path cut = file("cut.xml", TESTS.substring(0, 40));
    assertThat(expect(ExitCode.USAGE, add(cut, "--contract", "c-1")).err())
        .contains("report: is not well-formed XML at line 1");
    Path large = file("large.xml", " ".repeat(Reports.REPORT_BYTES_MAX + 1));
    assertThat(expect(ExitCode.USAGE, add(large, "--contract", "c-1")).err())
        .contains("larger than " + Reports.REPORT_BYTES_MAX + " bytes");
  }

  @Test
  void answersNoIfThereIsNoSuchContract() throws IOException {
    assertThat(
            expect(ExitCode.NEGATIVE, add(file("lost.xml", TESTS), "--contract", "unknown")).err())
        .contains("there is no contract 'unknown'");
  }

  @Test
  void saysSoIfTheServiceDoesNotAnswer() throws IOException {
    expect(
        ExitCode.UNREACHABLE,
        add(file("early.xml", TESTS), "--contract", "c-1", "--url", "http://127.0.0.1:1"));
  }
}
