package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A map from draft to force and back.
final class PolicyVersionsTest {

  private static final String ADA = "ada";
  private static final String BOB = "bob";
  private static final String DRAFT = "/v1/invariant-maps/limits/draft";
  private static final String PUBLISH = "/v1/invariant-maps/limits/publish";
  private static final String CHECKS = "/v1/invariant-maps/checks";
  private static final String TESTS = "/v1/invariant-maps/tests";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private RunningService ledger;

  @BeforeEach
  void start() throws IOException {
    ledger = RunningService.start();
    for (String author : List.of(ADA, BOB)) {
      ledger.add(
          new Principal(
              new PrincipalId(author),
              Principal.Kind.HUMAN,
              new TenantId("default"),
              Set.of(Role.POLICY_AUTHOR),
              Optional.empty()));
    }
  }

  @AfterEach
  void stop() throws IOException {
    ledger.close();
  }

  private static String map(int version, int level) {
    return """
    apiVersion: governance/v1
    kind: InvariantMap
    metadata: {name: limits, version: %d, owner: tests}
    spec:
      environment: gov-cel/1
      invariants:
        - {id: LEVEL, expression: agent.level >= %d, onViolation: {effect: VETO}}
    """
        .formatted(version, level);
  }

  @Test
  void holdsEachChangeOfADraftAgainstWhatItsAuthorHasSeen() {
    String unfinished = "kind: InvariantMap";
    expect(428, save(ADA, unfinished, "", ""));
    expect(201, save(ADA, unfinished, "If-None-Match", "*"));
    expect(412, save(BOB, map(1, 1), "If-None-Match", "*"));
    Fields draft = expect(200, ledger.get(SUPERVISOR, DRAFT)).json();
    assertThat(Members.text(draft, "state")).isEqualTo("DRAFT");
    assertThat(Members.objects(draft, "problems"))
        .anySatisfy(problem -> assertThat(Members.text(problem, "field")).startsWith("metadata"));

    expect(412, save(BOB, map(1, 1), "If-Match", tag("something else")));
    expect(200, save(BOB, map(1, 1), "If-Match", tag(unfinished)));
    draft = expect(200, ledger.get(ADA, DRAFT)).json();
    assertThat(Members.text(draft, "state")).isEqualTo("CHECKED");
    assertThat(Json.text(draft.find("authors").orElseThrow())).isEqualTo("[\"ada\",\"bob\"]");

    expect(403, save(SUPERVISOR, map(1, 1), "If-Match", tag(map(1, 1))));
    expect(403, ledger.get(AGENT, DRAFT));
    expect(428, ledger.send(ledger.request(ADA, DRAFT).DELETE()));
    expect(412, delete(tag(unfinished)));
    expect(200, delete(tag(map(1, 1))));
    expect(404, ledger.get(ADA, DRAFT));
  }

  @Test
  void keepsEveryVersionAndRollsBackByPublishingAnew() {
    String first = publish(map(1, 1));
    String second = publish(map(2, 5));
    expect(400, saveAndPublish(map(2, 6)));
    expect(200, delete(tag(map(2, 6))));

    expect(201, rollBack(ADA, first));
    List<Fields> versions = versions();
    assertThat(versions)
        .extracting(each -> Members.text(each, "digest"))
        .containsExactly(first, second, first);
    assertThat(versions)
        .extracting(each -> each.find("restores").orElseThrow())
        .containsExactly(Bool.TRUE, Bool.FALSE, Bool.FALSE);
    assertThat(Members.text(versions.getFirst(), "reason")).isEqualTo("it held up too much");
    assertThat(Json.text(versions.get(1).find("authors").orElseThrow())).isEqualTo("[\"ada\"]");
    assertThat(versions)
        .extracting(each -> each.find("active").orElseThrow())
        .containsExactly(Bool.TRUE, Bool.FALSE, Bool.FALSE);
    Fields old =
        expect(200, ledger.get(ADA, "/v1/invariant-maps/limits/versions/" + second)).json();
    assertThat(Members.text(old, "source")).isEqualTo(map(2, 5));
    expect(404, rollBack(ADA, Digest.of("no version").value()));
    expect(403, rollBack(SUPERVISOR, second));
    // A version that was taken is never given to another map, whatever is in force.
    expect(400, saveAndPublish(map(2, 7)));

    Fields diff =
        expect(
                200,
                ledger.get(ADA, "/v1/invariant-maps/limits/diff?from=" + first + "&to=" + second))
            .json();
    assertThat(Json.text(diff.find("changed").orElseThrow())).isEqualTo("[\"LEVEL\"]");
    assertThat(Json.text(diff.find("lines").orElseThrow()))
        .contains("-    - {id: LEVEL, expression: agent.level >= 1")
        .contains("+    - {id: LEVEL, expression: agent.level >= 5");
  }

