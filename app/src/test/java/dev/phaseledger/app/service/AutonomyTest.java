package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Graduated autonomy and the kill switch over HTTP, with the ledger assessing agents by itself.
@TestMethodOrder(OrderAnnotation.class)
final class AutonomyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String LADDER =
      """
      apiVersion: governance/v1
      kind: AutonomyLadder
      metadata: {name: desk, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        levels:
          - level: 0
            name: novice
            may: {actions: ["read"]}
            promotion:
              {when: competence.consecutivePassesAtLevel >= 2, grantedBy: rule, coolDown: 1s}
          - level: 1
            name: clerk
            may: {actions: ["read", "write"]}
            promotion:
              when: competence.consecutivePassesAtLevel >= 1
              grantedBy: human
              roles: [approver]
              coolDown: 1s
            demotion:
              - {name: violated, when: competence.violationsAtLevel > 0}
          - level: 2
            name: lead
            may: {actions: ["*"]}
            demotion:
              - {name: violated, when: competence.violationsAtLevel > 0, to: 0}
      """;

  private static RunningService ledger;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  @Test
  @Order(1)
  void publishesALadderThatAgentsStartAtTheBottomOf() {
    expect(404, ledger.get(OPERATOR, "/v1/ladder"));
    String body = Json.text(Fields.with("source", new Text(LADDER)).build());
    expect(403, ledger.post(SUPERVISOR, "/v1/ladder", body));
    expect(422, ledger.post(OPERATOR, "/v1/ladder", "{\"source\": \"kind: AutonomyLadder\"}"));
    long position =
        Members.number(expect(201, ledger.post(OPERATOR, "/v1/ladder", body)).json(), "position");
    Fields shown = expect(200, ledger.get(OPERATOR, "/v1/ladder?atLeast=" + position)).json();
    assertThat(Members.text(shown, "source")).isEqualTo(LADDER);
    assertThat(Members.objects(ledger.get(OPERATOR, "/v1/ladder/versions").json(), "items"))
        .hasSize(1);

    expect(400, ledger.post(OPERATOR, "/v1/agents", "{\"agentId\": \"writer-1\", \"level\": 1}"));
    expect(201, ledger.post(OPERATOR, "/v1/agents", "{\"agentId\": \"writer-1\"}"));
    assertThat(Members.number(agent(), "level")).isZero();
    expect(400, change("level", "{\"level\": 1, \"reason\": \"please\"}"));
    expect(201, ledger.post(OPERATOR, "/v1/contracts", contract()));
  }

  @Test
  @Order(2)
  void vetoesWhatTheLevelDoesNotAllow() {
    Fields answer = dispatch("w-1", "write");
    assertThat(Members.text(answer, "verdict")).isEqualTo("VETOED");
    assertThat(Members.text(answer, "explanation")).contains("ladder.actions");
  }

  @Test
  @Order(3)
  void promotesByItselfOnceTheCriterionHolds() {
    succeed("r-1");
    succeed("r-2");
    Fields promoted = await(() -> agent(), view -> Members.number(view, "level") == 1);
    assertThat(Members.number(Members.object(promoted, "competence"), "executions")).isEqualTo(2);
    assertThat(Members.number(promoted, "epoch")).isEqualTo(2);
    assertThat(Members.text(dispatch("w-2", "write"), "verdict")).isEqualTo("AUTHORIZED");
  }

  @Test
  @Order(4)
  void proposesWhatAHumanGrants() {
    succeed("r-3");
    Fields open =
        await(
            () -> ledger.get(OPERATOR, "/v1/promotions").json(),
            page -> !Members.objects(page, "items").isEmpty());
    Fields proposal = Members.objects(open, "items").getFirst();
    String path = "promotions/" + Members.text(proposal, "proposal") + "/answer";
    String granted = "{\"granted\": true, \"reason\": \"good work\"}";
    expect(403, change(path, granted));
    long position =
        Members.number(
            expect(200, ledger.post(SUPERVISOR, "/v1/agents/writer-1/" + path, granted)).json(),
            "position");
    assertThat(Members.number(agent(position), "level")).isEqualTo(2);
    assertThat(Members.objects(ledger.get(OPERATOR, "/v1/promotions").json(), "items")).isEmpty();
  }

  @Test
  @Order(5)
  void demotesByItselfAfterAViolation() {
    Fields vetoed = dispatch("out-1", "read", "vault/a");
    assertThat(Members.text(vetoed, "verdict")).isEqualTo("VETOED");
    Fields demoted = await(() -> agent(), view -> Members.number(view, "level") == 0);
    assertThat(Members.number(Members.object(demoted, "competence"), "violations")).isOne();
  }

  @Test
  @Order(6)
  void suspendsAndReinstatesNoHigherThanBefore() {
    expect(200, change("suspension", "{\"reason\": \"odd\"}"));
    expect(400, change("reinstatement", "{\"level\": 1, \"reason\": \"fine\"}"));
    expect(200, change("reinstatement", "{\"level\": 0, \"reason\": \"fine\"}"));
  }

  @Test
  @Order(7)
  void haltsEverythingUntilAHumanResumes() {
    String why = "{\"reason\": \"incident 9\"}";
    expect(403, ledger.post(SUPERVISOR, "/v1/tenant/halt", why));
    expect(400, ledger.post(OPERATOR, "/v1/tenant/halt", "{\"reason\": \"\"}"));
    long position =
        Members.number(
            expect(200, ledger.post(OPERATOR, "/v1/tenant/halt", why)).json(), "position");
    Fields tenant = expect(200, ledger.get(OPERATOR, "/v1/tenant?atLeast=" + position)).json();
    assertThat(Members.find(Members.object(tenant, "halt"), "reason")).contains("incident 9");
    assertThat(Members.text(dispatch("h-1", "read"), "verdict")).isEqualTo("VETOED");
    expect(201, ledger.post(AGENT, "/v1/dispatches/w-2/outcome", outcome()));

    expect(403, ledger.post(SUPERVISOR, "/v1/tenant/resume", why));
    position =
        Members.number(
            expect(200, ledger.post(OPERATOR, "/v1/tenant/resume", why)).json(), "position");
    tenant = expect(200, ledger.get(OPERATOR, "/v1/tenant?atLeast=" + position)).json();
    assertThat(tenant.members()).doesNotContainKey("halt");
    assertThat(Members.text(dispatch("h-2", "read"), "verdict")).isEqualTo("AUTHORIZED");
  }

  private static Fields agent() {
    return agent(ledger.position());
  }

  private static Fields agent(long atLeast) {
    return expect(200, ledger.get(OPERATOR, "/v1/agents/writer-1?atLeast=" + atLeast)).json();
  }

  private static Answer change(String what, String body) {
    return ledger.post(OPERATOR, "/v1/agents/writer-1/" + what, body);
  }

  /// After the cool-down: an agent whose record does not change is looked at again only later.
  private static void succeed(String dispatch) {
    pause(Duration.ofMillis(1_100));
    assertThat(Members.text(dispatch(dispatch, "read"), "verdict")).isEqualTo("AUTHORIZED");
    expect(201, ledger.post(OPERATOR, "/v1/dispatches/" + dispatch + "/outcome", outcome()));
  }

  private static String outcome() {
    return "{\"contractId\": \"c-1\", \"outcome\": \"SUCCEEDED\", \"detail\": \"\"}";
  }

  private static Fields dispatch(String id, String action) {
    return dispatch(id, action, "desk/a");
  }

  private static Fields dispatch(String id, String action, String resource) {
    String body =
        """
        {"dispatchId": "%s", "contractId": "c-1", "action": "%s", "resources": ["%s"],
         "parameters": {}, "justification": "to know"}
        """
            .formatted(id, action, resource);
    return expect(201, ledger.post(AGENT, "/v1/dispatches", body)).json();
  }

  private static String contract() {
    return """
    {"contractId": "c-1", "agentId": "writer-1", "task": "desk work", "scope": ["desk/**"],
     "actions": ["read", "write"], "requiredLevel": 0, "openDispatchesMax": 50,
     "stopping": {"expiresAt": "%s"}, "onBreach": "SIGNAL_ONLY"}
    """
        .formatted(Instant.parse("2999-01-01T00:00:00Z"));
  }

  private static Fields await(Supplier<Fields> view, Predicate<Fields> reached) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Fields seen = view.get();
      if (reached.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not reached within " + PATIENCE + ": " + seen);
      }
      pause(Duration.ofMillis(50));
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
