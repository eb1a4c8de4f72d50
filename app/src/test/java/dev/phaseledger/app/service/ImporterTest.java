package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.UnreachableException;
import dev.phaseledger.app.importing.CallReport;
import dev.phaseledger.app.importing.ImportedCall;
import dev.phaseledger.app.importing.ImportedRun;
import dev.phaseledger.app.importing.Importer;
import dev.phaseledger.app.importing.ProfileReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Imports against a running service.
final class ImporterTest {

  private static String profile(String name) {
    return """
    apiVersion: governance/v1
    kind: ImportProfile
    metadata: {name: %s}
    spec:
      agent: {id: desk-agent, level: 3}
      contract: {task: Serve, scope: ["desk/**"]}
      run:
        id: [id]
        messages: messages
        outcome: {field: reward, succeededWhen: 1}
        expected: {field: expected, name: name, arguments: kwargs}
      turns: {user: lastUserTurn, userTurns: userTurns}
      errors: {prefix: Error}
      tools:
        look:
          kind: read
          resources: ["desk/{id}"]
          facts:
            - {name: order, key: $.id, value: $}
        pay:
          kind: effect
          resources: ["desk/{id}"]
    """
        .formatted(name);
  }

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: desk, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        parameters: {id: string, amount: int}
        invariants:
          - id: SMALL
            severity: high
            enforcement: Enforce
            matchConditions: [{name: pay, expression: "command.action == 'pay'"}]
            expression: command.parameters.amount <= 10
            onViolation: {effect: VETO}
      """;

  private static String run(String id) {
    return """
    {"id": "%s", "reward": 1, "expected": [{"name": "pay", "kwargs": {"id": "a", "amount": 5.0}}],
     "messages": [
      {"role": "user", "content": "Hello"},
      {"role": "assistant", "tool_calls": [{"function": {"name": "look", "arguments": "{\\"id\\": \\"a\\"}"}}]},
      {"role": "tool", "content": "{\\"id\\": \\"a\\", \\"open\\": true}"},
      {"role": "assistant", "tool_calls": [{"function": {"name": "pay", "arguments": "{\\"id\\": \\"a\\", \\"amount\\": 5}"}}]},
      {"role": "tool", "content": "Error: no money"},
      {"role": "assistant", "tool_calls": [{"function": {"name": "pay", "arguments": "{\\"id\\": \\"a\\", \\"amount\\": 50}"}}]},
      {"role": "tool", "content": "paid"},
      {"role": "assistant", "tool_calls": [{"function": {"name": "pay", "arguments": "[]"}}]},
      {"role": "assistant", "tool_calls": [{"function": {"name": "sing", "arguments": "{}"}}]}
     ]}
    """
        .formatted(id);
  }

  private static RunningService ledger;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  private Path runs(String... ids) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String id : ids) {
      text.append(run(id).replace("\n", " ")).append('\n');
    }
    Path file = directory.resolve("runs.jsonl");
    Files.writeString(file, text);
    return file;
  }

  private static List<ImportedRun> imported(String name, Path file, URI url) throws IOException {
    try (LedgerClient client =
        new LedgerClient(url, Optional.of(ledger.token(RunningService.OPERATOR)))) {
      return new Importer(client, ProfileReader.read(profile(name)), Optional.of(MAP))
          .importFile(file, run -> {});
    }
  }

  private static List<ImportedRun> imported(String name, Path file) throws IOException {
    return imported(name, file, ledger.service().url());
  }

  private static long entriesOf(String contract) {
    long position = ledger.position();
    String text =
        ledger
            .get(RunningService.OPERATOR, "/v1/ledger/entries?from=0&size=500&atLeast=" + position)
            .text();
    return text.split("\\Qcontract/" + contract + "\\\"\\E", -1).length - 1L;
  }

  @Test
  void judgesEachCallAfterTheFactAndReportsOnTheEffects() throws IOException {
    List<ImportedRun> runs = imported("whole", runs("1"));
    assertThat(runs).hasSize(1);
    assertThat(runs.getFirst().calls())
        .extracting(ImportedCall::tool, call -> call.verdict().map(Verdict::name).orElse("none"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("look", "AUTHORIZED"),
            org.assertj.core.groups.Tuple.tuple("pay", "AUTHORIZED"),
            org.assertj.core.groups.Tuple.tuple("pay", "VETOED"),
            org.assertj.core.groups.Tuple.tuple("pay", "none"),
            org.assertj.core.groups.Tuple.tuple("sing", "VETOED"));
    CallReport report = CallReport.of(runs);
    assertThat(report.correct()).containsOnly(java.util.Map.entry(Verdict.AUTHORIZED, 1L));
    assertThat(report.other()).containsOnly(java.util.Map.entry(Verdict.VETOED, 2L));
    assertThat(report.invariants()).containsEntry("SMALL", 1L);
    assertThat(report.toJson().members().keySet()).containsExactly("calls", "invariants", "vetoes");
    String trail =
        ledger
            .get(
                RunningService.OPERATOR,
                "/v1/dispatches/whole-1-3/trail?atLeast=" + ledger.position())
            .text();
    assertThat(trail).contains("FAILED").contains("recordedAt").contains("1970-01-01T00:00:03Z");
  }

  @Test
  void skipsWhatIsOnRecordAndRefusesTheSameRunWithOtherContent() throws IOException {
    Path file = runs("1", "2", "3");
    assertThat(imported("again", file)).noneMatch(ImportedRun::skipped);
    long position = ledger.position();
    ledger.get(RunningService.OPERATOR, "/v1/ledger/summary?atLeast=" + position);
    assertThat(imported("again", file)).hasSize(3).allMatch(ImportedRun::skipped);
    assertThat(ledger.position()).isEqualTo(position);

    Files.writeString(file, Files.readString(file).replace("Hello", "Good day"));
    assertThatThrownBy(() -> imported("again", file))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("on record already, for other content");
    assertThat(ledger.position()).isEqualTo(position);
  }

  @Test
  void refusesARunThatIsInTheFileTwice() throws IOException {
    Path file = runs("1", "1");
    assertThatThrownBy(() -> imported("twice", file))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("first in line 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 6, 8, 10})
  void losesAndDoublesNothingWhenAnswersGetLostAfterSomeWrites(int writes) throws IOException {
    imported("reference", runs("1"));
    String name = "cut-" + writes;
    try (CuttingProxy proxy = new CuttingProxy(ledger.service().url(), writes)) {
      Path file = runs("1");
      assertThatThrownBy(() -> imported(name, file, proxy.url()))
          .isInstanceOf(UnreachableException.class);
    }
    assertThat(imported(name, runs("1")).getFirst().skipped()).isFalse();
    assertThat(entriesOf(name + "-1")).isPositive().isEqualTo(entriesOf("reference-1"));
    assertThat(
            Members.number(
                ledger
                    .get(
                        RunningService.OPERATOR,
                        "/v1/contracts/%s-1?atLeast=%d".formatted(name, ledger.position()))
                    .json(),
                "decided"))
        .isEqualTo(4);
  }
}
