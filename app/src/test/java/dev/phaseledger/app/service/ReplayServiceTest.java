package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.STRANGER;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Replays of a running service: a run of three dispatches, one of them refused, and one that waits
/// for approval and gets it, under two versions of a map.
final class ReplayServiceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: amounts, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        parameters: {amount: int}
        params: {most: 20}
        counters: {paid: {count: releases, per: agent, within: 24h}}
        invariants:
          - id: SMALL
            expression: command.parameters.amount <= params.most
            messageExpression: "'amount ' + string(command.parameters.amount)"
            onViolation: {effect: VETO}
          - id: ASKED
            expression: command.parameters.amount <= 10 && counters.paid < 100
            onViolation: {effect: REQUIRE_APPROVAL}
      """;

  private static final String REVIEWER = "reviewer";

  private static RunningService ledger;

  @BeforeAll
  static void recordHistory() throws IOException {
    ledger = RunningService.start();
    ledger.add(
        new Principal(
            new PrincipalId(REVIEWER),
            Principal.Kind.HUMAN,
            new TenantId("default"),
            Set.of(Role.AUDITOR),
            Optional.empty()));
    expect(201, ledger.post(OPERATOR, "/v1/invariant-maps", source(MAP)));
    expect(
        201, ledger.post(OPERATOR, "/v1/agents", "{\"agentId\": \"" + AGENT + "\", \"level\": 3}"));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "ctr", "agentId": "writer-1", "task": "spend", "scope": ["shop/**"],
             "actions": ["pay"], "stopping": {"expiresAt": "2100-01-01T00:00:00Z"}}
            """));
    expect(201, dispatch("first", 5, "monday"));
    expect(201, dispatch("refused", 30, "monday"));
    Fields waiting = expect(201, dispatch("asked", 15, "monday")).json();
    assertThat(Members.text(waiting, "verdict")).isEqualTo("APPROVAL_REQUIRED");
    expect(
        201,
        ledger.post(
            SUPERVISOR,
            "/v1/approvals",
            """
            {"contractId": "ctr", "dispatchId": "asked", "granted": true, "shown": "%s",
             "reason": "it is right"}
            """
                .formatted(Members.text(waiting, "shown"))));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/invariant-maps",
            source(MAP.replace("version: 1", "version: 2").replace("most: 20", "most: 4"))));
    expect(201, dispatch("second", 5, "tuesday"));
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  @Test
  void derivesEveryDecisionAsItIsRecorded() {
    Fields result = Members.object(replay("{}"), "result");

    // The one that waited was judged once more when it was approved.
    assertThat(Members.number(result, "decisions")).isEqualTo(5);
    assertThat(Members.number(result, "equal")).isEqualTo(5);
    assertThat(Members.number(result, "different")).isZero();
    assertThat(Members.number(result, "unreadable")).isZero();
    assertThat(result.find("firstDifference")).isEmpty();
  }

  @Test
  void derivesTheDecisionsThatAreMeant() {
    assertThat(decisions("{\"dispatchId\": \"refused\"}")).isEqualTo(1);
    assertThat(decisions("{\"dispatchId\": \"asked\"}")).isEqualTo(2);
    assertThat(decisions("{\"dispatchId\": \"unknown\"}")).isZero();
    // What a dispatch waited for is no request of the run, but it is judged as one.
    assertThat(decisions("{\"run\": \"monday\"}")).isEqualTo(4);
    assertThat(decisions("{\"run\": \"tuesday\"}")).isEqualTo(1);
    assertThat(decisions("{\"to\": \"2020-01-01T00:00:00Z\"}")).isZero();
    assertThat(decisions("{\"from\": \"2020-01-01T00:00:00Z\", \"run\": \"tuesday\"}"))
        .isEqualTo(1);
  }

  @Test
  void signsWhatItFindsAsAReplay() {
    Fields job = replay("{}");
    Answer note =
        expect(200, ledger.get(REVIEWER, "/v1/replays/" + Members.text(job, "id") + "/note"));
    SignedNote signed = SignedNote.parse(note.text().getBytes(StandardCharsets.UTF_8));
    NoteVerifier key = NoteVerifier.parse(ledger.get(OPERATOR, "/v1/ledger/key").text().strip());

    assertThat(TrustedKeys.of(key).verify(signed)).containsExactly(key);
    assertThat(signed.text().lines())
        .containsExactly("phase-ledger/replay/v1", Json.text(Members.object(job, "result")));
  }

  @Test
  void isForReviewersOfTheTenant() {
    expect(403, ledger.post(SUPERVISOR, "/v1/replays", "{}"));
    expect(403, ledger.post(AGENT, "/v1/replays", "{}"));
    String id = Members.text(replay("{}"), "id");
    expect(403, ledger.get(AGENT, "/v1/replays/" + id));
    expect(404, ledger.get(STRANGER, "/v1/replays/" + id));
    expect(404, ledger.get(STRANGER, "/v1/replays/" + id + "/note"));
    assertThat(Members.objects(ledger.get(STRANGER, "/v1/replays").json(), "items")).isEmpty();
    // A back-test is no replay, and the other way round.
    expect(404, ledger.get(OPERATOR, "/v1/backtests/" + id));
  }

  @Test
  void namesWhatIsWrong() {
    expect(400, ledger.post(REVIEWER, "/v1/replays", "{\"from\": \"yesterday\"}"));
    expect(400, ledger.post(REVIEWER, "/v1/replays", "{\"dispatchId\": \"../x\"}"));
    Answer backwards =
        expect(
            400,
            ledger.post(
                REVIEWER,
                "/v1/replays",
                "{\"from\": \"2026-01-02T00:00:00Z\", \"to\": \"2026-01-01T00:00:00Z\"}"));
    assertThat(backwards.text()).contains("'from'");
  }

  private static long decisions(String which) {
    return Members.number(Members.object(replay(which), "result"), "decisions");
  }

  private static Fields replay(String which) {
    Fields job = expect(202, ledger.post(REVIEWER, "/v1/replays", which)).json();
    Instant end = Instant.now().plus(PATIENCE);
    while (!Members.text(job, "state").equals("DONE")) {
      assertThat(Members.text(job, "state")).isIn("WAITING", "RUNNING");
      assertThat(Instant.now()).isBefore(end);
      job = expect(200, ledger.get(REVIEWER, "/v1/replays/" + Members.text(job, "id"))).json();
    }
    assertThat(Members.number(job, "entriesDone")).isEqualTo(Members.number(job, "entries"));
    return job;
  }

  private static String source(String map) {
    return Json.text(Fields.builder().put("source", map).build());
  }

  private static Answer dispatch(String id, int amount, String run) {
    return ledger.post(
        AGENT,
        "/v1/dispatches",
        """
        {"dispatchId": "%s", "contractId": "ctr", "action": "pay", "resources": ["shop/x"],
         "parameters": {"amount": %d}, "labels": {"run": "%s"}, "justification": "asked for"}
        """
            .formatted(id, amount, run),
        id);
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
