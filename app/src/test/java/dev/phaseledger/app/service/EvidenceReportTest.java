package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.STRANGER;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.command.evidence.report.Reports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Reports sent to the whole service, read by it and fetched from it.
final class EvidenceReportTest {

  private static final String CONTRACT =
      """
      {"contractId": "%s", "agentId": "%s", "task": "Serve", "scope": ["desk/**"],
       "actions": ["read"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
      """;

  private static final String TESTS =
      """
      <testsuite name="%s"><testcase classname="shop.CartTest" name="adds"/>
        <testcase classname="shop.CartTest" name="removes"><failure message="1"/></testcase>
      </testsuite>
      """;

  private static final String ANALYSIS =
      """
      {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "lint", "version": "4"}},
       "results": [{"ruleId": "R1", "level": "warning"}]}]}
      """;

  private static final String TESTS_OF_C1 = "?contractId=c-1&format=junit-xml";

  private static RunningService ledger;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    for (String agent : new String[] {AGENT, "writer-2"}) {
      expect(
          201,
          ledger.post(
              OPERATOR,
              "/v1/agents",
              "{\"agentId\": \"%s\", \"level\": 3, \"owner\": \"boss\"}".formatted(agent)));
    }
    expect(201, ledger.post(OPERATOR, "/v1/contracts", CONTRACT.formatted("c-1", AGENT)));
    expect(201, ledger.post(OPERATOR, "/v1/contracts", CONTRACT.formatted("c-2", "writer-2")));
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  private static HttpRequest.Builder request(String caller, String query, String type) {
    return ledger.request(caller, "/v1/evidence/reports" + query).header("Content-Type", type);
  }

  private static Answer send(String caller, String query, String report) {
    return ledger.send(
        request(caller, query, "application/octet-stream").POST(BodyPublishers.ofString(report)));
  }

  private static boolean isKept(String report) {
    return ledger
        .service()
        .context()
        .getBean(ArtifactStore.class)
        .find(new TenantId("default"), Digest.of(report))
        .isPresent();
  }

  @Test
  void recordsWhatItReadInAReportOfTests() {
    String report = TESTS.formatted("recorded");
    Fields answer =
        expect(
                201,
                send(AGENT, TESTS_OF_C1 + "&dispatchId=d-1&commit=4f5e6d7&producer=ci%2F1", report))
            .json();

    assertThat(Members.text(answer, "id")).isEqualTo(Digest.of(report).value());
    assertThat(Members.text(answer, "kind")).isEqualTo("tests");
    assertThat(Members.text(answer, "format")).isEqualTo("junit-xml");
    String claims =
        """
        {"commit":"4f5e6d7","errors":0,"failed":["shop.CartTest.removes"],"failures":1,"flaky":0,\
        "passed":false,"skipped":0,"tests":2,"totalsDiffer":false}\
        """;
    assertThat(Json.text(Members.object(answer, "claims"))).isEqualTo(claims);
    String entry =
        expect(
                200,
                ledger.get(
                    OPERATOR, "/v1/ledger/entries?size=1&from=" + Members.number(answer, "index")))
            .text()
            .replace("\\\"", "\"");
    assertThat(entry)
        .contains(claims)
        .contains("\"producer\":\"ci/1\"")
        .contains("\"format\":\"junit-xml\"")
        .contains("d-1")
        .contains(Digest.of(report).value());
  }

  @Test
  void recordsWhatItReadInAReportOfAnAnalysis() {
    Answer answer =
        ledger.send(
            request(AGENT, "?contractId=c-1&format=sarif&kind=types", "application/sarif+json")
                .POST(BodyPublishers.ofString(ANALYSIS)));

    Fields recorded = expect(201, answer).json();
    assertThat(Members.text(recorded, "kind")).isEqualTo("types");
    assertThat(Members.text(recorded, "format")).isEqualTo("sarif-2.1.0");
    Fields claims = Members.object(recorded, "claims");
    assertThat(claims.find("passed")).contains(Bool.TRUE);
    assertThat(Members.number(claims, "warnings")).isEqualTo(1);
    assertThat(Members.text(claims, "tool")).isEqualTo("lint");
  }

  @Test
  void takesNobodysWordForHavingReadSomething() {
    Answer answer =
        ledger.post(
            OPERATOR,
            "/v1/evidence",
            """
            {"contractId": "c-1", "evidence": {"kind": "tests", "content": "%s", "producer": "ci",
             "at": "2026-01-01T00:00:00Z", "claims": {"passed": true}, "format": "junit-xml"}}
            """
                .formatted(Digest.of("unread")));
    assertThat(expect(400, answer).text()).contains("format");
  }