  @Test
  void hasASecondPersonPublishWhereTheTenantWantsIt() {
    String rule = "{\"secondPerson\": true, \"reason\": \"two pairs of eyes\"}";
    expect(403, put(ADA, "/v1/tenant/publishing", rule));
    expect(200, put(OPERATOR, "/v1/tenant/publishing", rule));
    assertThat(ledger.get(ADA, "/v1/tenant/publishing").text()).contains("true");

    expect(403, ledger.post(ADA, "/v1/invariant-maps", source(map(1, 1))));
    expect(201, save(ADA, map(1, 1), "If-None-Match", "*"));
    expect(403, publishDraft(ADA, map(1, 1), "{}"));
    // Who has changed a word of it is one of its authors, and so is who wrote the rest.
    expect(200, save(BOB, map(1, 2), "If-Match", tag(map(1, 1))));
    expect(403, publishDraft(BOB, map(1, 2), "{}"));
    expect(403, publishDraft(ADA, map(1, 2), "{}"));
    expect(428, ledger.post(OPERATOR, PUBLISH, "{}"));
    expect(412, publishDraft(OPERATOR, map(1, 1), "{}"));
    expect(201, publishDraft(OPERATOR, map(1, 2), "{}"));
    expect(404, ledger.get(ADA, DRAFT));

    String published = Members.text(versions().getFirst(), "digest");
    expect(403, rollBack(BOB, published));
  }

  @Test
  void namesABacktestOfTheVeryMapThatIsPublished() {
    String result = backtest(map(1, 1));
    String other = backtest(map(1, 3));
    expect(201, save(ADA, map(1, 1), "If-None-Match", "*"));
    expect(400, publishDraft(ADA, map(1, 1), named(Digest.of("nothing").value())));
    expect(400, publishDraft(ADA, map(1, 1), named(other)));
    long index =
        Members.number(expect(201, publishDraft(ADA, map(1, 1), named(result))).json(), "index");
    assertThat(ledger.get(OPERATOR, "/v1/ledger/entries?size=1&from=" + index).text())
        .contains(result)
        .contains("policy.published.v3")
        .contains("cel=");
  }

  @Test
  void checksATextWithoutRecordingAnything() {
    long before = ledger.position();
    String wrong = map(1, 1).replace("agent.level >= 1", "agent.levl >= 1");
    Fields check = expect(200, ledger.post(ADA, CHECKS, source(wrong))).json();
    assertThat(check.find("valid")).contains(Bool.FALSE);
    assertThat(Members.objects(check, "problems"))
        .singleElement()
        .satisfies(problem -> {
          assertThat(Members.number(problem, "line")).isEqualTo(7);
          assertThat(Members.number(problem, "column")).isPositive();
          assertThat(Members.text(problem, "hint")).contains("level");
        });
    check = expect(200, ledger.post(ADA, CHECKS, source(map(3, 1)))).json();
    assertThat(check.find("valid")).contains(Bool.TRUE);
    assertThat(Members.number(check, "version")).isEqualTo(3);
    String other =
        Json.text(Fields.with("source", new Text(map(1, 1))).put("name", "others").build());
    assertThat(expect(200, ledger.post(ADA, CHECKS, other)).text()).contains("metadata.name");
    assertThat(expect(200, ledger.post(ADA, CHECKS, source("#".repeat(60_000)))).text())
        .contains("is larger than 49152 bytes");

    expect(400, ledger.post(ADA, CHECKS, "{}"));
    expect(413, ledger.post(ADA, CHECKS, source("#".repeat(1 << 20))));
    expect(403, ledger.post(SUPERVISOR, CHECKS, source(map(1, 1))));
    expect(403, ledger.post(AGENT, CHECKS, source(map(1, 1))));
    assertThat(ledger.position()).isEqualTo(before);
  }

