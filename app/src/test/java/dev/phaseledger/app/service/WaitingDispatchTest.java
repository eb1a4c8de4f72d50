package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the service does by itself while dispatches wait and agents are silent. Nobody calls it in
/// these tests: it has to notice.
final class WaitingDispatchTest {

  /// How long the service may take to notice what is due.
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(90);

  /// Several turns of the duty: a second signal of the same silence would come within them.
  private static final Duration NOTICED_AGAIN_WITHIN = Duration.ofSeconds(2);

  private static final Duration LOOKED_AGAIN_AFTER = Duration.ofMillis(100);

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: desk, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        invariants:
          - id: TESTED
            severity: high
            enforcement: Enforce
            matchConditions: [{name: ship, expression: "command.action == 'ship'"}]
            expression: "evidence.exists(e, e.kind == 'tests')"
            onViolation: {effect: DEFER, until: EVIDENCE(tests)}
          - id: SOON
            severity: high
            enforcement: Enforce
            expression: command.action != 'hurry'
            onViolation: {effect: DEFER, until: EVIDENCE(never), timeout: 1s}
          - id: ASK
            severity: high
            enforcement: Enforce
            expression: command.action != 'pay'
            onViolation: {effect: REQUIRE_APPROVAL, timeout: 1s}
          - id: LEAD
            severity: high
            enforcement: Enforce
            expression: command.action != 'audit'
            onViolation:
              effect: REQUIRE_APPROVAL
              roles: [finance]
              timeout: 1h
              escalate: {after: 1s, roles: [lead]}
      """;
  private static final String FAR = "2999-01-01T00:00:00Z";

  private static RunningService ledger;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    ledger.add(principal("lea", Principal.Kind.HUMAN, Role.APPROVER, Set.of("lead")));
    ledger.add(principal("silent", Principal.Kind.AGENT, Role.AGENT, Set.of()));
    for (String agent : List.of("writer-1", "silent")) {
      expect(
          201,
          ledger.post(
              OPERATOR,
              "/v1/agents",
              "{\"agentId\": \"%s\", \"level\": 3, \"owner\": \"boss\"}".formatted(agent)));
    }
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/invariant-maps",
            Json.text(Fields.with("source", new JsonValue.Text(MAP)).build())));
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  @Test
  void aDeferredDispatchIsReleasedOnceItsEvidenceIsThere() {
    issue("resumes", "writer-1", FAR, "");
    assertThat(verdict(ask("resumes", "e-1", "ship"))).isEqualTo("DEFERRED");
    evidence("resumes");
    await(() -> state("e-1").equals("RELEASED"));
    assertThat(trail("e-1")).contains("dispatch.rejudged.");
  }

  @Test
  void aDeferredDispatchIsClosedOnceItsTimeIsOver() {
    issue("hurries", "writer-1", FAR, "");
    assertThat(verdict(ask("hurries", "h-1", "hurry"))).isEqualTo("DEFERRED");
    await(() -> state("h-1").equals("TIMED_OUT"));
    assertThat(trail("h-1")).contains("nobody saying yes means no");
  }

  @Test
  void anApprovalThatNobodyGaveInTimeIsANo() {
    issue("unanswered", "writer-1", FAR, "");
    String shown = Members.text(ask("unanswered", "u-1", "pay"), "shown");
    await(() -> state("u-1").equals("TIMED_OUT"));
    assertThat(expect(400, ledger.post("lea", "/v1/approvals", yes("unanswered", "u-1", shown))))
        .satisfies(answer -> assertThat(answer.text()).contains("dispatchId"));
  }

  @Test
  void othersAreAskedOnceNobodyAnsweredInTime() {
    issue("escalates", "writer-1", FAR, "");
    String shown = Members.text(ask("escalates", "a-1", "audit"), "shown");
    await(() -> mine("lea").contains("a-1"));
    Fields view = dispatch("a-1");
    assertThat(Json.text(Members.object(view, "waiting"))).contains("\"escalatedTo\":[\"lead\"]");
    Answer approved = ledger.post("lea", "/v1/approvals", yes("escalates", "a-1", shown));
    assertThat(verdict(expect(201, approved).json())).isEqualTo("AUTHORIZED");
  }

  @Test
  void aContractEndsAtItsTimeAndWhatWaitsWithIt() {
    String contract = endsWhileSomethingWaits();
    await(() -> contract(contract).equals("EXPIRED"));
    assertThat(state("z-" + contract)).isEqualTo("VOID");
    assertThat(verdict(ask(contract, "y-" + contract, "read"))).isEqualTo("VETOED");
  }

  /// A contract that ends soon, and not before its dispatch `z-` and its name waits: a busy machine
  /// may need a longer one.
  private static String endsWhileSomethingWaits() {
    for (int seconds = 4; seconds <= NOTICED_WITHIN.toSeconds() / 2; seconds *= 2) {
      String contract = "ends-" + seconds;
      issue(contract, "writer-1", Instant.now().plusSeconds(seconds).toString(), "");
      if (verdict(ask(contract, "z-" + contract, "audit")).equals("APPROVAL_REQUIRED")) {
        return contract;
      }
    }
    throw new AssertionError("every contract ended before something waited under it");
  }

  @Test
  void aSilenceIsSignalledOnceAndVetoesUntilTheNextHeartbeat() throws InterruptedException {
    issue("quiet", "silent", FAR, ", \"heartbeatMax\": \"PT4S\"");
    beat(201, "silent");
    beat(403, OPERATOR);
    await(() -> silences().size() == 1);
    assertThat(verdict(ask("silent", "quiet", "q-1", "read"))).isEqualTo("VETOED");
    assertThat(dispatch("q-1")).satisfies(view -> explains(view, "sign of life"));
    Thread.sleep(NOTICED_AGAIN_WITHIN);
    assertThat(silences()).hasSize(1);

    // On a busy machine the next silence may have begun before something is asked for.
    AtomicInteger asked = new AtomicInteger(1);
    await(() -> {
      beat(201, "silent");
      String id = "q-" + asked.incrementAndGet();
      return verdict(ask("silent", "quiet", id, "read")).equals("AUTHORIZED");
    });
    // The next silence is another one.
    await(() -> silences().size() >= 2);
    expect(200, ledger.post(OPERATOR, "/v1/contracts/quiet/revocation", "{\"reason\": \"done\"}"));
    beat(400, "silent");
  }

  private static void explains(Fields view, String words) {
    assertThat(Members.text(view, "explanation")).contains(words);
  }

  private static void beat(int status, String caller) {
    expect(status, ledger.post(caller, "/v1/contracts/quiet/heartbeat", "{\"note\": \"here\"}"));
  }

  private static List<String> silences() {
    String path = "/v1/signals?agent=silent&atLeast=" + ledger.position();
    return Members.objects(expect(200, ledger.get(OPERATOR, path)).json(), "items").stream()
        .map(signal -> Members.text(signal, "kind"))
        .filter("heartbeat.stale"::equals)
        .toList();
  }

  private static Principal principal(
      String id, Principal.Kind kind, Role role, Set<String> groups) {
    return new Principal(
        new PrincipalId(id), kind, new TenantId("default"), Set.of(role), Optional.empty(), groups);
  }

  private static void issue(String id, String agent, String expires, String more) {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "%s", "agentId": "%s", "task": "Serve", "scope": ["desk/**"],
             "actions": ["read", "ship", "hurry", "pay", "audit"],
             "stopping": {"expiresAt": "%s" %s}}
            """
                .formatted(id, agent, expires, more)));
  }

  private static Fields ask(String contract, String id, String action) {
    return ask(AGENT, contract, id, action);
  }

  private static Fields ask(String caller, String contract, String id, String action) {
    String body =
        """
        {"dispatchId": "%s", "contractId": "%s", "action": "%s", "resources": ["desk/a"],
         "justification": "needed"}
        """
            .formatted(id, contract, action);
    return expect(201, ledger.post(caller, "/v1/dispatches", body)).json();
  }

  private static String yes(String contract, String dispatch, String shown) {
    return "{\"contractId\": \"%s\", \"dispatchId\": \"%s\", \"granted\": true, \"shown\": \"%s\"}"
        .formatted(contract, dispatch, shown);
  }

  private static void evidence(String contract) {
    String body =
        """
        {"contractId": "%s", "evidence": {"kind": "tests", "producer": "ci",
         "content": "sha256:%s", "at": "2026-01-01T00:00:00Z", "claims": {"passed": true}}}
        """
            .formatted(contract, "0".repeat(64));
    expect(201, ledger.post(OPERATOR, "/v1/evidence", body));
  }

  private static String verdict(Fields answer) {
    return Members.text(answer, "verdict");
  }

  private static String state(String dispatch) {
    return Members.text(dispatch(dispatch), "state");
  }

  private static Fields dispatch(String id) {
    return read("/v1/dispatches/" + id);
  }

  private static String contract(String id) {
    return Members.text(read("/v1/contracts/" + id), "status");
  }

  private static String trail(String dispatch) {
    return Json.text(read("/v1/dispatches/" + dispatch + "/trail"));
  }

  private static Fields read(String path) {
    return expect(200, ledger.get(OPERATOR, path + "?atLeast=" + ledger.position())).json();
  }

  private static List<String> mine(String caller) {
    Answer page = ledger.get(caller, "/v1/approvals?mine=true&atLeast=" + ledger.position());
    return Members.objects(expect(200, page).json(), "items").stream()
        .map(item -> Members.text(item, "dispatchId"))
        .toList();
  }

  private static void await(BooleanSupplier condition) {
    Instant until = Instant.now().plus(NOTICED_WITHIN);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("nothing has happened").isBefore(until);
      try {
        Thread.sleep(LOOKED_AGAIN_AFTER);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
