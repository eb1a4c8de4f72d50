package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.cli.ServiceCommands.Result;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tries maps on history, and has verdicts explained, as policy authors do.
final class BacktestCommandsTest {

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: amounts, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        parameters: {amount: int}
        params: {most: 20}
        invariants:
          - id: SMALL
            expression: command.parameters.amount <= params.most || agent.level >= 9
            messageExpression: "'amount ' + string(command.parameters.amount)"
            onViolation: {effect: VETO}
      """;

  private static final String STRICTER =
      MAP.replace("version: 1", "version: 2").replace("most: 20", "most: 5");

  @TempDir private static Path home;

  private static ServiceCommands ledger;

  @BeforeAll
  static void recordHistory() throws IOException {
    ledger = ServiceCommands.start(home);
    ledger.expect(ExitCode.OK, "policy", "publish", ledger.file("map.yaml", MAP));
    try (LedgerClient client = ledger.client(ServiceCommands.OPERATOR)) {
      client.post("/v1/agents", json("{\"agentId\": \"payer\", \"level\": 3}"), "agent");
      client.post(
          "/v1/contracts",
          json(
              """
              {"contractId": "ctr", "agentId": "payer", "task": "pay", "scope": ["shop/**"],
               "actions": ["pay"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
              """),
          "contract");
      for (String dispatch : new String[] {"small", "large"}) {
        client.post(
            "/v1/dispatches",
            json(
                """
                {"dispatchId": "%s", "contractId": "ctr", "action": "pay",
                 "resources": ["shop/x"], "parameters": {"amount": %d},
                 "justification": "asked for"}
                """
                    .formatted(dispatch, dispatch.equals("small") ? 10 : 30)),
            dispatch);
      }
    }
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  @Test
  void triesAMapAndKeepsTheSignedResult() throws IOException {
    Path note = home.resolve("result.note");

    Result tried =
        ledger.expect(
            ExitCode.OK,
            "policy",
            "backtest",
            ledger.file("stricter.yaml", STRICTER),
            "--stateful",
            "--note=" + note);

    assertThat(tried.out())
        .contains("2 decisions judged again")
        .contains("1 with another verdict")
        .contains("amounts/SMALL")
        .contains("small was AUTHORIZED and would be VETOED");
    assertThat(Files.readString(note)).startsWith("phase-ledger/backtest/v1\n");
  }

  @Test
  void derivesHistoryAgainWhereNoMapIsNamed() {
    Result again = ledger.expect(ExitCode.OK, "policy", "backtest", "--json");

    Fields result = Members.object(again.json(), "result");
    assertThat(Members.number(result, "judged")).isEqualTo(2);
    assertThat(Members.number(result, "same")).isEqualTo(2);
  }

  @Test
  void replaysWhatIsOnRecord() throws IOException {
    Path note = home.resolve("replay.note");

    assertThat(ledger.expect(ExitCode.OK, "replay", "--note=" + note).out())
        .contains("2 decisions derived again: 2 equal (100 %), 0 different.");
    assertThat(Files.readString(note)).startsWith("phase-ledger/replay/v1\n");
    Fields one = ledger.expect(ExitCode.OK, "replay", "--dispatch=large", "--json").json();
    assertThat(Members.number(Members.object(one, "result"), "equal")).isEqualTo(1);
    // Nothing was found, so nothing is shown.
    assertThat(ledger.expect(ExitCode.NEGATIVE, "replay", "--run=none").out())
        .contains("No decision that can be derived again matches.");
  }

  @Test
  void refusesAMapThatIsNoneBeforeAnythingIsAsked() throws IOException {
    Result refused =
        ledger.expect(
            ExitCode.NEGATIVE, "policy", "backtest", ledger.file("none.yaml", "kind: Nothing"));

    assertThat(refused.err()).contains("none.yaml:1");
  }

  @Test
  void explainsAVerdict() {
    Result explained = ledger.expect(ExitCode.OK, "explain", "large");

    assertThat(explained.out())
        .contains("amounts/SMALL VIOLATED: amount 30")
        .contains("agent.level >= 9  ->  false")
        .contains("to pass: either");
    Fields json = ledger.expect(ExitCode.OK, "explain", "large", "--json").json();
    assertThat(Members.text(json, "verdict")).isEqualTo("VETOED");
    ledger.expect(ExitCode.NEGATIVE, "explain", "unknown");
  }

  private static Fields json(String text) {
    return (Fields) Json.parse(text);
  }
}
