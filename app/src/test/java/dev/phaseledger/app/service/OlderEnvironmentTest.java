package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.store.LedgerEngine;
import dev.phaseledger.store.NewEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A ledger in which maps were published by a release with another environment: two of them, one of
/// which no release can read any more.
final class OlderEnvironmentTest {

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: %s, version: 3, owner: tests}
      spec:
        environment: gov-cel/1
        matchConstraints: {commands: ["%s"]}
        invariants:
          - {id: LEVEL, expression: %s, onViolation: {effect: REQUIRE_APPROVAL, roles: [operator]}}
      """;

  private static final String PAYMENTS = MAP.formatted("payments", "pay", "agent.level >= 1");
  private static final String SHOES = MAP.formatted("shoes", "walk", "agent.shoeSize >= 40");

  @Test
  void opensRefusesWhatTheOldMapIsAboutAndGoesOnWhenItIsPublishedAgain() throws IOException {
    try (RunningService ledger = RunningService.start()) {
      prepare(ledger);
      recordAsBefore(ledger, "payments", PAYMENTS);

      assertThat(verdict(ask(ledger, "read", "r-1"))).isEqualTo("AUTHORIZED");
      Answer refused = ask(ledger, "pay", "p-1");
      assertThat(verdict(refused)).isEqualTo("VETOED");
      assertThat(refused.text())
          .contains("published under another environment")
          .contains("publish map 'payments' again");
      Fields state = ledger.get(OPERATOR, "/v1/invariant-maps/in-force").json();
      assertThat(Members.text(Members.objects(state, "items").getFirst(), "state"))
          .isEqualTo("PUBLISH_AGAIN");

      // The very same version: nothing of it was wrong.
      expect(201, ledger.post(OPERATOR, "/v1/invariant-maps", source(PAYMENTS)));
      assertThat(verdict(ask(ledger, "pay", "p-2"))).isEqualTo("AUTHORIZED");
      assertThat(
              Members.text(
                  Members.objects(
                          ledger.get(OPERATOR, "/v1/invariant-maps/in-force").json(), "items")
                      .getFirst(),
                  "state"))
          .isEqualTo("PUBLISHED");
      derivesEveryVerdictAgain(ledger, 3);
      assertThat(ledger.get(OPERATOR, "/v1/dispatches/p-1/explanation").json().find("samePolicy"))
          .contains(JsonValue.Bool.TRUE);
    }
  }

  @Test
  void refusesEverythingWhereNobodyCanReadWhatIsInForce() throws IOException {
    try (RunningService ledger = RunningService.start()) {
      prepare(ledger);
      recordAsBefore(ledger, "shoes", SHOES);

      Answer refused = ask(ledger, "read", "r-1");
      assertThat(verdict(refused)).isEqualTo("VETOED");
      assertThat(refused.text()).contains("no map that this release can read");

      expect(
          201,
          ledger.post(
              OPERATOR,
              "/v1/invariant-maps",
              source(
                  SHOES
                      .replace("agent.shoeSize", "agent.level")
                      .replace("version: 3", "version: 4"))));
      assertThat(verdict(ask(ledger, "read", "r-2"))).isEqualTo("AUTHORIZED");
    }
  }

  /// Also those that were made while the map had to be published again.
  private static void derivesEveryVerdictAgain(RunningService ledger, int decisions) {
    for (String mode : List.of("PER_DECISION", "STATEFUL")) {
      Fields job =
          expect(202, ledger.post(OPERATOR, "/v1/backtests", "{\"mode\": \"%s\"}".formatted(mode)))
              .json();
      Fields now = job;
      while (!Members.text(now, "state").equals("DONE")) {
        assertThat(Members.text(now, "state")).isIn("WAITING", "RUNNING");
        now = ledger.get(OPERATOR, "/v1/backtests/" + Members.text(job, "id")).json();
      }
      Fields result = Members.object(now, "result");
      assertThat(Members.number(result, "judged")).isEqualTo(decisions);
      assertThat(Members.number(result, "same")).isEqualTo(decisions);
      assertThat(Members.number(result, "otherPolicy")).isZero();
    }
  }

  private static void prepare(RunningService ledger) {
    expect(
        201, ledger.post(OPERATOR, "/v1/agents", "{\"agentId\": \"" + AGENT + "\", \"level\": 3}"));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "ctr", "agentId": "writer-1", "task": "work", "scope": ["shop/**"],
             "actions": ["pay", "read"], "requiredLevel": 1,
             "stopping": {"expiresAt": "2100-01-01T00:00:00Z"}}
            """));
  }

  /// What a release with another environment has left on record.
  private static void recordAsBefore(RunningService ledger, String name, String source) {
    Digest then = Digest.of(Digest.of("another environment").value() + "\n" + source);
    ledger
        .service()
        .context()
        .getBean(LedgerEngine.class)
        .append(
            new AppendScope(new PrincipalId(OPERATOR), Optional.empty()),
            List.of(
                new NewEvent(
                    StreamId.policy(new TenantId("default")),
                    0,
                    new InvariantMapPublished(name, 3, then, source))));
  }

  private static Answer ask(RunningService ledger, String action, String id) {
    return ledger.post(
        AGENT,
        "/v1/dispatches",
        """
        {"dispatchId": "%s", "contractId": "ctr", "action": "%s", "resources": ["shop/x"],
         "parameters": {}, "justification": "asked for"}
        """
            .formatted(id, action),
        id);
  }

  private static String verdict(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return Members.text(answer.json(), "verdict");
  }

  private static String source(String map) {
    return Json.text(Fields.with("source", new Text(map)).build());
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
