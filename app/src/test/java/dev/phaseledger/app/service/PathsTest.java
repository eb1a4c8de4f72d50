package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.app.webhook.WebhooksFile;
import dev.phaseledger.store.LedgerEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.StreamableMessageSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Revocation paths at work in the whole service: each trigger, each action.
final class PathsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String PATHS =
      """
      apiVersion: governance/v1
      kind: RevocationPaths
      metadata: {name: test, version: VERSION, owner: tests}
      spec:
        paths:
          - id: left
            on: {breach: {clauses: [scope]}}
            where: {agents: [breacher, early]}
            do: [cancel-open-dispatches, suspend-agent]
          - id: failing
            on: {failures: {count: 2, within: 1h, of: agent}}
            where: {agents: [failing]}
            do: [{demote: {levels: 2}}]
          - id: vetoed
            on: {vetoes: {count: 3, within: 1h, of: contract}}
            where: {agents: [vetoed]}
            do: [cancel-open-dispatches, revoke-contract]
          - id: untested
            on: {evidence-failed: {kinds: [tests]}}
            where: {agents: [untested], actions: [read]}
            do: [revoke-agent]
          - id: alarmed
            on: {signal: {kinds: ["alarm.*"], severity: HIGH}}
            where: {agents: [alarmed]}
            do: [{notify: {webhook: hook}}, {demote: {levels: 1}}]
            coolDown: 1h
          - id: broken
            on: {signal: {kinds: [breaks]}}
            where: {agents: [broken]}
            do: [{rollback: {template: none, agent: nobody, action: undo}}, suspend-agent]
          - id: critical
            on: {signal: {severity: CRITICAL}}
            where: {agents: [broken]}
            do: [revoke-contract]
          - id: silenced
            on: {signal: {kinds: [silent]}}
            where: {agents: [delegator]}
            do: [suspend-agent]
            affects: delegates
          - id: overspent
            on: {budget-overrun: {percent: 110}}
            where: {agents: [spender]}
            do: [suspend-agent]
          - id: undo
            on: {signal: {kinds: [wrong]}}
            where: {agents: [undone], actions: [read]}
            do: [{rollback: {template: undo, agent: undoer, action: undo.read}}]
          - id: pulseless
            on: heartbeat-stale
            where: {agents: [pulseless]}
            do: [suspend-agent]
          - id: rebuilt
            on: {signal: {kinds: [rebuilds]}}
            where: {agents: [rebuilt]}
            do: [suspend-agent]
          - id: patient
            on: {signal: {kinds: [dawdles]}}
            where: {agents: [patient]}
            do: [{notify: {webhook: slow}}, {notify: {webhook: hook}}]
          - id: stop
            on: manual
            where: {agents: [stopped]}
            do: [cancel-open-dispatches, revoke-agent]
      """;

  private static final BlockingQueue<Received> RECEIVED = new LinkedBlockingQueue<>();

  private static final CountDownLatch SLOW_MAY_ANSWER = new CountDownLatch(1);

  /// The messages to the slow receiver in the order of their arrival, and those it has taken.
  private static final List<String> SLOW_ASKED = new CopyOnWriteArrayList<>();

  private static final Set<String> SLOW_TOOK = ConcurrentHashMap.newKeySet();

  private static RunningService ledger;
  private static HttpServer receiver;
  private static String secret;

  private record Received(String id, String timestamp, String signature, String body) {}

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          RECEIVED.add(
              new Received(
                  headers.getFirst("webhook-id"),
                  headers.getFirst("webhook-timestamp"),
                  headers.getFirst("webhook-signature"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.createContext(
        "/slow",
        exchange -> {
          // Silent and then out of order for the first message, however often it is sent before
          // the receiver may answer; after that as it should be.
          String id = exchange.getRequestHeaders().getFirst("webhook-id");
          boolean held = SLOW_MAY_ANSWER.getCount() > 0;
          SLOW_ASKED.add(id);
          try {
            assertThat(SLOW_MAY_ANSWER.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          if (!held) {
            SLOW_TOOK.add(id);
          }
          exchange.sendResponseHeaders(held ? 503 : 204, -1);
          exchange.close();
        });
    receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    receiver.start();
    secret =
        new WebhooksFile(ledger.data())
            .add("hook", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
    new WebhooksFile(ledger.data())
        .add("slow", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/slow");
    // Recorded before anything was in force: it sets nothing off.
    grant("early");
    dispatch("early", "early-1", "elsewhere/x");
    publish(1);
  }

  @AfterAll
  static void stop() throws IOException {
    receiver.stop(0);
    ledger.close();
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  private static void publish(int version) {
    String source =
        Json.text(new JsonValue.Text(PATHS.replace("VERSION", Integer.toString(version))));
    expect(
        201, ledger.post(OPERATOR, "/v1/revocation-paths", "{\"source\": %s}".formatted(source)));
  }

  /// An agent of level 5 with a contract `c-` and its name.
  private static void grant(String agent) {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/agents",
            "{\"agentId\": \"%s\", \"level\": 5, \"owner\": \"boss\"}".formatted(agent)));
    contract("c-" + agent, agent, "");
  }

  private static void contract(String id, String agent, String more) {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "%s", "agentId": "%s", "task": "Serve", "scope": ["desk/**"],
             "actions": ["read", "write"], "onBreach": "SIGNAL_ONLY",
             "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}%s}
            """
                .formatted(id, agent, more)));
  }

  private static void dispatch(String agent, String id, String resource) {
    dispatch(agent, id, resource, "read");
  }

  private static void dispatch(String agent, String id, String resource, String action) {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/dispatches",
            """
            {"contractId": "c-%s", "dispatchId": "%s", "action": "%s", "resources": ["%s"],
             "parameters": {}, "justification": "test", "costMicros": 100}
            """
                .formatted(agent, id, action, resource)));
  }

  private static void outcome(String agent, String id, String outcome) {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/dispatches/" + id + "/outcome",
            "{\"contractId\": \"c-%s\", \"outcome\": \"%s\"}".formatted(agent, outcome)));
  }

  private static String signal(String agent, String kind, String severity) {
    return Members.text(
        expect(
                201,
                ledger.post(
                    OPERATOR,
                    "/v1/signals",
                    """
                    {"contractId": "c-%s", "kind": "%s", "severity": "%s", "detail": "seen",
                     "occurredAt": "2026-01-01T00:00:00Z"}
                    """
                        .formatted(agent, kind, severity)))
            .json(),
        "id");
  }

  private static Fields agent(String agent) {
    return expect(200, ledger.get(OPERATOR, "/v1/agents/" + agent + latest())).json();
  }

  private static String contractStatus(String agent) {
    return Members.text(
        expect(200, ledger.get(OPERATOR, "/v1/contracts/c-" + agent + latest())).json(), "status");
  }

  /// Has a view wait for all that is recorded.
  private static String latest() {
    return "?atLeast=" + ledger.position();
  }

  private static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(deadline);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static void untilAgentIs(String agent, String status) {
    until(() -> Members.text(agent(agent), "status").equals(status));
  }

  /// Everything that was recorded so far is answered once an entry after it is.
  private static void untilAnswered() {
    until(() -> {
      var status = processor().processingStatus().values().stream().findFirst();
      return status.isPresent() && status.get().getCurrentPosition().orElse(0) >= ledger.position();
    });
  }

  private static PooledStreamingEventProcessor processor() {
    return ledger
        .service()
        .context()
        .getBean(Configuration.class)
        .eventProcessingConfiguration()
        .eventProcessor("paths", PooledStreamingEventProcessor.class)
        .orElseThrow();
  }

  /// What is on record of a kind.
  private static <E> List<E> recorded(Class<E> type) {
    return ledger
        .service()
        .context()
        .getBean(LedgerEngine.class)
        .read(1, Math.toIntExact(ledger.position()))
        .stream()
        .map(RecordedEvent::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Test
  void answersABreachByCancellingAndSuspending() {
    grant("breacher");
    dispatch("breacher", "breach-open", "desk/a");
    dispatch("breacher", "breach-1", "elsewhere/x");

    untilAgentIs("breacher", "SUSPENDED");
    untilAnswered();
    assertThat(Members.text(ledger.get(OPERATOR, "/v1/dispatches/breach-open").json(), "state"))
        .isEqualTo("CANCELLED");
    assertThat(contractStatus("breacher")).isEqualTo("ACTIVE");
  }

  @Test
  void countsFailuresUpToTheThresholdAndDemotesOnce() {
    grant("failing");
    for (int i = 0; i < 3; i++) {
      dispatch("failing", "fail-" + i, "desk/a");
      if (i < 2) {
        outcome("failing", "fail-" + i, "FAILED");
      }
      if (i == 0) {
        untilAnswered();
        assertThat(Members.number(agent("failing"), "level")).isEqualTo(5);
      }
    }
    until(() -> Members.number(agent("failing"), "level") == 3);
    // What led to a firing does not lead to another one.
    outcome("failing", "fail-2", "FAILED");
    untilAnswered();
    assertThat(Members.number(agent("failing"), "level")).isEqualTo(3);
  }

  @Test
  void countsVetoesOfAContractAndRevokesIt() {
    grant("vetoed");
    for (int i = 0; i < 3; i++) {
      assertThat(contractStatus("vetoed")).isEqualTo("ACTIVE");
      dispatch("vetoed", "veto-" + i, "desk/a", "forbidden");
    }
    until(() -> contractStatus("vetoed").equals("REVOKED"));
    assertThat(Members.text(agent("vetoed"), "status")).isEqualTo("ACTIVE");
  }

  @Test
  void answersFailedEvidenceOfAReleasedDispatchOnly() {
    grant("untested");
    dispatch("untested", "untested-1", "desk/a");
    evidence("untested", "lint", "untested-1");
    evidence("untested", "tests", "not-there");
    untilAnswered();
    assertThat(Members.text(agent("untested"), "status")).isEqualTo("ACTIVE");

    evidence("untested", "tests", "untested-1");

    untilAgentIs("untested", "REVOKED");
    String listed =
        ledger
            .get(OPERATOR, "/v1/signals?agentId=untested&kind=evidence.failed&severity=HIGH")
            .text();
    assertThat(listed).contains("\"detector\":\"operator\"").contains("sha256:");
  }

  private static void evidence(String agent, String kind, String dispatch) {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/evidence",
            """
            {"contractId": "c-%s", "dispatchId": "%s", "evidence": {"kind": "%s", "producer": "ci",
             "content": "sha256:%s", "at": "2026-01-01T00:00:00Z", "claims": {"passed": false}}}
            """
                .formatted(agent, dispatch, kind, "ab".repeat(32))));
  }

  @Test
  void tellsAWebhookWithASignatureThatOthersCanCheckAndRestsThen() throws Exception {
    grant("alarmed");
    signal("alarmed", "alarm.mild", "MEDIUM");
    String signal = signal("alarmed", "alarm.bad", "HIGH");
    signal("alarmed", "alarm.bad", "CRITICAL");
    untilAnswered();

    Received received = RECEIVED.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(received).isNotNull();
    Fields body = (Fields) Json.parse(received.body());
    assertThat(Members.text(body, "signal")).isEqualTo(signal);
    assertThat(Members.text(body, "path")).isEqualTo("alarmed");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
    String signed = received.id() + "." + received.timestamp() + "." + received.body();
    assertThat(received.signature())
        .isEqualTo(
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    until(() -> ledger.get(OPERATOR, "/v1/webhooks/deliveries").text().contains("DELIVERED"));
    assertThat(RECEIVED).isEmpty();
    assertThat(Members.number(agent("alarmed"), "level")).isEqualTo(4);
    expect(403, ledger.get(AGENT, "/v1/webhooks/deliveries"));

    String explained = expect(200, ledger.get(OPERATOR, "/v1/signals/" + signal)).text();
    assertThat(explained)
        .contains("path.taken.v1")
        .contains("agent.level-changed")
        .contains("\"detectionMillis\":");
    assertThat(expect(200, ledger.get(OPERATOR, "/v1/signals/detection")).text())
        .contains("alarm.bad")
        .contains("\"worstMillis\":");
  }

  @Test
  void isNotHeldUpByAWebhookThatDoesNotAnswerAndTriesThatOneAgain() throws InterruptedException {
    grant("patient");
    for (int i = 0; i < 3; i++) {
      signal("patient", "dawdles", "LOW");
      assertThat(RECEIVED.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }
    until(() -> !SLOW_ASKED.isEmpty());
    String first = SLOW_ASKED.getFirst();
    assertThat(SLOW_ASKED).as("one after the other").containsOnly(first);

    SLOW_MAY_ANSWER.countDown();
    until(() -> SLOW_TOOK.size() == 3);
    assertThat(SLOW_ASKED.stream().filter(first::equals).count()).isGreaterThan(1);
    until(() ->
        !ledger.get(OPERATOR, "/v1/webhooks/deliveries").text().contains("\"state\":\"PENDING\""));
  }

  @Test
  void recordsAStepThatCannotBeDoneAndDoesTheOthers() {
    grant("broken");
    signal("broken", "breaks", "LOW");

    untilAgentIs("broken", "SUSPENDED");
    // The recorded failure of a path may set off another path, and never the same one.
    until(() -> contractStatus("broken").equals("REVOKED"));
    untilAnswered();
    assertThat(ledger.get(OPERATOR, "/v1/signals?agentId=broken&kind=path.failed").text())
        .contains("rollback")
        .contains("ledger:path/broken");
  }

  @Test
  void doesToDelegatesWhatItDoesNotDoToWhoDelegated() {
    grant("delegator");
    grant("delegate");
    contract("c-part", "delegate", ", \"parent\": \"c-delegator\"");
    signal("delegator", "silent", "LOW");

    untilAgentIs("delegate", "SUSPENDED");
    assertThat(Members.text(agent("delegator"), "status")).isEqualTo("ACTIVE");
  }

  @Test
  void hasADispatchUndoneUnderAContractOfItsOwn() {
    grant("undone");
    grant("undoer");
    String template =
        """
        apiVersion: governance/v1
        kind: ContractTemplate
        metadata: {name: undo, version: 1, owner: tests}
        spec:
          parameters:
            agent: {type: string}
            dispatch: {type: string}
            until: {type: instant}
          contract:
            agentId: "${agent}"
            task: "Undo ${dispatch}"
            scope: ["desk/**"]
            actions: [undo.read]
            stopping: {expiresAt: "${until}", actionsMax: 1}
        """;
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contract-templates",
            "{\"source\": %s}".formatted(Json.text(new JsonValue.Text(template)))));
    dispatch("undone", "wrong-1", "desk/a");
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/signals",
            """
            {"contractId": "c-undone", "dispatchId": "wrong-1", "kind": "wrong",
             "occurredAt": "2026-01-01T00:00:00Z"}
            """));
    until(() ->
        ledger.get(OPERATOR, "/v1/dispatches").text().contains("\"compensates\":\"wrong-1\""));
    untilAnswered();
    assertThat(ledger.get(OPERATOR, "/v1/dispatches/wrong-1/trail").text())
        .contains("rollback.requested.v1");
    assertThat(ledger.get(OPERATOR, "/v1/contracts").text()).contains("undo@1");
  }

  @Test
  void countsWhatWasSpentAndAnswersAnOverrun() {
    grant("spender");
    for (int i = 0; i < 3; i++) {
      dispatch("spender", "spend-" + i, "desk/a");
      expect(
          201,
          ledger.post(
              OPERATOR,
              "/v1/dispatches/spend-" + i + "/outcome",
              """
              {"contractId": "c-spender", "outcome": "SUCCEEDED", "costMicros": %d}
              """
                  .formatted(new int[] {40, 105, 200}[i])));
      if (i == 1) {
        untilAnswered();
        assertThat(Members.text(agent("spender"), "status")).isEqualTo("ACTIVE");
      }
    }
    untilAgentIs("spender", "SUSPENDED");
    Fields contract = ledger.get(OPERATOR, "/v1/contracts/c-spender").json();
    assertThat(Members.number(contract, "spentMicros")).isEqualTo(345);
    assertThat(ledger.get(OPERATOR, "/v1/signals?agentId=spender&kind=budget.overrun").text())
        .contains("Dispatch spend-1 cost 105")
        .contains("Dispatch spend-2 cost 200");
  }

  @Test
  void letsAnOperatorTakeAPathAndNobodyElse() {
    grant("stopped");
    dispatch("stopped", "stop-open", "desk/a");
    String wish = "{\"reason\": \"drill\"}";
    expect(403, ledger.post(SUPERVISOR, "/v1/contracts/c-stopped/paths/stop", wish));
    expect(404, ledger.post(OPERATOR, "/v1/contracts/c-stopped/paths/none", wish));
    assertThat(ledger.post(OPERATOR, "/v1/contracts/c-stopped/paths/left", wish).status())
        .isBetween(400, 422);
    expect(201, ledger.post(OPERATOR, "/v1/contracts/c-stopped/paths/stop", wish));

    untilAgentIs("stopped", "REVOKED");
    assertThat(Members.text(ledger.get(OPERATOR, "/v1/dispatches/stop-open").json(), "state"))
        .isEqualTo("CANCELLED");
  }

  @Test
  void answersASilentAgent() {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/agents",
            "{\"agentId\": \"pulseless\", \"level\": 5, \"owner\": \"boss\"}"));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "c-pulseless", "agentId": "pulseless", "task": "Serve",
             "scope": ["desk/**"], "actions": ["read"], "onBreach": "SIGNAL_ONLY",
             "stopping": {"expiresAt": "2999-01-01T00:00:00Z", "heartbeatMax": "PT1S"}}
            """));

    untilAgentIs("pulseless", "SUSPENDED");
    untilAnswered();
    assertThat(recorded(PathTaken.class))
        .filteredOn(taken -> taken.causedBy().path().equals("pulseless"))
        .hasSize(1);
  }

  /// The paths' processor reads the whole log again: so it meets a breach that a path would answer,
  /// had it been in force, and all that it has answered already.
  @Test
  void answersNeitherWhatWasBeforePathsWereInForceNorAnythingTwice() {
    untilAnswered();
    List<PathTaken> taken = recorded(PathTaken.class);
    List<NotificationRequested> told = recorded(NotificationRequested.class);
    processor().shutDown();
    processor().resetTokens(StreamableMessageSource::createTailToken);
    processor().start();
    untilAnswered();

    assertThat(recorded(PathTaken.class)).isEqualTo(taken);
    assertThat(recorded(NotificationRequested.class)).isEqualTo(told);
    assertThat(Members.text(agent("early"), "status")).isEqualTo("ACTIVE");
    // Nothing but the time of its breach has kept it so.
    dispatch("early", "early-2", "elsewhere/x");
    untilAgentIs("early", "SUSPENDED");
  }

  @Test
  void doesNotFollowTheLogAnewWhenViewsAreRebuilt() throws InterruptedException {
    letsAPathBeTaken();
    long place = place();
    List<PathTaken> taken = recorded(PathTaken.class);

    Rebuild rebuild = Rebuild.of(ledger.service());
    rebuild.empty();
    rebuild.fold(_ -> {});

    assertThat(place()).isGreaterThanOrEqualTo(place);
    assertThat(processor().processingStatus().values()).noneMatch(EventTrackerStatus::isReplaying);
    untilAnswered();
    assertThat(recorded(PathTaken.class)).isEqualTo(taken).isNotEmpty();
  }

  private static void letsAPathBeTaken() {
    grant("rebuilt");
    signal("rebuilt", "rebuilds", "LOW");
    untilAgentIs("rebuilt", "SUSPENDED");
    untilAnswered();
  }

  private static long place() {
    return processor().processingStatus().values().stream()
        .mapToLong(status -> status.getCurrentPosition().orElse(0))
        .sum();
  }

  @Test
  void refusesSignalsOfTheFutureAndOfTheLedgersOwnKinds() {
    grant("teller");
    String body = "{\"contractId\": \"c-teller\", \"kind\": \"%s\", \"occurredAt\": \"%s\"}";
    assertThat(
            ledger
                .post(OPERATOR, "/v1/signals", body.formatted("x", "2999-01-01T00:00:00Z"))
                .text())
        .contains("occurredAt");
    assertThat(
            ledger
                .post(
                    OPERATOR, "/v1/signals", body.formatted("path.failed", "2026-01-01T00:00:00Z"))
                .text())
        .contains("kind");
  }

  @Test
  void keepsPathsWithTheirVersions() {
    String current = expect(200, ledger.get(OPERATOR, "/v1/revocation-paths")).text();
    assertThat(current).contains("\"name\":\"test\"").contains("\"active\":true");
    assertThat(expect(200, ledger.get(OPERATOR, "/v1/revocation-paths/versions")).text())
        .contains("\"version\":1");
    expect(403, ledger.post(SUPERVISOR, "/v1/revocation-paths", "{\"source\": \"x\"}"));
  }
}
