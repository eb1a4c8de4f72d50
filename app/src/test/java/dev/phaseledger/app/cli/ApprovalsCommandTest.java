package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.Rebuild;
import dev.phaseledger.app.service.ServiceSettings;
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

/// Answers and ends dispatches of a running service, as people do.
final class ApprovalsCommandTest {

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: ACTION, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        invariants:
          - id: ACTION
            severity: high
            enforcement: Enforce
            expression: command.action != 'ACTION'
            onViolation: {effect: REQUIRE_APPROVAL, roles: [finance], count: COUNT}
      """;
  private static final String NO_DIGEST = "sha256:" + "0".repeat(64);

  @TempDir private static Path home;

  private static LedgerService service;
  private static LedgerClient operator;
  private static LedgerClient agent;
  private static String fin;
  private static String mia;
  private static String ada;
  private static String agentToken;

  private record Result(int exitCode, String out, String err) {
    Fields json() {
      return (Fields) Json.parse(out.strip());
    }
  }

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
    operator = client(Files.readString(DataDirectory.operatorToken(data)).strip());
    fin = principal("fin", "human", "APPROVER", "--group", "finance");
    mia = principal("mia", "human", "APPROVER", "--group", "finance,legal");
    ada = principal("ada", "human", "APPROVER");
    agentToken = principal("w", "agent", "AGENT", "--on-behalf-of", "boss");
    agent = client(agentToken);
    operator.post(
        "/v1/agents", json("{\"agentId\": \"w\", \"level\": 1, \"owner\": \"boss\"}"), "agent");
    operator.post(
        "/v1/contracts",
        json(
            """
            {"contractId": "c-1", "agentId": "w", "task": "Serve", "scope": ["desk/**"],
             "actions": ["read", "pay", "transfer"],
             "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
            """),
        "contract");
    publish("pay", 1);
    publish("transfer", 2);
  }

  @AfterAll
  static void stop() {
    operator.close();
    agent.close();
    service.close();
  }

  @Test
  void whatIsListedIsShownAndApproved() {
    ask("d-listed", "pay");
    assertThat(expect(ExitCode.OK, run(fin, "approvals", "list", "--mine")).out())
        .contains("DISPATCH", "d-listed", "pay", "0/1");
    assertThat(expect(ExitCode.OK, run(ada, "approvals", "list", "--mine")).out())
        .doesNotContain("d-listed");
    Result page = expect(ExitCode.OK, run(ada, "approvals", "list", "--json"));
    assertThat(page.out()).contains("\"d-listed\"").contains("\"roles\":[\"finance\"]");

    Result shown = expect(ExitCode.OK, run(fin, "approvals", "show", "d-listed"));
    String digest =
        Members.text(
            expect(ExitCode.OK, run(fin, "approvals", "show", "d-listed", "--json")).json(),
            "shown");
    assertThat(shown.out()).contains("PENDING").contains("approve d-listed --shown " + digest);

    Result approved = run(fin, "approvals", "approve", "d-listed", "--shown", digest, "--json");
    Fields answer = expect(ExitCode.OK, approved).json();
    assertThat(Members.text(answer, "verdict")).isEqualTo("AUTHORIZED");
    Result again = run(fin, "approvals", "approve", "d-listed", "--shown", digest);
    assertThat(expect(ExitCode.NEGATIVE, again).err())
        .contains("does not wait for approval; it is RELEASED");
    assertThat(expect(ExitCode.OK, run(fin, "dispatch", "show", "d-listed")).out())
        .contains("d-listed under contract c-1: RELEASED");
  }

  @Test
  void anApprovalIsWithdrawnAndGivenByAnother() {
    String shown = ask("d-two", "transfer");
    Result first = run(fin, "approvals", "approve", "d-two", "--shown", shown);
    assertThat(expect(ExitCode.OK, first).out()).contains("d-two: APPROVAL_REQUIRED");
    Result back = run(fin, "approvals", "withdraw", "d-two", "--reason", "unsure", "--json");
    assertThat(Members.number(expect(ExitCode.OK, back).json(), "position")).isPositive();
    expect(ExitCode.USAGE, run(fin, "approvals", "withdraw", "d-two"));
    Result second = run(mia, "approvals", "approve", "d-two", "--shown", shown);
    assertThat(expect(ExitCode.OK, second).out()).contains("d-two: APPROVAL_REQUIRED");
    Result taken = run(mia, "approvals", "withdraw", "d-two");
    assertThat(expect(ExitCode.OK, taken).out())
        .contains("Your approval of d-two is withdrawn, on record at position ");
  }

  @Test
  void aRejectionNeedsAReason() {
    String shown = ask("d-no", "pay");
    assertThat(expect(ExitCode.USAGE, run(fin, "approvals", "reject", "d-no")).err())
        .contains("--shown")
        .contains("--reason");
    Result no = run(fin, "approvals", "reject", "d-no", "--shown", shown, "--reason", "too much");
    assertThat(expect(ExitCode.OK, no).out()).contains("d-no: VETOED");
  }

  @Test
  void saysWhyAnAnswerIsRefused() {
    String shown = ask("d-refused", "pay");
    Result wrong = run(fin, "approvals", "approve", "d-refused", "--shown", NO_DIGEST);
    assertThat(expect(ExitCode.USAGE, wrong).err()).contains("shown").contains("look at it again");
    Result malformed = run(fin, "approvals", "approve", "d-refused", "--shown", "sha256:1");
    assertThat(expect(ExitCode.USAGE, malformed).err()).contains("shown");
    Result stranger = run(ada, "approvals", "approve", "d-refused", "--shown", shown);
    assertThat(expect(ExitCode.USAGE, stranger).err()).contains("[finance]");
    Result unknown = run(fin, "approvals", "show", "d-unknown");
    assertThat(expect(ExitCode.NEGATIVE, unknown).err())
        .contains("there is no dispatch 'd-unknown'");
    expect(ExitCode.USAGE, run(fin, "approvals"));
    expect(ExitCode.USAGE, run(fin, "dispatch"));
    expect(ExitCode.UNREACHABLE, run(fin, "approvals", "list", "--url", "http://127.0.0.1:1"));
  }

  @Test
  void anApprovalOfWhatHasChangedDoesNotCount() {
    String shown = ask("d-stale", "pay");
    publish("sing", 1);
    Result stale = run(fin, "approvals", "approve", "d-stale", "--shown", shown);
    assertThat(expect(ExitCode.NEGATIVE, stale).out()).contains("Your answer does not count");
  }

  @Test
  void whoAskedWithdrawsAndAnOperatorCancels() {
    ask("d-mine", "pay");
    Result foreign = run(fin, "dispatch", "withdraw", "d-mine", "--reason", "no");
    assertThat(expect(ExitCode.USAGE, foreign).err()).contains("only who requested");
    expect(ExitCode.USAGE, run(agentToken, "dispatch", "withdraw", "d-mine"));
    Result withdrawn = run(agentToken, "dispatch", "withdraw", "d-mine", "--reason", "not needed");
    assertThat(expect(ExitCode.OK, withdrawn).out())
        .contains("The withdrawal of dispatch d-mine is on record at position ");

    dispatch("d-open", "read");
    String[] cancel = {"dispatch", "cancel", "d-open", "--reason", "gone", "--json"};
    expect(ExitCode.USAGE, run(agentToken, cancel));
    Fields cancelled = expect(ExitCode.OK, run("", cancel)).json();
    assertThat(Members.number(cancelled, "position")).isPositive();
    Result shown = expect(ExitCode.OK, run("", "dispatch", "show", "d-open", "--json"));
    assertThat(Members.text(shown.json(), "state")).isEqualTo("CANCELLED");
    expect(ExitCode.USAGE, run("", cancel));
  }

  private static LedgerClient client(String token) {
    return new LedgerClient(service.url(), Optional.of(token));
  }

  private static Fields json(String text) {
    return (Fields) Json.parse(text);
  }

  /// Every map asks for approvals of the action that it is called after.
  private static void publish(String action, int count) {
    operator.post(
        "/v1/invariant-maps",
        Fields.with(
                "source",
                new JsonValue.Text(
                    MAP.replace("ACTION", action).replace("COUNT", Integer.toString(count))))
            .build(),
        "map-" + action);
  }

  private static Fields dispatch(String id, String action) {
    return agent.post(
        "/v1/dispatches",
        json(
            """
            {"dispatchId": "%s", "contractId": "c-1", "action": "%s",
             "resources": ["desk/a"], "justification": "needed"}
            """
                .formatted(id, action)),
        "ask-" + id);
  }

  private static String ask(String id, String action) {
    return Members.text(dispatch(id, action), "shown");
  }

  private static String principal(String id, String kind, String role, String... more) {
    List<String> all =
        new ArrayList<>(List.of("principal", "add", "--id", id, "--kind", kind, "--role", role));
    all.addAll(List.of("--data", home.resolve("data").toString()));
    all.addAll(List.of(more));
    return expect(ExitCode.OK, execute(all)).out().strip();
  }

  /// Asks the service once its views reflect what earlier commands have recorded.
  ///
  /// @param token empty for the operator of the data directory
  private static Result run(String token, String... arguments) {
    try {
      Rebuild.of(service).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    List<String> all = new ArrayList<>(List.of(arguments));
    if (all.size() > 1) {
      all.addAll(List.of("--data", home.resolve("data").toString()));
      if (!token.isEmpty()) {
        all.addAll(List.of("--token", token));
      }
      if (!all.contains("--url")) {
        all.addAll(List.of("--url", service.url().toString()));
      }
    }
    return execute(all);
  }

  private static Result execute(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return new Result(exitCode, out.toString(), err.toString());
  }

  private static Result expect(int exitCode, Result result) {
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    return result;
  }
}
