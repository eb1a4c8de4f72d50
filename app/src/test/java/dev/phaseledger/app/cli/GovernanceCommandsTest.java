package dev.phaseledger.app.cli;

import static dev.phaseledger.app.cli.ServiceCommands.OPERATOR;
import static dev.phaseledger.app.cli.ServiceCommands.expect;
import static dev.phaseledger.app.cli.ServiceCommands.local;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.ServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Governance health and saved queries, as commands against a running service.
final class GovernanceCommandsTest {

  @TempDir static Path home;
  private static ServiceCommands ledger;
  private static String auditor = "";
  private static String other = "";

  @BeforeAll
  static void start() throws IOException {
    ledger = ServiceCommands.start(home);
    auditor = principal("auditor-1");
    other = principal("auditor-2");
    try (LedgerClient client = ledger.client(OPERATOR)) {
      client.post(
          "/v1/agents",
          object("{\"agentId\": \"bot\", \"description\": \"tidies\", \"level\": 2}"),
          "register");
      client.post(
          "/v1/contracts",
          object(
              """
              {"contractId": "tidy", "agentId": "bot", "task": "tidy up", "scope": ["repo/src/**"],
               "actions": ["write"], "requiredLevel": 2, "onBreach": "SIGNAL_ONLY",
               "stopping": {"expiresAt": "2100-01-01T00:00:00Z", "actionsMax": 20}}
              """),
          "issue");
      client.post("/v1/dispatches", dispatch("d-1", "repo/src/A.java"), "d-1");
      client.post("/v1/dispatches", dispatch("d-2", "elsewhere/B.java"), "d-2");
    }
  }

  private static String principal(String id) {
    return expect(
            0,
            local(
                "principal",
                "add",
                "--id",
                id,
                "--kind",
                "human",
                "--role",
                "AUDITOR",
                "--data",
                ledger.data()))
        .out()
        .strip();
  }

  private static Fields dispatch(String id, String resource) {
    return object(
        """
        {"dispatchId": "%s", "contractId": "tidy", "action": "write", "resources": ["%s"],
         "parameters": {}, "justification": "tidy", "labels": {"run": "r-1"}}
        """
            .formatted(id, resource));
  }