  @Test
  void takesReportsUnderTheTypesThatToolsGiveThem() {
    for (String type : new String[] {"application/xml", "text/xml; charset=utf-8"}) {
      expect(
          201,
          ledger.send(
              request(AGENT, TESTS_OF_C1, type)
                  .POST(BodyPublishers.ofString(TESTS.formatted("typed")))));
    }
    Answer form =
        ledger.send(
            request(AGENT, TESTS_OF_C1, "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(TESTS.formatted("typed"))));
    assertThat(expect(415, form).type()).startsWith("application/problem+json");
  }

  @Test
  void handsOutTheReportByteByByteAsAFile() throws IOException, InterruptedException {
    String report = TESTS.formatted("fetched \u00e4");
    String id = Members.text(expect(201, send(AGENT, TESTS_OF_C1, report)).json(), "id");

    HttpResponse<byte[]> response;
    try (HttpClient http = HttpClient.newHttpClient()) {
      response =
          http.send(
              HttpRequest.newBuilder(URI.create(ledger.service().url() + "/v1/artifacts/" + id))
                  .header("Authorization", "Bearer " + ledger.token(SUPERVISOR))
                  .header("Accept", "application/json, */*")
                  .build(),
              BodyHandlers.ofByteArray());
    }

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(report.getBytes(StandardCharsets.UTF_8));
    assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(header(response, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"" + id.replace(':', '-') + ".bin\"");
    assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(header(response, "Cache-Control")).contains("no-store");
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void showsArtifactsToReadersOfTheirTenantOnly() {
    String report = TESTS.formatted("private");
    String path =
        "/v1/artifacts/" + Members.text(expect(201, send(AGENT, TESTS_OF_C1, report)).json(), "id");

    expect(200, ledger.get(OPERATOR, path));
    expect(404, ledger.get(STRANGER, path));
    expect(403, ledger.get(AGENT, path));
    expect(401, ledger.get("nobody", path));
    expect(404, ledger.get(OPERATOR, "/v1/artifacts/" + Digest.of("unknown")));
    expect(400, ledger.get(OPERATOR, "/v1/artifacts/sha256:short"));
  }

  @Test
  void keepsNothingOfWhoeverMayNotPutItOnRecord() {
    String report = TESTS.formatted("refused");
    long position = ledger.position();

    expect(403, send(SUPERVISOR, TESTS_OF_C1, report));
    expect(403, send(AGENT, "?contractId=c-2&format=junit-xml", report));
    expect(404, send(OPERATOR, "?contractId=unknown&format=junit-xml", report));
    expect(403, send(STRANGER, TESTS_OF_C1, report));
    expect(401, send("nobody", TESTS_OF_C1, report));

    assertThat(isKept(report)).isFalse();
    assertThat(ledger.position()).isEqualTo(position);
  }

  @Test
  void keepsNothingThatItCannotRead() {
    String hostile =
        "<!DOCTYPE testsuite [<!ENTITY file SYSTEM 'file:///etc/hostname'>]><testsuite>&file;</testsuite>";
    long position = ledger.position();

    for (Answer refused :
        new Answer[] {
          send(AGENT, TESTS_OF_C1, hostile),
          send(AGENT, "?contractId=c-1&format=sarif", hostile),
          send(AGENT, TESTS_OF_C1, ""),
          send(AGENT, TESTS_OF_C1 + "&commit=", TESTS.formatted("blank")),
          send(AGENT, TESTS_OF_C1 + "&kind=" + "k".repeat(300), TESTS.formatted("long")),
          send(AGENT, "?contractId=c-1", TESTS.formatted("unnamed")),
          send(AGENT, "?format=junit-xml", TESTS.formatted("unnamed")),
          send(AGENT, "?contractId=c-1&format=trx", TESTS.formatted("unnamed"))
        }) {
      expect(400, refused);
      assertThat(refused.type()).startsWith("application/problem+json");
    }
    assertThat(isKept(hostile)).isFalse();
    assertThat(isKept(TESTS.formatted("long"))).isFalse();
    assertThat(ledger.position()).isEqualTo(position);
  }

  @Test
  void takesReportsLargerThanOtherBodiesUpToTheirOwnLimit() {
    String suite = "<testsuite><testcase name='a'/>%s</testsuite>";
    String padding = " ".repeat(Reports.REPORT_BYTES_MAX - suite.length() + 2);
    expect(201, send(AGENT, TESTS_OF_C1, suite.formatted(padding)));

    Answer large = expect(413, send(AGENT, TESTS_OF_C1, suite.formatted(padding + " ")));
    assertThat(large.text()).contains(Integer.toString(Reports.REPORT_BYTES_MAX));
    Answer chunked =
        ledger.send(
            request(AGENT, TESTS_OF_C1, "application/xml")
                .POST(RunningService.chunked(Reports.REPORT_BYTES_MAX + 1)));
    assertThat(expect(413, chunked).text()).contains(Integer.toString(Reports.REPORT_BYTES_MAX));
    Answer elsewhere =
        ledger.send(
            ledger
                .request(AGENT, "/v1/evidence/reports/" + TESTS_OF_C1)
                .header("Content-Type", "application/xml")
                .POST(RunningService.chunked(Reports.REPORT_BYTES_MAX)));
    assertThat(elsewhere.status()).isNotEqualTo(201);
  }

  @Test
  void answersARepetitionWithWhatTheFirstOneLedTo() {
    String report = TESTS.formatted("repeated");
    Fields first = expect(201, keyed(TESTS_OF_C1 + "&commit=one", report)).json();
    Fields again = expect(200, keyed(TESTS_OF_C1 + "&commit=one", report)).json();

    assertThat(again.find("repeated")).contains(Bool.TRUE);
    assertThat(Optional.of(Members.number(again, "position")))
        .contains(Members.number(first, "position"));
    assertThat(Members.object(again, "claims")).isEqualTo(Members.object(first, "claims"));
  }

  @Test
  void takesAKeyForUsedIfOnlyTheParametersDiffer() {
    String report = TESTS.formatted("keyed");
    expect(201, send("k-2", TESTS_OF_C1 + "&commit=one", report, AGENT));

    for (String other :
        new String[] {TESTS_OF_C1 + "&commit=two", "?contractId=c-2&format=junit-xml"}) {
      Answer answer = send("k-2", other, report, AGENT);
      assertThat(answer.status()).as(answer.text()).isIn(403, 422);
    }
  }

  private static Answer keyed(String query, String report) {
    return send("k-1", query, report, AGENT);
  }

  private static Answer send(String key, String query, String report, String caller) {
    return ledger.send(
        request(caller, query, "application/octet-stream")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(report)));
  }
}
