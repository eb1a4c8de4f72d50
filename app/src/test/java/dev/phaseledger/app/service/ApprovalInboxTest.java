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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Approvers over HTTP: what waits for them, and what becomes of their answers.
final class ApprovalInboxTest {

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: desk, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        invariants:
          - id: ONE
            severity: high
            enforcement: Enforce
            expression: command.action != 'pay'
            onViolation: {effect: REQUIRE_APPROVAL}
          - id: TWO
            severity: high
            enforcement: Enforce
            expression: command.action != 'transfer'
            onViolation: {effect: REQUIRE_APPROVAL, count: 2}
          - id: FINANCE
            severity: high
            enforcement: Enforce
            expression: command.action != 'audit'
            onViolation: {effect: REQUIRE_APPROVAL, roles: [finance]}
      """;
  private static final String NO_DIGEST = "sha256:" + "0".repeat(64);

  private static RunningService ledger;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    approver("ada", Optional.empty(), Set.of());
    approver("bo", Optional.empty(), Set.of());
    approver("dora", Optional.of("ada"), Set.of());
    approver("fin", Optional.empty(), Set.of("finance"));
    approver("boss", Optional.empty(), Set.of("finance"));
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
            Json.text(Fields.with("source", new JsonValue.Text(MAP)).build())));
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  @Test
  void aBatchAnswersEachOnItsOwn() {
    issue("batch", "");
    String first = ask("batch", "b-1", "pay");
    String second = ask("batch", "b-2", "pay");
    String third = ask("batch", "b-3", "pay");
    String body =
        batch(
            Stream.of(
                answer("batch", "b-1", true, first),
                answer("batch", "b-2", true, NO_DIGEST),
                answer("batch", "b-unknown", true, second),
                answer("nowhere", "b-2", true, second),
                answer("batch", "b-2", true, "sha256:0"),
                answer("batch", "b-3", false, third)));

    List<Fields> items =
        Members.objects(
            expect(200, ledger.post("ada", "/v1/approvals/batch", body)).json(), "items");

    assertThat(items.stream().map(item -> Members.number(item, "status")))
        .containsExactly(201L, 400L, 400L, 404L, 400L, 201L);
    assertThat(items.stream().map(item -> Members.find(item, "field").orElse("")))
        .containsExactly("", "shown", "dispatchId", "contractId", "shown", "");
    assertThat(Members.text(Members.object(items.getFirst(), "result"), "verdict"))
        .isEqualTo("AUTHORIZED");
    assertThat(Members.text(Members.object(items.getLast(), "result"), "verdict"))
        .isEqualTo("VETOED");
    assertThat(state("b-1")).isEqualTo("RELEASED");
    assertThat(state("b-2")).isEqualTo("PENDING");
    assertThat(state("b-3")).isEqualTo("REJECTED");
  }

  @Test
  void aBatchIsRepeatedUnderItsKey() {
    issue("again", "");
    String body = batch(Stream.of(answer("again", "r-1", true, ask("again", "r-1", "pay"))));
    expect(200, ledger.post("ada", "/v1/approvals/batch", body, "batch-1"));
    long position = ledger.position();
    Answer again = expect(200, ledger.post("ada", "/v1/approvals/batch", body, "batch-1"));
    assertThat(again.text()).contains("\"status\":200").contains("\"repeated\":true");
    assertThat(ledger.position()).isEqualTo(position);
  }

  @Test
  void aBatchHoldsOneToAHundredAnswers() {
    long position = ledger.position();
    String many =
        batch(IntStream.rangeClosed(0, 100).mapToObj(i -> answer("c", "d-" + i, true, NO_DIGEST)));
    problem(400, "answers", ledger.post("ada", "/v1/approvals/batch", many));
    problem(400, "answers", ledger.post("ada", "/v1/approvals/batch", batch(Stream.empty())));
    problem(400, "answers", ledger.post("ada", "/v1/approvals/batch", "{\"answers\": [null]}"));
    assertThat(ledger.position()).isEqualTo(position);
  }

  @Test
  void neitherTheRequesterNorTheOwnerNorWhoIsNoApproverApproves() {
    issue("self", "");
    String shown = ask("self", "s-1", "pay");
    long position = ledger.position();
    String yes = answer("self", "s-1", true, shown);
    for (String caller : List.of(AGENT, OPERATOR, "boss")) {
      expect(403, ledger.post(caller, "/v1/approvals", yes));
      String batch = batch(Stream.of(yes));
      assertThat(expect(200, ledger.post(caller, "/v1/approvals/batch", batch)).text())
          .contains("\"status\":403");
    }
    assertThat(ledger.position()).isEqualTo(position);
    assertThat(mine("boss", "self")).isEmpty();
    assertThat(mine("ada", "self")).containsExactly("s-1");
  }

  @Test
  void anInboxShowsWhatItsOwnerMayStillApprove() {
    issue("inbox", "");
    issue("narrow", "\"approvers\": [\"finance\"],");
    ask("inbox", "i-audit", "audit");
    String shown = ask("inbox", "i-two", "transfer");
    ask("narrow", "i-narrow", "pay");
    assertThat(mine("ada", "inbox")).containsExactly("i-two");
    assertThat(mine("fin", "inbox")).containsExactlyInAnyOrder("i-audit", "i-two");
    assertThat(mine("ada", "narrow")).isEmpty();
    assertThat(mine("fin", "narrow")).containsExactly("i-narrow");

    expect(201, ledger.post("ada", "/v1/approvals", answer("inbox", "i-two", true, shown)));

    assertThat(mine("ada", "inbox")).isEmpty();
    assertThat(mine("dora", "inbox")).isEmpty();
    assertThat(mine("bo", "inbox")).containsExactly("i-two");
    expect(403, ledger.post("dora", "/v1/approvals", answer("inbox", "i-two", true, shown)));
  }

  @Test
  void onlyTheGroupsThatAContractNamesApproveUnderIt() {
    issue("grouped", "\"approvers\": [\"finance\"],");
    String yes = answer("grouped", "g-1", true, ask("grouped", "g-1", "pay"));
    expect(403, ledger.post("ada", "/v1/approvals", yes));
    assertThat(verdict(ledger.post("fin", "/v1/approvals", yes))).isEqualTo("AUTHORIZED");
  }

  @Test
  void aDeputyWhoComesFirstIsNoSecondPerson() {
    issue("deputy", "");
    String shown = ask("deputy", "p-1", "transfer");
    String yes = answer("deputy", "p-1", true, shown);
    assertThat(verdict(ledger.post("dora", "/v1/approvals", yes))).isEqualTo("APPROVAL_REQUIRED");
    assertThat(mine("ada", "deputy")).isEmpty();
    assertThat(expect(403, ledger.post("ada", "/v1/approvals", yes)).text())
        .contains("dora has approved it already");
    assertThat(mine("bo", "deputy")).containsExactly("p-1");
    assertThat(verdict(ledger.post("bo", "/v1/approvals", yes))).isEqualTo("AUTHORIZED");
  }

  @Test
  void aWithdrawnApprovalCountsNoMoreAndMayBeGivenAgain() {
    issue("back", "");
    String shown = ask("back", "w-1", "transfer");
    String yes = answer("back", "w-1", true, shown);
    String back = "{\"contractId\": \"back\", \"dispatchId\": \"w-1\", \"reason\": \"unsure\"}";
    problem(400, "dispatchId", ledger.post("ada", "/v1/approvals/withdrawal", back));
    expect(201, ledger.post("ada", "/v1/approvals", yes));
    problem(400, "dispatchId", ledger.post("ada", "/v1/approvals", yes));
    problem(400, "dispatchId", ledger.post("bo", "/v1/approvals/withdrawal", back));
    expect(201, ledger.post("ada", "/v1/approvals/withdrawal", back));
    assertThat(mine("ada", "back")).containsExactly("w-1");

    assertThat(verdict(ledger.post("bo", "/v1/approvals", yes))).isEqualTo("APPROVAL_REQUIRED");
    assertThat(verdict(ledger.post("ada", "/v1/approvals", yes))).isEqualTo("AUTHORIZED");
    problem(400, "dispatchId", ledger.post("ada", "/v1/approvals/withdrawal", back));
  }

  @Test
  void whoAskedWithdrawsAndAnOperatorCancels() {
    issue("closing", "");
    String shown = ask("closing", "c-1", "pay");
    ask("closing", "c-2", "pay");
    dispatch("closing", "c-3", "read");
    String why = "{\"contractId\": \"closing\", \"reason\": \"not needed\"}";
    expect(403, ledger.post("ada", "/v1/dispatches/c-1/withdrawal", why));
    expect(403, ledger.post("ada", "/v1/dispatches/c-2/cancellation", why));
    problem(400, "dispatchId", ledger.post(AGENT, "/v1/dispatches/c-3/withdrawal", why));

    expect(201, ledger.post(AGENT, "/v1/dispatches/c-1/withdrawal", why));
    expect(201, ledger.post(OPERATOR, "/v1/dispatches/c-2/cancellation", why));
    expect(201, ledger.post(OPERATOR, "/v1/dispatches/c-3/cancellation", why));

    assertThat(List.of(state("c-1"), state("c-2"), state("c-3")))
        .containsExactly("WITHDRAWN", "CANCELLED", "CANCELLED");
    problem(
        400,
        "dispatchId",
        ledger.post("ada", "/v1/approvals", answer("closing", "c-1", true, shown)));
    problem(400, "dispatchId", ledger.post(AGENT, "/v1/dispatches/c-1/withdrawal", why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ada | /v1/approvals | {} | 400 | contractId",
        "ada | /v1/approvals | {\"contractId\": \"bad\"} | 400 | dispatchId",
        "ada | /v1/approvals | {\"contractId\": \"bad\", \"dispatchId\": \"x-1\"} | 400 | granted",
        "ada | /v1/approvals | {\"contractId\": \"bad\", \"dispatchId\": \"x-1\", \"granted\": 1}"
            + " | 400 | granted",
        "ada | /v1/approvals | {\"contractId\": \"bad\", \"dispatchId\": \"x-1\", \"granted\": true}"
            + " | 400 | shown",
        "ada | /v1/approvals | {\"contractId\": \"bad\", \"dispatchId\": \"x-1\", \"granted\": true,"
            + " \"shown\": \"sha256:12\"} | 400 | shown",
        "ada | /v1/approvals | {\"contractId\": \"bad\", \"dispatchId\": \"x-1\", \"granted\": true,"
            + " \"shown\": \"DIGEST\"} | 400 | shown",
        "ada | /v1/approvals | {\"contractId\": \"bad\", \"dispatchId\": \"x-1\","
            + " \"granted\": false, \"shown\": \"DIGEST\"} | 400 | reason",
        "ada | /v1/approvals | {\"contractId\": \"bad\", \"dispatchId\": \"unknown\","
            + " \"granted\": true, \"shown\": \"DIGEST\"} | 400 | dispatchId",
        "ada | /v1/approvals | {\"contractId\": \"unknown\", \"dispatchId\": \"x-1\","
            + " \"granted\": true, \"shown\": \"DIGEST\"} | 404 | contractId",
        "ada | /v1/approvals/withdrawal | {\"contractId\": \"bad\"} | 400 | dispatchId",
        "ada | /v1/approvals/withdrawal | {\"dispatchId\": \"x-1\"} | 400 | contractId",
        "ada | /v1/approvals/withdrawal | {\"contractId\": \"bad\", \"dispatchId\": \"unknown\"}"
            + " | 400 | dispatchId",
        "operator | /v1/dispatches/x-1/cancellation | {\"contractId\": \"bad\"} | 400 | reason",
        "operator | /v1/dispatches/x-1/cancellation | {\"reason\": \"no\"} | 400 | contractId",
        "operator | /v1/dispatches/unknown/cancellation | {\"contractId\": \"bad\","
            + " \"reason\": \"no\"} | 400 | dispatchId",
        "operator | /v1/dispatches/x-1/cancellation | {\"contractId\": \"bad\", \"reason\": \" \"}"
            + " | 400 | reason",
        "writer-1 | /v1/dispatches/unknown/withdrawal | {\"contractId\": \"bad\","
            + " \"reason\": \"no\"} | 400 | dispatchId",
        "writer-1 | /v1/contracts/unknown/heartbeat | {} | 404 | contractId",
      })
  void namesTheFieldThatIsWrongAndRecordsNothing(
      String caller, String path, String body, int status, String field) {
    String bad = "/v1/contracts/bad?atLeast=" + ledger.position();
    if (ledger.get(OPERATOR, bad).status() == 404) {
      issue("bad", "");
      ask("bad", "x-1", "pay");
    }
    long position = ledger.position();
    problem(status, field, ledger.post(caller, path, body.replace("DIGEST", NO_DIGEST)));
    assertThat(ledger.position()).isEqualTo(position);
  }

  private static void approver(String id, Optional<String> actsFor, Set<String> groups)
      throws IOException {
    ledger.add(
        new Principal(
            new PrincipalId(id),
            Principal.Kind.HUMAN,
            new TenantId("default"),
            Set.of(Role.APPROVER),
            actsFor.map(PrincipalId::new),
            groups));
  }

  private static void issue(String id, String more) {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "%s", "agentId": "writer-1", "task": "Serve", "scope": ["desk/**"],
             "actions": ["read", "pay", "transfer", "audit"], %s
             "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
            """
                .formatted(id, more)));
  }

  private static Fields dispatch(String contract, String id, String action) {
    String body =
        """
        {"dispatchId": "%s", "contractId": "%s", "action": "%s", "resources": ["desk/a"],
         "justification": "needed"}
        """
            .formatted(id, contract, action);
    return expect(201, ledger.post(AGENT, "/v1/dispatches", body)).json();
  }

  /// Asks for what needs approval.
  ///
  /// @return the digest of what is shown
  private static String ask(String contract, String id, String action) {
    return Members.text(dispatch(contract, id, action), "shown");
  }

  private static String answer(String contract, String dispatch, boolean granted, String shown) {
    return """
    {"contractId": "%s", "dispatchId": "%s", "granted": %s, "shown": "%s", "reason": "looked"}
    """
        .formatted(contract, dispatch, granted, shown);
  }

  private static String batch(Stream<String> answers) {
    return answers.collect(Collectors.joining(",", "{\"answers\": [", "]}"));
  }

  private static String verdict(Answer answer) {
    return Members.text(expect(201, answer).json(), "verdict");
  }

  private static String state(String dispatch) {
    String path = "/v1/dispatches/%s?atLeast=%d".formatted(dispatch, ledger.position());
    return Members.text(expect(200, ledger.get(OPERATOR, path)).json(), "state");
  }

  private static List<String> mine(String caller, String contract) {
    String path =
        "/v1/approvals?mine=true&contract=%s&atLeast=%d".formatted(contract, ledger.position());
    return Members.objects(expect(200, ledger.get(caller, path)).json(), "items").stream()
        .map(item -> Members.text(item, "dispatchId"))
        .toList();
  }

  private static void problem(int status, String field, Answer answer) {
    assertThat(expect(status, answer).type()).startsWith("application/problem+json");
    assertThat(
            Members.objects(answer.json(), "errors").stream()
                .map(error -> Members.text(error, "field")))
        .as(answer.text())
        .contains(field);
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
