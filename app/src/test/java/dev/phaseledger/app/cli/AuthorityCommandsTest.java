package dev.phaseledger.app.cli;

import static dev.phaseledger.app.cli.ServiceCommands.OPERATOR;
import static dev.phaseledger.app.cli.ServiceCommands.local;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.cli.ServiceCommands.Result;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Agents, their ladder, the kill switch, subjects and principals, by commands alone.
@TestMethodOrder(OrderAnnotation.class)
final class AuthorityCommandsTest {

  /// How long the ledger may take to assess an agent.
  private static final Duration ASSESSED_MAX = Duration.ofSeconds(90);

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
              when: competence.consecutivePassesAtLevel >= 1
              grantedBy: human
              roles: [approver]
          - level: 1
            name: clerk
            may: {actions: ["read", "write"]}
      """;

  @TempDir private static Path home;

  private static ServiceCommands ledger;
  private static String approver = "";

  @BeforeAll
  static void start() throws IOException {
    ledger = ServiceCommands.start(home);
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  @Test
  @Order(1)
  void addsPrincipalsAndPrintsTheirTokensOnce() throws IOException {
    String[] add = {"principal", "add", "--id", "ada", "--kind", "human", "--role", "APPROVER"};
    Result added = ServiceCommands.expect(ExitCode.OK, local(with(add, "--data", ledger.data())));
    approver = added.out().strip();
    assertThat(approver).matches("[A-Za-z0-9_-]{20,}");
    // The running service knows the principal from its next request on.
    ServiceCommands.expect(ExitCode.OK, ledger.run(approver, "approvals", "list"));

    Result again = local(with(add, "--data", ledger.data()));
    assertThat(ServiceCommands.expect(ExitCode.USAGE, again).err()).contains("ada");
    Result nowhere = local(with(add, "--data", home.resolve("nowhere").toString()));
    assertThat(ServiceCommands.expect(ExitCode.USAGE, nowhere).err())
        .contains("is no data directory yet");
    for (String[] wrong :
        List.of(
            new String[] {"--id", "x y", "--kind", "human", "--role", "APPROVER"},
            new String[] {"--id", "bo", "--kind", "robot", "--role", "APPROVER"},
            new String[] {"--id", "bo", "--kind", "human", "--role", "KING"},
            new String[] {"--id", "bo", "--kind", "human"})) {
      Result refused =
          local(with(with(new String[] {"principal", "add"}, wrong), "--data", ledger.data()));
      assertThat(ServiceCommands.expect(ExitCode.USAGE, refused).out()).isEmpty();
    }
  }

  @Test
  @Order(2)
  void registersListsAndShowsAgents() {
    String[] register = {"agent", "register", "free", "--level", "3", "--owner", "boss"};
    assertThat(ledger.expect(ExitCode.OK, register).out())
        .contains("Agent free is registered, on record at position ");
    Result second =
        ledger.expect(
            ExitCode.OK,
            "agent",
            "register",
            "other",
            "--level",
            "1",
            "--description",
            "sorts mail",
            "--agent-role",
            "mail,desk",
            "--json");
    assertThat(Members.number(second.json(), "position")).isPositive();

    assertThat(ledger.expect(ExitCode.OK, "agent", "list").out())
        .contains("free", "other", "ACTIVE");
    assertThat(
            Members.objects(ledger.expect(ExitCode.OK, "agent", "list", "--json").json(), "items"))
        .extracting(agent -> Members.text(agent, "agentId"))
        .containsExactlyInAnyOrder("free", "other");
    assertThat(ledger.expect(ExitCode.OK, "agent", "show", "free").out())
        .contains("free is ACTIVE at level 3", "boss answers for it", "executions");
    Fields shown = ledger.expect(ExitCode.OK, "agent", "show", "other", "--json").json();
    assertThat(Members.number(shown, "level")).isEqualTo(1);
    assertThat(Members.text(shown, "owner")).isEqualTo("operator");

    assertThat(ledger.expect(ExitCode.NEGATIVE, "agent", "show", "nobody").err())
        .contains("there is no agent 'nobody'");
    assertThat(ledger.expect(ExitCode.USAGE, "agent", "show", "no body").err()).contains("agentId");
    assertThat(ledger.expect(ExitCode.USAGE, "agent", "register", "x", "--level", "-1").err())
        .contains("level");
    assertThat(ledger.expect(ExitCode.USAGE, "agent", "register", "x", "--level", "high").err())
        .contains("--level");
    assertThat(
            ServiceCommands.expect(
                    ExitCode.USAGE, ledger.run(approver, "agent", "register", "x", "--level", "1"))
                .err())
        .contains("OPERATOR");
    assertThat(
            ledger
                .expect(ExitCode.UNREACHABLE, "agent", "list", "--url", "http://127.0.0.1:1")
                .err())
        .contains("does not answer");
  }

  @Test
  @Order(3)
  void changesAnAgentsLevelAndStanding() {
    assertThat(ledger.expect(ExitCode.OK, change("level", "free", "2", "--reason", "less")).out())
        .contains("Agent free holds level 2, on record at position ");
    assertThat(ledger.expect(ExitCode.OK, change("suspend", "free", "--reason", "odd")).out())
        .contains("Agent free is suspended, on record");
    assertThat(ledger.expect(ExitCode.OK, "agent", "show", "free").out()).contains("is SUSPENDED");
    assertThat(
            ledger
                .expect(
                    ExitCode.USAGE,
                    change("reinstate", "free", "--level", "9", "--reason", "looked at"))
                .err())
        .contains("level");
    Result reinstated =
        ledger.expect(
            ExitCode.OK,
            change("reinstate", "free", "--level", "1", "--reason", "looked at", "--json"));
    assertThat(Members.number(reinstated.json(), "position")).isPositive();
    assertThat(ledger.expect(ExitCode.OK, change("revoke", "other", "--reason", "gone")).out())
        .contains("Agent other is revoked, on record");
    assertThat(ledger.expect(ExitCode.OK, "agent", "show", "other").out()).contains("is REVOKED");

    for (String what : List.of("suspend", "revoke")) {
      assertThat(ledger.expect(ExitCode.USAGE, change(what, "free")).err()).contains("--reason");
      assertThat(ledger.expect(ExitCode.USAGE, change(what, "free", "--reason", " ")).err())
          .contains("reason");
      assertThat(ledger.expect(ExitCode.USAGE, change(what, "nobody", "--reason", "x")).err())
          .contains("nobody");
    }
    assertThat(ledger.expect(ExitCode.USAGE, change("level", "free", "up", "--reason", "x")).err())
        .contains("up");
  }

  @Test
  @Order(4)
  void checksPublishesAndShowsTheLadder() throws IOException {
    String file = ledger.file("ladder.yaml", LADDER);
    String broken = ledger.file("broken.yaml", LADDER.replace("consecutivePassesAtLevel", "luck"));
    assertThat(ledger.expect(ExitCode.NEGATIVE, "ladder", "show").err())
        .contains("no ladder is in force");
    assertThat(ServiceCommands.expect(ExitCode.OK, local("ladder", "check", file)).out())
        .contains("ladder 'desk', version 1, with 2 levels, is valid.");
    Fields valid =
        ServiceCommands.expect(ExitCode.OK, local("ladder", "check", file, "--json")).json();
    assertThat(valid.find("valid")).contains(Bool.TRUE);
    Fields invalid =
        ServiceCommands.expect(ExitCode.NEGATIVE, local("ladder", "check", broken, "--json"))
            .json();
    assertThat(invalid.find("valid")).contains(Bool.FALSE);
    assertThat(Members.number(Members.objects(invalid, "problems").getFirst(), "line"))
        .isEqualTo(11);
    assertThat(ServiceCommands.expect(ExitCode.NEGATIVE, local("ladder", "check", broken)).out())
        .contains("luck");
    ServiceCommands.expect(ExitCode.USAGE, local("ladder", "check", home + "/none.yaml"));

    ledger.expect(ExitCode.NEGATIVE, "ladder", "publish", broken);
    assertThat(
            ServiceCommands.expect(ExitCode.USAGE, ledger.run(approver, "ladder", "publish", file))
                .err())
        .contains("POLICY_AUTHOR");
    assertThat(ledger.expect(ExitCode.OK, "ladder", "publish", file).out())
        .contains("Ladder 'desk', version 1, is in force.");
    assertThat(ledger.expect(ExitCode.OK, "ladder", "show").out().strip())
        .isEqualTo(LADDER.strip());
    assertThat(Members.text(ledger.expect(ExitCode.OK, "ladder", "show", "--json").json(), "name"))
        .isEqualTo("desk");
  }

  @Test
  @Order(5)
  void listsAndAnswersProposedPromotions() throws Exception {
    assertThat(ledger.expect(ExitCode.OK, "agent", "promotions").out())
        .contains("No promotion is proposed.");
    String first = untilProposed("junior", "c-1");
    assertThat(ledger.expect(ExitCode.OK, "agent", "promotions").out())
        .contains("junior  proposal " + first + ": from level 0 to 1", "needs 1 of [\"approver\"]");
    String[] promote = {"agent", "promote", "junior", first, "--reason", "good work"};
    assertThat(ledger.expect(ExitCode.USAGE, promote).err()).contains("approver");
    assertThat(
            ServiceCommands.expect(
                    ExitCode.USAGE,
                    ledger.run(
                        approver, "agent", "promote", "junior", "p-none", "--reason", "good work"))
                .err())
        .contains("proposal");
    assertThat(ServiceCommands.expect(ExitCode.OK, ledger.run(approver, promote)).out())
        .contains("Agent junior is answered: proposal " + first + " granted, on record");
    assertThat(ledger.expect(ExitCode.OK, "agent", "show", "junior").out()).contains("at level 1");

    String second = untilProposed("newcomer", "c-2");
    Result rejected =
        ledger.run(
            approver,
            "agent",
            "reject-promotion",
            "newcomer",
            second,
            "--reason",
            "too early",
            "--json");
    assertThat(Members.number(ServiceCommands.expect(ExitCode.OK, rejected).json(), "position"))
        .isPositive();
    assertThat(ledger.expect(ExitCode.OK, "agent", "show", "newcomer").out())
        .contains("at level 0");
  }

  @Test
  @Order(6)
  void haltsEverythingAndResumesIt() throws IOException {
    assertThat(ledger.expect(ExitCode.USAGE, "halt").err()).contains("--reason");
    assertThat(ledger.expect(ExitCode.USAGE, "halt", "--reason", " ").err()).contains("reason");
    assertThat(
            ServiceCommands.expect(
                    ExitCode.USAGE, ledger.run(approver, "halt", "--reason", "a hunch"))
                .err())
        .contains("OPERATOR");
    assertThat(ledger.expect(ExitCode.OK, "halt", "--reason", "incident 9").out())
        .contains("The tenant is halted, on record at position ");
    assertThat(ledger.expect(ExitCode.OK, "halt", "--reason", "incident 9").out())
        .contains("The tenant was halted before.");
    assertThat(Members.text(dispatch("c-1", "h-1"), "verdict")).isEqualTo("VETOED");
    assertThat(ledger.expect(ExitCode.USAGE, "resume").err()).contains("--reason");
    Fields resumed =
        ledger.expect(ExitCode.OK, "resume", "--reason", "it is over", "--json").json();
    assertThat(Members.number(resumed, "position")).isPositive();
    assertThat(ledger.expect(ExitCode.OK, "resume", "--reason", "it is over").out())
        .contains("before");
    assertThat(Members.text(dispatch("c-1", "h-2"), "verdict")).isEqualTo("AUTHORIZED");
  }

  @Test
  @Order(7)
  void erasesASubjectOnce() throws IOException {
    try (LedgerClient client = ledger.client(OPERATOR)) {
      client.post(
          "/v1/dispatches",
          fields(
              """
              {"contractId": "c-1", "action": "read", "resources": ["desk/a"],
               "parameters": {"email": "jane.roe.7731@example.org"}, "justification": "needed",
               "personal": {"/parameters/email": "customer-1"}}
              """),
          "personal");
    }
    String[] erase = {"subject", "erase", "customer-1", "--reason", "asked for it"};
    assertThat(ledger.expect(ExitCode.USAGE, "subject", "erase", "customer-1").err())
        .contains("--reason");
    assertThat(ServiceCommands.expect(ExitCode.USAGE, ledger.run(approver, erase)).err())
        .contains("PRIVACY_OFFICER");
    assertThat(
            ledger.expect(ExitCode.NEGATIVE, "subject", "erase", "nobody", "--reason", "x").err())
        .contains("there is no personal data of subject 'nobody'");
    assertThat(ledger.expect(ExitCode.USAGE, "subject", "erase", "a b", "--reason", "x").err())
        .contains("subject");
    assertThat(ledger.expect(ExitCode.OK, erase).out())
        .contains("Subject customer-1 is erased, on record at position ");
    assertThat(ledger.expect(ExitCode.OK, erase).out())
        .contains("Subject customer-1 was erased before.");
    Fields again = ledger.expect(ExitCode.OK, with(erase, "--json")).json();
    assertThat(Members.number(again, "position")).isZero();
  }

  /// Registers an agent that does one thing well.
  ///
  /// @return the proposal to promote it
  private static String untilProposed(String agent, String contract) throws Exception {
    ledger.expect(ExitCode.OK, "agent", "register", agent, "--owner", "boss");
    String file =
        ledger.file(
            contract + ".yaml",
            """
            contractId: %s
            agentId: %s
            task: Serve
            scope: ["desk/**"]
            actions: [read, write]
            stopping: {expiresAt: 2999-01-01T00:00:00Z}
            """
                .formatted(contract, agent));
    ledger.expect(ExitCode.OK, "contract", "issue", file);
    String id = "done-" + agent;
    assertThat(Members.text(dispatch(contract, id), "verdict")).isEqualTo("AUTHORIZED");
    try (LedgerClient client = ledger.client(OPERATOR)) {
      client.post(
          "/v1/dispatches/" + id + "/outcome",
          fields("{\"contractId\": \"%s\", \"outcome\": \"SUCCEEDED\"}".formatted(contract)),
          "outcome-" + id);
    }
    long deadline = System.nanoTime() + ASSESSED_MAX.toNanos();
    while (true) {
      for (Fields open :
          Members.objects(
              ledger.expect(ExitCode.OK, "agent", "promotions", "--json").json(), "items")) {
        if (Members.text(open, "agentId").equals(agent)) {
          return Members.text(open, "proposal");
        }
      }
      assertThat(System.nanoTime()).as("the ledger did not assess the agent").isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  private static Fields dispatch(String contract, String id) throws IOException {
    try (LedgerClient client = ledger.client(OPERATOR)) {
      return client.post(
          "/v1/dispatches",
          fields(
              """
              {"contractId": "%s", "dispatchId": "%s", "action": "read", "resources": ["desk/a"],
               "justification": "needed"}
              """
                  .formatted(contract, id)),
          id);
    }
  }

  private static Fields fields(String text) {
    return (Fields) Json.parse(text);
  }

  private static String[] change(String what, String... more) {
    return with(new String[] {"agent", what}, more);
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }
}