  @Test
  void runsTheTestsOfATextAndSaysWhatTheySaw() {
    String tested =
        map(1, 2)
            + """
              tests:
                fixture: {now: 2026-03-02T10:00:00Z, agent: {level: 2}}
                cases:
                  - {name: enough, expect: {decision: ALLOW}}
                  - {name: wrongly expected, given: {agent: {level: 1}}, expect: {decision: ALLOW}}
            """;
    Fields tests = expect(200, ledger.post(ADA, TESTS, source(tested))).json();
    assertThat(Members.number(tests, "failed")).isEqualTo(1);
    assertThat(Members.objects(tests, "tests"))
        .extracting(each -> Members.text(each, "name"))
        .containsExactly("enough", "wrongly expected");
    assertThat(Members.text(Members.objects(tests, "tests").get(1), "actual")).contains("VETO");
    assertThat(Members.number(Members.object(tests, "coverage"), "invariantPercent"))
        .isEqualTo(100);
    expect(422, ledger.post(ADA, TESTS, source("kind: InvariantMap")));
    expect(403, ledger.post(SUPERVISOR, TESTS, source(tested)));
  }

  private String publish(String map) {
    Answer answer = saveAndPublish(map);
    expect(201, answer);
    return Members.text(versions().getFirst(), "digest");
  }

  private Answer saveAndPublish(String map) {
    expect(201, save(ADA, map, "If-None-Match", "*"));
    return publishDraft(ADA, map, "{}");
  }

  private Answer publishDraft(String caller, String seen, String body) {
    return ledger.send(
        ledger
            .request(caller, PUBLISH)
            .header("Content-Type", "application/json")
            .header("If-Match", tag(seen))
            .POST(BodyPublishers.ofString(body)));
  }

  private Answer rollBack(String caller, String digest) {
    return ledger.post(
        caller,
        "/v1/invariant-maps/limits/rollback",
        Json.text(
            Fields.with("digest", new Text(digest)).put("reason", "it held up too much").build()));
  }

  private List<Fields> versions() {
    return Members.objects(
        expect(
                200,
                ledger.get(ADA, "/v1/invariant-maps/limits/versions?atLeast=" + ledger.position()))
            .json(),
        "items");
  }

  private Answer delete(String tag) {
    return ledger.send(ledger.request(ADA, DRAFT).header("If-Match", tag).DELETE());
  }

  private Answer save(String caller, String map, String header, String value) {
    var request =
        ledger
            .request(caller, DRAFT)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(source(map)));
    return ledger.send(header.isEmpty() ? request : request.header(header, value));
  }

  private Answer put(String caller, String path, String body) {
    return ledger.send(
        ledger
            .request(caller, path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  /// @return the digest of the signed result
  private String backtest(String map) {
    Fields job = expect(202, ledger.post(ADA, "/v1/backtests", source(map))).json();
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      Fields now = ledger.get(ADA, "/v1/backtests/" + Members.text(job, "id")).json();
      if (Members.text(now, "state").equals("DONE")) {
        return Members.text(now, "digest");
      }
      assertThat(Members.text(now, "state")).isIn("WAITING", "RUNNING");
      assertThat(Instant.now()).isBefore(end);
    }
  }

  private static String named(String result) {
    return Json.text(Fields.with("backtest", new Text(result)).build());
  }

  private static String source(String map) {
    return Json.text(Fields.with("source", new Text(map)).build());
  }

  private static String tag(String source) {
    return '"' + Digest.of(source).value() + '"';
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
