package dev.phaseledger.app.cli;

import static dev.phaseledger.app.cli.ServiceCommands.OPERATOR;
import static dev.phaseledger.app.cli.ServiceCommands.local;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.cli.ServiceCommands.Result;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests of maps on the command line, and tests made of what a running service has decided.
final class PolicyCasesTest {

  private static final String EMAIL = "jane.roe.7731@example.org";

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: desk, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        parameters: {amount: int, email: string}
        facts:
          open: {type: bool}
        invariants:
          - id: SMALL
            expression: command.parameters.amount <= 10 && history.counters['actions_1h'] < 2
            onViolation: {effect: REQUIRE_APPROVAL}
          - id: OPEN
            matchConditions: [{name: pay, expression: "command.action == 'pay'"}]
            expression: has(facts.open) && facts.open
            onViolation: {effect: DEFER, until: FACT(open)}
          - id: MAIL
            matchConditions: [{name: mail, expression: "has(command.parameters.email)"}]
            expression: command.parameters.email.contains('@')
            onViolation: {effect: VETO}
          - id: TESTED
            enforcement: Warn
            expression: evidence.exists(e, e.kind == 'tests' && e.passed)
        tests:
          fixture:
            now: 2026-03-02T10:00:00Z
            command: {action: pay, branch: elsewhere, parameters: {amount: 3}}
            history: {counters: {actions_1h: 0}}
            facts: {open: true}
            evidence: [{kind: tests, passed: true}]
          cases:
            - {name: fixture, expect: {decision: ALLOW, violations: []}}
      """;

  @TempDir private static Path home;

  private static ServiceCommands ledger;
  private static String file;

  @BeforeAll
  static void start() throws IOException {
    ledger = ServiceCommands.start(home);
    ledger.expect(ExitCode.OK, "agent", "register", "w", "--level", "2", "--owner", "boss");
    for (String contract : List.of("c-1", "c-defer", "c-mail", "c-other", "c-why")) {
      ledger.expect(
          ExitCode.OK,
          "contract",
          "issue",
          ledger.file(
              "contract.yaml",
              """
              contractId: %s
              agentId: w
              task: Serve
              scope: ["desk/**"]
              actions: [read, pay]
              onBreach: SIGNAL_ONLY
              stopping: {expiresAt: 2999-01-01T00:00:00Z}
              """
                  .formatted(contract)));
    }
    file = ledger.file("desk.invariants.yaml", MAP);
    ledger.expect(ExitCode.OK, "policy", "publish", file);
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  private static Fields ask(
      String contract, String id, String action, String parameters, String more)
      throws IOException {
    try (LedgerClient client = ledger.client(OPERATOR)) {
      return client.post(
          "/v1/dispatches",
          (Fields)
              Json.parse(
                  """
                  {"dispatchId": "%s", "contractId": "%s", "action": "%s",
                   "resources": ["desk/a"], "parameters": %s, "justification": "needed" %s}
                  """
                      .formatted(id, contract, action, parameters, more)),
          id);
    }
  }

  private static void evidence(String facts, String passed) throws IOException {
    try (LedgerClient client = ledger.client(OPERATOR)) {
      client.post(
          "/v1/evidence",
          (Fields)
              Json.parse(
                  """
                  {"contractId": "c-1", "evidence": {"kind": "tests", "producer": "ci",
                   "content": "sha256:%s", "at": "2026-01-01T00:00:00Z",
                   "claims": {"passed": %s}}, "facts": [%s]}
                  """
                      .formatted("0".repeat(64), passed, facts)),
          "evidence-" + passed);
    }
  }

  /// Pastes a case below those of the map, and has it tested.
  private static Result tested(String yaml) throws IOException {
    String pasted = ledger.file("pasted.invariants.yaml", MAP.stripTrailing() + "\n" + yaml);
    return local("policy", "test", pasted);
  }

  @Test
  void makesCasesThatPassOfWhateverWasDecided() throws IOException {
    ask("c-defer", "d-defer", "pay", "{\"amount\": 3}", "");
    ask("c-1", "d-read", "read", "{\"amount\": 3}", "");
    ask("c-1", "d-large", "read", "{\"amount\": 300, \"unknown\": true}", "");
    evidence(
        "{\"name\": \"open\", \"value\": true, \"observedAt\": \"2026-01-01T00:00:00Z\"}", "true");
    ask("c-1", "d-paid", "pay", "{\"amount\": 4}", "");
    ask("c-1", "d-often", "read", "{\"amount\": 5}", "");
    ask("c-1", "d-outside", "forbidden", "{\"amount\": 5}", "");
    for (String[] each :
        List.of(
            new String[] {"d-defer", "DEFER", "DEFERRED, OPEN VIOLATED, TESTED VIOLATED"},
            new String[] {"d-read", "ALLOW", "AUTHORIZED, TESTED VIOLATED"},
            new String[] {"d-large", "REQUIRE_APPROVAL", "SMALL VIOLATED"},
            new String[] {"d-paid", "ALLOW", "AUTHORIZED"},
            new String[] {"d-often", "REQUIRE_APPROVAL", "APPROVAL_REQUIRED, SMALL VIOLATED"},
            new String[] {"d-outside", "REQUIRE_APPROVAL", "VETOED for the contract's clause"})) {
      Result made = ledger.expect(ExitCode.OK, "policy", "case", each[0]);
      assertThat(made.out()).contains("expect: {decision: " + each[1]).contains(each[2]);
      Result tested = ServiceCommands.expect(ExitCode.OK, tested(made.out()));
      assertThat(tested.out()).contains("ok      dispatch " + each[0] + " as decided");
    }
  }

  @Test
  void holdsNothingPersonalAndNoDigestInItsPlace() throws IOException {
    ask(
        "c-mail",
        "d-mail",
        "read",
        "{\"amount\": 3, \"email\": \"%s\"}".formatted(EMAIL),
        ", \"personal\": {\"/parameters/email\": \"customer-1\"}");
    Result made = ledger.expect(ExitCode.OK, "policy", "case", "d-mail");
    assertThat(made.out())
        .contains("Personal, so left out: parameters email.")
        .doesNotContain(EMAIL)
        .doesNotContain("sha256:")
        .doesNotContain("customer-1");
    ServiceCommands.expect(ExitCode.OK, tested(made.out()));
    Fields json = ledger.expect(ExitCode.OK, "policy", "case", "d-mail", "--json").json();
    assertThat(Json.text(json)).doesNotContain(EMAIL).contains("\"personal\":[\"email\"]");
    ServiceCommands.expect(ExitCode.OK, tested(Members.text(json, "case")));
  }

  @Test
  void makesACaseForAnotherVersionOfTheMap() throws IOException {
    ask("c-other", "d-other", "read", "{\"amount\": 7}", "");
    String stricter =
        ledger.file(
            "stricter.invariants.yaml",
            MAP.replace("version: 1", "version: 2").replace("amount <= 10", "amount <= 5"));
    Result made = ledger.expect(ExitCode.OK, "policy", "case", "d-other", "--map", stricter);
    assertThat(made.out()).contains("violations: [SMALL");
    String pasted =
        ledger.file(
            "stricter.pasted.yaml",
            Files.readString(Path.of(stricter)).stripTrailing() + "\n" + made.out());
    ServiceCommands.expect(ExitCode.OK, local("policy", "test", pasted));
  }

  @Test
  void saysWhyThereIsNoCase() throws IOException {
    assertThat(ledger.expect(ExitCode.NEGATIVE, "policy", "case", "d-none").err())
        .contains("there is no dispatch 'd-none'");
    ask("c-why", "d-why", "read", "{\"amount\": 3}", "");
    assertThat(ledger.expect(ExitCode.NEGATIVE, "policy", "case", "d-why", "--name", "other").err())
        .contains("no map 'other' was in force, but desk");
    assertThat(
            ledger
                .expect(ExitCode.USAGE, "policy", "case", "d-why", "--name", "x", "--map", file)
                .err())
        .contains("--map or --name");
    String broken = ledger.file("broken.yaml", MAP.replace("expression", "expresion"));
    assertThat(ledger.expect(ExitCode.NEGATIVE, "policy", "case", "d-why", "--map", broken).err())
        .contains("is not valid");
    ledger.expect(ExitCode.USAGE, "policy", "case", "d-why", "--map", home + "/none.yaml");
    ledger.expect(ExitCode.UNREACHABLE, "policy", "case", "d-why", "--url", "http://127.0.0.1:1");
  }

  @Test
  void saysWhatTestsHaveNotSeen() {
    Result tested = ServiceCommands.expect(ExitCode.OK, local("policy", "test", file));
    assertThat(tested.out())
        .contains("1 tests passed.")
        .contains("INVARIANT", "HOLDS", "VIOLATED", "SKIPPED", "EXEMPTED")
        .containsPattern("OPEN +seen +NEVER +NEVER +-")
        .containsPattern("SMALL +seen +NEVER +- +-")
        .contains("11:19  SMALL  never false: command.parameters.amount <= 10")
        .contains("Covered: invariants 4 of 10 (40 %), branches 6 of 12 (50 %).");
    Fields json =
        ServiceCommands.expect(ExitCode.OK, local("policy", "test", file, "--json")).json();
    Fields coverage = Members.object(json, "coverage");
    assertThat(Members.number(coverage, "invariantPercent")).isEqualTo(40);
    assertThat(Members.number(coverage, "branchPercent")).isEqualTo(50);
    assertThat(Json.text(Members.objects(coverage, "invariants").get(1)))
        .isEqualTo(
            "{\"invariant\":\"OPEN\",\"possible\":[\"HOLDS\",\"VIOLATED\",\"SKIPPED\"],\"seen\":[\"HOLDS\"]}");
    assertThat(Json.text(Members.objects(coverage, "branches").getFirst()))
        .isEqualTo(
            "{\"column\":19,\"line\":11,\"of\":\"SMALL\",\"operand\":\"command.parameters.amount <= 10\",\"seenFalse\":false,\"seenTrue\":true}");
  }

  @Test
  void demandsACoverage() {
    ServiceCommands.expect(ExitCode.OK, local("policy", "test", file, "--coverage-min", "40"));
    Result little =
        ServiceCommands.expect(
            ExitCode.NEGATIVE, local("policy", "test", file, "--coverage-min", "41"));
    assertThat(little.err()).contains("the tests cover 40 %, and not 41 %");
    for (String wrong : List.of("-1", "101", "all")) {
      ServiceCommands.expect(
          ExitCode.USAGE, local("policy", "test", file, "--coverage-min", wrong));
    }
  }

  @Test
  void saysWhichTestsFail() throws IOException {
    String failing = ledger.file("failing.yaml", MAP.replace("decision: ALLOW", "decision: VETO"));
    assertThat(ServiceCommands.expect(ExitCode.NEGATIVE, local("policy", "test", failing)).out())
        .contains("FAILED  fixture", "expected VETO", "got      ALLOW", "1 of 1 tests failed.");
  }
}
