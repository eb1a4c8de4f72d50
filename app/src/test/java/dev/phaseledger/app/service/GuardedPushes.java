package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.GuardedRepository.Push;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What tests of real pushes to a real repository share, whose hooks ask the real service: one
/// service for a class, one contract and one repository for a test.
abstract class GuardedPushes {

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: pushes, version: 1, owner: pushes}
      spec:
        environment: gov-cel/1
        parameters: {files: int}
        invariants:
          - id: ASK-FIRST
            severity: high
            enforcement: Enforce
            matchConditions: [{name: merge, expression: "command.action == 'git.merge'"}]
            expression: "false"
            onViolation: {effect: REQUIRE_APPROVAL}
          - id: FEW
            severity: medium
            enforcement: Enforce
            matchConditions: [{name: tag, expression: "command.action == 'git.tag'"}]
            expression: command.parameters.files > 0
            onViolation: {effect: CONSTRAIN, set: {files: "1"}}
      """;

  private static final AtomicInteger NUMBER = new AtomicInteger();
  static RunningService ledger;

  @TempDir Path directory;
  GuardedRepository repository;
  String contract = "";

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
            Json.text(Fields.with("source", new JsonValue.Text(MAP)).build())));
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  @BeforeEach
  void guard() throws IOException {
    contract = "push-" + NUMBER.incrementAndGet();
    issue(contract, "\"git.push\", \"git.branch.create\", \"git.merge\", \"git.tag\"");
    repository =
        GuardedRepository.create(
            directory, ledger.service().url().toString(), ledger.token(OPERATOR));
    repository.knows("alice", AGENT, contract);
  }

  static void issue(String contract, String actions) {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "%s", "agentId": "writer-1", "task": "Mend the page",
             "scope": ["repo/site/refs/**", "repo/site/files/docs/**"],
             "actions": [%s], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
            """
                .formatted(contract, actions)));
  }

  static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  static Fields read(String path) {
    return expect(200, ledger.get(OPERATOR, path + "?atLeast=" + ledger.position())).json();
  }

  List<Fields> dispatches() {
    return Members.objects(
        expect(
                200,
                ledger.get(
                    OPERATOR,
                    "/v1/dispatches?contract=" + contract + "&atLeast=" + ledger.position()))
            .json(),
        "items");
  }

  Fields only() {
    assertThat(dispatches()).hasSize(1);
    return dispatches().getFirst();
  }

  static List<String> resources(Fields dispatch) {
    return ((JsonValue.Items) Members.object(dispatch, "request").find("resources").orElseThrow())
        .values().stream().map(value -> ((JsonValue.Text) value).value()).toList();
  }

  static String action(Fields dispatch) {
    return Members.text(Members.object(dispatch, "request"), "action");
  }

  boolean revoked() {
    return Members.text(read("/v1/contracts/" + contract), "status").equals("REVOKED");
  }

  static void assertAccepted(Push push) {
    assertThat(push.exitCode()).as(push.text()).isZero();
  }

  static void assertRefused(Push push, String reason) {
    assertThat(push.exitCode()).as(push.text()).isNotZero();
    assertThat(push.text())
        .contains("remote: ledger: push refused: ")
        .contains("remote: ledger: next: ")
        .contains("pre-receive hook declined")
        .contains(reason);
  }

  /// A branch on the server, in scope, to start from.
  void work() throws IOException {
    repository.git("checkout", "-q", "-b", "work");
    repository.commit("docs/a.md", "one");
    assertAccepted(repository.push("alice", "-q", "origin", "work"));
  }

  static void answer(Fields dispatch, boolean granted) {
    expect(
        201,
        ledger.post(
            SUPERVISOR,
            "/v1/approvals",
            """
            {"contractId": "%s", "dispatchId": "%s", "granted": %s, "shown": "%s", "reason": "seen"}
            """
                .formatted(
                    Members.text(dispatch, "contractId"),
                    Members.text(dispatch, "dispatchId"),
                    granted,
                    Members.text(dispatch, "shown"))));
    read("/v1/dispatches/" + Members.text(dispatch, "dispatchId"));
  }
}