  private static Fields object(String json) {
    return (Fields) Json.parse(json);
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  @Test
  void showsHealthAsATableWithFlagsInWords() {
    String out = ledger.expect(0, "health").out();

    assertThat(out)
        .containsPattern("vetoed of all requests +1 +2 +50\\.0")
        .contains("1 failure signalled: ")
        .contains("Nothing exceeds its limit.")
        .contains("What these numbers cannot tell:")
        .contains("Failures that nobody signalled are in none of these numbers.");
  }

  /// Every address is one that the service answers, with as many entries as the number says.
  @Test
  void givesEachNumberTheAddressOfItsEntries() throws IOException {
    Fields health = ledger.expect(0, "health", "--json").json();

    try (LedgerClient client = ledger.client(OPERATOR)) {
      for (Fields rate : Members.objects(health, "rates")) {
        Fields part = Members.object(rate, "part");
        assertThat(Members.objects(client.get(Members.text(part, "entries")), "items"))
            .as(Members.text(rate, "measure"))
            .hasSize(Math.toIntExact(Members.number(part, "count")));
      }
    }
  }

  @Test
  void endsWithTheExitCodeThatTheMistakeHas() {
    assertThat(ledger.run(OPERATOR, "health", "--from", "yesterday"))
        .satisfies(result -> {
          assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
          assertThat(result.err()).contains("from");
        });
    expect(2, local("audit", "save"));
    ledger.expect(1, "audit", "list", "--saved", "nothing");
    ledger.expect(1, "audit", "forget", "nothing");
  }

  @Test
  void keepsAQueryThatEveryReaderMayUse() {
    assertThat(ledger.run(auditor, "audit", "save", "vetoes", "--verdict", "VETOED").exitCode())
        .isZero();

    assertThat(ledger.run(other, "audit", "queries").out())
        .contains("vetoes  saved by auditor-1 at ")
        .contains("verdict = VETOED");
    assertThat(ledger.run(other, "audit", "list", "--saved", "vetoes", "--json").json())
        .satisfies(page ->
            assertThat(Members.objects(page, "items"))
                .extracting(entry -> Members.text(entry, "dispatchId"))
                .isEqualTo(List.of("d-2")));
    assertThat(ledger.run(other, "audit", "list", "--saved", "vetoes", "--agent", "nobody").out())
        .contains("No entry matches.");
  }

  @Test
  void leavesOtherPeoplesQueriesToThemAndToOperators() {
    ledger.run(auditor, "audit", "save", "mine", "--agent", "bot");

    ServiceCommands.Result replaced =
        ledger.run(other, "audit", "save", "mine", "--agent", "other-bot");
    assertThat(replaced.exitCode()).isNotZero();
    assertThat(replaced.err()).contains("was saved by auditor-1").contains("OPERATOR");
    assertThat(ledger.run(other, "audit", "forget", "mine").exitCode()).isNotZero();
    assertThat(ledger.run(other, "audit", "queries").out()).contains("agent = bot");

    ledger.expect(0, "audit", "forget", "mine");
    assertThat(ledger.run(other, "audit", "queries").out()).doesNotContain("mine");
  }

  @Test
  void placesListsAndLiftsHolds() {
    assertThat(ledger.expect(0, "hold", "list").out()).contains("No hold is in force.");
    assertThat(
            ledger
                .expect(0, "hold", "place", "case-1", "--subject", "c-17", "--reason", "ordered")
                .out())
        .contains("Subject c-17 is under hold case-1, on record at position");
    assertThat(
            ledger
                .expect(0, "hold", "place", "case-1", "--subject", "c-17", "--reason", "ordered")
                .out())
        .contains("It was before.");
    assertThat(ledger.run(auditor, "hold", "list", "--subject", "c-17").out())
        .contains("case-1  on c-17  by ")
        .contains(": ordered");
    assertThat(ledger.run(auditor, "hold", "lift", "case-1", "--reason", "closed").err())
        .contains("PRIVACY_OFFICER");
    assertThat(ledger.expect(0, "hold", "lift", "case-1", "--reason", "closed").out())
        .contains("Hold case-1 is lifted, on record at position");
    ledger.expect(1, "hold", "lift", "case-1", "--reason", "closed");
    assertThat(ledger.expect(0, "hold", "list").out()).contains("No hold is in force.");
  }

  @Test
  void refusesAQueryThatCouldNotBeUsedByField() throws IOException {
    try (LedgerClient client = ledger.client(OPERATOR)) {
      assertRefused(
          client, "q", "{\"parameters\": {\"verdict\": \"MAYBE\"}}", "parameters.verdict");
      assertRefused(client, "q", "{\"parameters\": {\"colour\": \"red\"}}", "parameters.colour");
      assertRefused(client, "q", "{\"parameters\": {\"agent\": null}}", "parameters.agent");
      assertRefused(client, "q", "{\"parameters\": {}}", "parameters");
      assertRefused(client, "q", "{}", "parameters");
      assertRefused(client, "Q", "{\"parameters\": {\"agent\": \"bot\"}}", "name");
      assertThat(client.find("/v1/audit/queries/q")).isEmpty();
    }
  }

  private static void assertRefused(LedgerClient client, String name, String body, String field) {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                ServiceException.class,
                () -> client.put("/v1/audit/queries/" + name, object(body))))
        .satisfies(refused -> {
          assertThat(refused.status()).isBetween(400, 422);
          assertThat(refused.getMessage()).contains(field);
        });
  }

  /// Rows that a rebuild would drop could not be folded again: they are in no log.
  @Test
  void keepsQueriesOutOfTheLogAndOutOfTheViews() throws IOException {
    try (LedgerClient client = ledger.client(OPERATOR)) {
      long before = entries(client);
      ledger.run(auditor, "audit", "save", "kept", "--agent", "bot");
      assertThat(entries(client)).isEqualTo(before);
    }
  }

  private static long entries(LedgerClient client) {
    return Members.number(client.get("/v1/ledger/summary"), "entries");
  }
}
