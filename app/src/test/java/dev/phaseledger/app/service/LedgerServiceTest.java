package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.STRANGER;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.Receipt;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.query.projection.LedgerProjections;
import dev.phaseledger.store.LedgerEngine;
import dev.phaseledger.store.LedgerEventStore;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole service over HTTP, as its callers see it.
@TestMethodOrder(OrderAnnotation.class)
final class LedgerServiceTest {

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: desk, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        parameters: {amount: int}
        facts:
          checked: {type: bool, keyed: false}
        invariants:
          - id: NO-DELETE
            severity: high
            enforcement: Enforce
            expression: command.action != 'delete'
            onViolation: {effect: VETO}
          - id: ASK-FIRST
            severity: high
            enforcement: Enforce
            expression: command.action != 'pay'
            onViolation: {effect: REQUIRE_APPROVAL}
          - id: LOOK-FIRST
            severity: high
            enforcement: Enforce
            matchConditions: [{name: ship, expression: "command.action == 'ship'"}]
            expression: has(facts.checked) && facts.checked
            onViolation: {effect: DEFER, until: "FACT(checked)"}
          - id: SMALL
            severity: medium
            enforcement: Enforce
            matchConditions: [{name: order, expression: "command.action == 'order'"}]
            expression: command.parameters.amount <= 10
            onViolation: {effect: CONSTRAIN, set: {amount: "10"}}
      """;

  private static final String CONTRACT =
      """
      {"contractId": "%s", "agentId": "writer-1", "task": "Serve", "scope": ["desk/**"],
       "actions": ["read", "delete", "pay", "ship", "order"],
       "inputs": {"order": {"type": "object", "properties": {"amount": {"type": "integer"}}}},
       "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
      """;

  private static RunningService ledger;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/agents",
            "{\"agentId\": \"writer-1\", \"level\": 3, \"owner\": \"boss\"}"));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/invariant-maps",
            dev.phaseledger.api.value.Json.text(
                Fields.with("source", new JsonValue.Text(MAP)).build())));
    expect(201, ledger.post(OPERATOR, "/v1/contracts", CONTRACT.formatted("c-1")));
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  private static String dispatch(String contract, String id, String action) {
    return """
    {"dispatchId": "%s", "contractId": "%s", "action": "%s", "resources": ["desk/a"],
     "parameters": {"amount": 12}, "justification": "needed"}
    """
        .formatted(id, contract, action);
  }

  @Test
  @Order(1)
  void isWiredWithTheEngineTheTokenStoreAndTransactions() {
    Configuration axon = ledger.service().context().getBean(Configuration.class);
    assertThat(axon.eventStore()).isInstanceOf(LedgerEventStore.class);
    assertThat(axon.getComponent(TokenStore.class)).isInstanceOf(JdbcTokenStore.class);
    PooledStreamingEventProcessor projections =
        axon.eventProcessingConfiguration()
            .eventProcessor(LedgerProjections.PROCESSING_GROUP, PooledStreamingEventProcessor.class)
            .orElseThrow();
    assertThat(projections.isRunning()).isTrue();
    assertThat(ledger.service().context().getBean(LedgerEngine.class).stopped()).isEmpty();
  }

  @ParameterizedTest
  @Order(2)
  @CsvSource({
    "read, AUTHORIZED",
    "order, CONSTRAINED",
    "pay, APPROVAL_REQUIRED",
    "ship, DEFERRED",
    "delete, VETOED"
  })
  void answersWithEachOfTheFiveVerdicts(String action, String verdict) {
    String body = dispatch("c-1", "five-" + action, action);
    Fields answer = expect(201, ledger.post(AGENT, "/v1/dispatches", body)).json();
    assertThat(Members.find(answer, "verdict")).contains(verdict);
    assertThat(Members.number(answer, "position")).isPositive();
    long position = Members.number(answer, "position");
    Fields view =
        expect(200, ledger.get(AGENT, "/v1/dispatches/five-" + action + "?atLeast=" + position))
            .json();
    assertThat(Members.find(view, "dispatchId")).contains("five-" + action);
  }

  /// In chunks an answer would take two writes and wake its reader twice.
  @Test
  @Order(2)
  void answersCommandsInOnePiece() {
    Answer refused = expect(400, ledger.post(AGENT, "/v1/dispatches", "{}"));
    assertThat(refused.bytes()).hasValue(refused.text().getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  @Order(3)
  void releasesAfterTheApprovalOfSomebodyElseOnly() {
    Fields asked =
        expect(201, ledger.post(AGENT, "/v1/dispatches", dispatch("c-1", "pay-1", "pay"))).json();
    String answer =
        """
        {"contractId": "c-1", "dispatchId": "pay-1", "granted": true, "shown": "%s", "reason": "ok"}
        """
            .formatted(Members.text(asked, "shown"));
    expect(403, ledger.post(AGENT, "/v1/approvals", answer));
    Fields approved = expect(201, ledger.post(SUPERVISOR, "/v1/approvals", answer)).json();
    assertThat(Members.find(approved, "verdict")).contains("AUTHORIZED");
    expect(
        201,
        ledger.post(
            AGENT,
            "/v1/dispatches/pay-1/outcome",
            "{\"contractId\": \"c-1\", \"outcome\": \"SUCCEEDED\"}"));
  }

  @Test
  @Order(4)
  void givesTheReceiptWithTheVerdictToWhoeverPrefersIt() {
    Fields answer =
        expect(
                201,
                ledger.send(
                    ledger
                        .request(AGENT, "/v1/dispatches")
                        .header("Content-Type", "application/json")
                        .header("Prefer", "receipt")
                        .POST(BodyPublishers.ofString(dispatch("c-1", "proved", "read")))))
            .json();
    Fields entries =
        ledger
            .get(OPERATOR, "/v1/ledger/entries?size=1&from=" + Members.number(answer, "index"))
            .json();
    byte[] entry =
        Members.text(Members.objects(entries, "items").getFirst(), "entry")
            .getBytes(StandardCharsets.UTF_8);
    var key =
        TrustedKeys.parse(
            ledger.get(AGENT, "/v1/ledger/key").text().getBytes(StandardCharsets.UTF_8));
    Receipt receipt =
        Receipt.parse(Members.text(answer, "receipt").getBytes(StandardCharsets.UTF_8));
    assertThatCode(() -> receipt.verify(entry, key)).doesNotThrowAnyException();
    entry[10] ^= 1;
    assertThatThrownBy(() -> receipt.verify(entry, key)).isInstanceOf(ProofException.class);
  }

  @Test
  @Order(4)
  void showsAnAgentWhatIsItsOwn() {
    expect(200, ledger.get(AGENT, "/v1/agents/" + AGENT));
    expect(200, ledger.get(AGENT, "/v1/contracts/c-1"));
    expect(200, ledger.get(AGENT, "/v1/dispatches/five-order/trail"));
    expect(403, ledger.get(AGENT, "/v1/agents"));
  }

  @Test
  @Order(4)
  void repeatsTheFirstAnswerToARequestThatNamesNoDispatch() {
    String body = dispatch("c-1", "unnamed", "read").replace("\"dispatchId\": \"unnamed\", ", "");
    assertThat(body).doesNotContain("dispatchId");
    Fields first = expect(201, ledger.post(AGENT, "/v1/dispatches", body, "key-unnamed")).json();
    Fields again = expect(200, ledger.post(AGENT, "/v1/dispatches", body, "key-unnamed")).json();
    assertThat(Members.text(again, "dispatchId")).isEqualTo(Members.text(first, "dispatchId"));
    assertThat(Members.number(again, "position")).isEqualTo(Members.number(first, "position"));

    String taken = dispatch("c-1", Members.text(first, "dispatchId"), "read");
    assertProblem(
        expect(400, ledger.post(AGENT, "/v1/dispatches", taken, "key-taken")), "dispatchId");
  }

  @Test
  @Order(4)
  void repeatsTheFirstAnswerUnderTheSameKeyAndRefusesAnotherRequest() {
    String body = dispatch("c-1", "once", "read");
    Fields first = expect(201, ledger.post(AGENT, "/v1/dispatches", body, "key-1")).json();
    long entries = entries();
    Fields again = expect(200, ledger.post(AGENT, "/v1/dispatches", body, "key-1")).json();
    assertThat(Members.number(again, "position")).isEqualTo(Members.number(first, "position"));
    Answer other = ledger.post(AGENT, "/v1/dispatches", dispatch("c-1", "other", "read"), "key-1");
    assertProblem(expect(422, other), "Idempotency-Key");
    assertThat(entries()).isEqualTo(entries);
  }

  @Test
  @Order(5)
  void neverAnswersForOneContractWithAVerdictUnderAnother() {
    expect(201, ledger.post(OPERATOR, "/v1/contracts", CONTRACT.formatted("c-other")));
    expect(201, ledger.post(AGENT, "/v1/dispatches", dispatch("c-1", "mine", "read")));
    long entries = entries();
    assertProblem(
        expect(400, ledger.post(AGENT, "/v1/dispatches", dispatch("c-other", "mine", "read"))),
        "dispatchId");
    assertThat(entries()).isEqualTo(entries);
  }

  @Test
  @Order(5)
  void vetoesWhateverComesAfterAnAcknowledgedRevocation() {
    expect(201, ledger.post(OPERATOR, "/v1/contracts", CONTRACT.formatted("c-2")));
    expect(200, ledger.post(OPERATOR, "/v1/contracts/c-2/revocation", "{\"reason\": \"done\"}"));
    Fields late =
        expect(201, ledger.post(AGENT, "/v1/dispatches", dispatch("c-2", "late", "read"))).json();
    assertThat(Members.find(late, "verdict")).contains("VETOED");
  }

  @ParameterizedTest
  @Order(6)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/v1/dispatches | {\"contractId\": | 400 | body",
        "/v1/dispatches | [] | 400 | body",
        "/v1/dispatches | {\"contractId\": \"c-1\", \"contractId\": \"c-1\"} | 400 | body",
        "/v1/dispatches | {\"contractId\": \"c-1\"} trailing | 400 | body",
        "/v1/dispatches | {} | 400 | contractId",
        "/v1/dispatches | {\"contractId\": \"c-1\", \"tool\": \"x\"} | 400 | tool",
        "/v1/dispatches | {\"contractId\": 7} | 400 | contractId",
        "/v1/dispatches | {\"contractId\": \"c-1\", \"resources\": \"desk/a\"} | 400 | resources",
        "/v1/dispatches | {\"contractId\": \"c-1\", \"resources\": [1]} | 400 | resources[0]",
        "/v1/dispatches | {\"contractId\": \"c-1\", \"costMicros\": \"1\"} | 400 | costMicros",
        "/v1/dispatches | {\"contractId\": \"c-1\", \"costMicros\": 1.5} | 400 | costMicros",
        "/v1/dispatches | {\"contractId\": \"c-1\", \"recordedAt\": 5} | 400 | recordedAt",
        "/v1/dispatches | {\"contractId\": \"c-1\", \"action\": \"read\", \"justification\": \"x\","
            + " \"resources\": [\"desk/../etc\"]} | 400 | resources",
        "/v1/dispatches | {\"contractId\": \"../c\", \"action\": \"read\"} | 400 | contractId",
        "/v1/dispatches | {\"contractId\": \"nope\", \"action\": \"read\", \"justification\": \"x\"}"
            + " | 404 | contractId",
        "/v1/dispatches | {\"contractId\": \"c-1\", \"action\": \"read\", \"justification\": \"x\","
            + " \"parameters\": {\"a\": 1e999999}} | 400 | parameters",
        "/v1/contracts | {\"agentId\": \"nobody\", \"task\": \"x\", \"actions\": [\"read\"],"
            + " \"stopping\": {\"expiresAt\": \"2999-01-01T00:00:00Z\"}} | 404 | agentId",
        "/v1/contracts | {\"agentId\": \"writer-1\", \"task\": \"x\", \"actions\": [\"read\"],"
            + " \"stopping\": {\"expiresAt\": \"tomorrow\"}} | 400 | stopping.expiresAt",
        "/v1/invariant-maps | {\"source\": \"kind: InvariantMap\"} | 422 | ~~",
      })
  void namesTheFieldThatIsWrongAndRecordsNothing(
      String path, String body, int status, String field) {
    long entries = entries();
    Answer answer = expect(status, ledger.post(OPERATOR, path, body));
    if (!field.isEmpty()) {
      assertProblem(answer, field);
    }
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(entries()).isEqualTo(entries);
  }

  @Test
  @Order(7)
  void vetoesAnActionThatTheContractDoesNotGrant() {
    Fields answer =
        expect(201, ledger.post(AGENT, "/v1/dispatches", dispatch("c-1", "sing-1", "sing"))).json();
    assertThat(Members.find(answer, "verdict")).contains("VETOED");
  }

  @Test
  @Order(8)
  void refusesBodiesThatAreTooLargeHoweverTheyAreSent() {
    long entries = entries();
    String large = " ".repeat((1 << 20) + 1);
    assertProblem(expect(413, ledger.post(OPERATOR, "/v1/dispatches", large)), "body");
    Answer chunked =
        ledger.send(
            ledger
                .request(OPERATOR, "/v1/dispatches")
                .header("Content-Type", "application/json")
                .POST(RunningService.chunked((1 << 20) + 1)));
    assertProblem(expect(413, chunked), "body");
    Answer keyed =
        ledger.send(
            ledger
                .request(OPERATOR, "/v1/dispatches")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "large")
                .POST(RunningService.chunked((1 << 20) + 1)));
    assertProblem(expect(413, keyed), "body");
    assertThat(entries()).isEqualTo(entries);
  }

  @Test
  @Order(9)
  void answersWhatItDoesNotKnowWithProblems() {
    for (Answer answer :
        List.of(
            expect(404, ledger.get(OPERATOR, "/v1/unknown")),
            expect(404, ledger.get(OPERATOR, "/v1/dispatches/unknown")),
            expect(405, ledger.post(OPERATOR, "/v1/ledger/summary", "{}")),
            expect(
                415,
                ledger.send(
                    ledger
                        .request(OPERATOR, "/v1/agents")
                        .header("Content-Type", "text/plain")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x")))))) {
      assertThat(answer.type()).startsWith("application/problem+json");
      assertThat(answer.json().members()).containsKeys("status", "title", "errors");
    }
  }

  @Test
  @Order(10)
  void letsNobodyInWithoutATokenAndShowsTenantsNothingOfEachOther() {
    expect(401, ledger.get("nobody", "/v1/ledger/summary"));
    expect(401, ledger.get("nobody", "/"));
    expect(401, ledger.get("nobody", "/v1/invariant-maps/schema"));
    assertThat(expect(200, ledger.get(OPERATOR, "/v1/invariant-maps/schema")).json().members())
        .containsKeys("$schema", "properties");
    expect(
        401,
        ledger.send(
            ledger.request("nobody", "/v1/agents").header("Authorization", "Bearer x").GET()));
    expect(403, ledger.get(AGENT, "/v1/ledger/summary"));
    expect(403, ledger.post(SUPERVISOR, "/v1/agents", "{\"agentId\": \"a\", \"level\": 1}"));
    expect(404, ledger.get(STRANGER, "/v1/dispatches/five-read"));
    assertThat(Members.number(ledger.get(STRANGER, "/v1/ledger/summary").json(), "entries"))
        .isZero();
  }

  @Test
  @Order(11)
  void describesItsInterfaceAndItsHealthToEverybody() {
    Answer api = expect(200, ledger.get("nobody", "/v1/openapi.json"));
    assertThat(Members.find(api.json(), "openapi"))
        .hasValueSatisfying(v -> assertThat(v).startsWith("3.1"));
    assertThat(Members.object(api.json(), "paths").members().keySet())
        .contains("/v1/dispatches", "/v1/approvals", "/v1/ledger/checkpoint")
        .allMatch(path -> path.startsWith("/v1/"));
    assertThat(expect(200, ledger.get("nobody", "/actuator/health")).text())
        .contains("UP")
        .doesNotContain("PostgreSQL");
  }

  @Test
  @Order(12)
  void showsTheConsoleToReaders() {
    assertThat(expect(200, ledger.get(OPERATOR, "/")).type()).startsWith("text/html");
  }

  @Test
  @Order(13)
  void saysWhichPortIsTaken(@TempDir Path data) {
    ServiceSettings settings =
        new ServiceSettings(
            "127.0.0.1",
            ledger.service().url().getPort(),
            data,
            Optional.empty(),
            new dev.phaseledger.api.TenantId("default"),
            false,
            ServiceSettings.ORIGIN_DEFAULT);
    assertThatThrownBy(() -> LedgerService.start(settings))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "port " + ledger.service().url().getPort() + " on 127.0.0.1 is taken");
  }

  private static long entries() {
    return ledger.service().context().getBean(LedgerEngine.class).position();
  }

  private static void assertProblem(Answer answer, String field) {
    assertThat(answer.type()).startsWith("application/problem+json");
    JsonValue errors = answer.json().find("errors").orElseThrow();
    assertThat(((Items) errors).values())
        .as(answer.text())
        .anySatisfy(error ->
            assertThat(Members.find((Fields) error, "field"))
                .hasValueSatisfying(name -> assertThat(name).startsWith(field)));
  }
}
