package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.GuardedPushes.assertAccepted;
import static dev.phaseledger.app.service.GuardedPushes.assertRefused;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.GuardedRepository.Push;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of a junior engineer, under its own ladder and contract: real pushes, whose outcome
/// a CI service reports with its evidence.
final class JuniorEngineerTest {

  private static final Path EXAMPLE = Path.of("..", "examples", "junior-engineer");
  private static final String CI = "ci";
  private static final String SECOND_APPROVER = "grace";

  /// How long the ledger may take to assess an agent.
  private static final Duration ASSESSED_MAX = Duration.ofSeconds(90);

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static RunningService ledger;

  @TempDir Path directory;
  private GuardedRepository repository;
  private String agent = "";
  private String branch = "";

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    ledger.add(principal(CI, Principal.Kind.SERVICE, Role.OPERATOR));
    ledger.add(principal(SECOND_APPROVER, Principal.Kind.HUMAN, Role.APPROVER));
    publish("/v1/ladder", "ladder.yaml");
    publish("/v1/contract-templates", "contract.template.yaml");
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  private static Principal principal(String id, Principal.Kind kind, Role role) {
    return new Principal(
        new PrincipalId(id), kind, new TenantId("default"), Set.of(role), Optional.empty());
  }

  private static void publish(String path, String file) throws IOException {
    String source = Files.readString(EXAMPLE.resolve(file));
    expect(
        201,
        ledger.post(
            OPERATOR, path, Json.text(Fields.with("source", new JsonValue.Text(source)).build())));
  }

  /// Its contract bears the agent's name.
  @BeforeEach
  void hire() throws IOException {
    agent = "junior-" + NUMBER.incrementAndGet();
    branch = "agent/" + agent + "/adder";
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/agents",
            "{\"agentId\": \"%s\", \"owner\": \"platform-team\"}".formatted(agent)));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "%s", "template": "junior-engineer",
             "parameters": {"agent": "%s", "repository": "site"}}
            """
                .formatted(agent, agent)));
    String url = ledger.service().url().toString();
    repository = GuardedRepository.create(directory, url, ledger.token(OPERATOR));
    repository.knows("junior", agent, agent);
    assertThat(repository.install(url, "--outcome", "ci")).isZero();
    repository.git("checkout", "-q", "-b", branch);
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  private static Fields read(String path) {
    String sign = path.contains("?") ? "&" : "?";
    return expect(200, ledger.get(OPERATOR, path + sign + "atLeast=" + ledger.position())).json();
  }

  private List<Fields> dispatches() {
    return Members.objects(read("/v1/dispatches?contract=" + agent), "items");
  }

  private long level() {
    return Members.number(read("/v1/agents/" + agent), "level");
  }

  private long passesInARow() {
    return Members.number(
        Members.object(read("/v1/agents/" + agent), "competence"), "consecutivePassesAtLevel");
  }

  private Push push(String refs) {
    return repository.push("junior", "origin", refs);
  }

  /// What the CI service does: the report is evidence of the push, and the outcome follows from
  /// what the ledger has read in it.
  private void report(String result) {
    Fields dispatch = dispatches().getFirst();
    assertThat(Members.text(dispatch, "state")).isEqualTo("RELEASED");
    String id = Members.text(dispatch, "dispatchId");
    String suite =
        "<testsuite name=\"%s\"><testcase classname=\"adder\" name=\"adds\">%s</testcase></testsuite>"
            .formatted(id, result);
    Fields evidence =
        expect(
                201,
                ledger.send(
                    ledger
                        .request(
                            CI,
                            "/v1/evidence/reports?format=junit-xml&contractId="
                                + agent
                                + "&dispatchId="
                                + id)
                        .header("Content-Type", "application/xml")
                        .POST(BodyPublishers.ofString(suite))))
            .json();
    boolean passed =
        Members.object(evidence, "claims").find("passed").filter(Bool.TRUE::equals).isPresent();
    outcome(id, passed ? "SUCCEEDED" : "FAILED");
  }

  private void outcome(String dispatch, String outcome) {
    expect(
        201,
        ledger.post(
            CI,
            "/v1/dispatches/" + dispatch + "/outcome",
            "{\"contractId\": \"%s\", \"outcome\": \"%s\"}".formatted(agent, outcome)));
  }

  private void passes() throws IOException {
    repository.commit("src/add.sh", "version " + NUMBER.incrementAndGet());
    assertAccepted(push(branch));
    report("");
  }

  private void fails() throws IOException {
    repository.commit("src/add.sh", "version " + NUMBER.incrementAndGet());
    assertAccepted(push(branch));
    report("<failure message=\"another sum\"/>");
  }

  private Fields openMergeRequest() {
    return expect(
            201,
            ledger.post(
                OPERATOR,
                "/v1/dispatches",
                """
                {"contractId": "%s", "action": "git.merge-request.open",
                 "resources": ["repo/site/merge-requests/%s/adder"],
                 "justification": "The adder is ready to be looked at."}
                """
                    .formatted(agent, agent)))
        .json();
  }

  private Optional<Fields> proposal() {
    return Members.objects(read("/v1/promotions"), "items").stream()
        .filter(item -> Members.text(item, "agentId").equals(agent))
        .findFirst();
  }

  private void grant(String approver) {
    expect(
        200,
        ledger.post(
            approver,
            "/v1/agents/%s/promotions/%s/answer"
                .formatted(agent, Members.text(proposal().orElseThrow(), "proposal")),
            "{\"granted\": true, \"reason\": \"Its changes are good\"}"));
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plus(ASSESSED_MAX);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("the ledger did not assess the agent").isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @Test
  void earnsItsWayFromItsOwnBranchesToTheProtectedBranch() throws IOException {
    passes();
    assertRefused(push(branch + ":main"), "ladder.actions");
    assertThat(passesInARow()).isEqualTo(1);
    assertThat(Members.text(openMergeRequest(), "verdict")).isEqualTo("VETOED");
    passes();
    fails();
    assertThat(passesInARow()).isZero();

    passes();
    passes();
    assertThat(level()).isZero();
    passes();
    await(() -> level() == 1);

    Fields request = openMergeRequest();
    assertThat(Members.text(request, "verdict")).isEqualTo("AUTHORIZED");
    outcome(Members.text(request, "dispatchId"), "SUCCEEDED");
    assertRefused(push(branch + ":main"), "ladder.actions");
    assertThat(proposal()).isEmpty();
    passes();
    await(() -> proposal().isPresent());
    assertThat(level()).isEqualTo(1);

    grant(SUPERVISOR);
    assertThat(level()).isEqualTo(1);
    assertRefused(push(branch + ":main"), "ladder.actions");
    grant(SECOND_APPROVER);
    assertThat(level()).isEqualTo(2);
    assertAccepted(push(branch + ":main"));
    assertThat(repository.served("main")).isEqualTo(repository.served(branch));
    report("");
    assertThat(Members.text(dispatches().getFirst(), "state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void losesItsCountByLeavingItsBranchesAndMayGoOn() throws IOException {
    passes();
    assertRefused(push(branch + ":release"), "is outside the scope");
    assertThat(passesInARow()).isZero();
    repository.commit("ci/test", "exit 0");
    assertRefused(push(branch), "repo/site/files/ci/test");
    repository.git("reset", "-q", "--hard", "HEAD~1");
    passes();
    assertThat(passesInARow()).isEqualTo(1);
    assertThat(Members.text(read("/v1/contracts/" + agent), "status")).isEqualTo("ACTIVE");
  }

  @Test
  void countsAPushOnlyWhenItsTestsAreOnRecord() throws IOException {
    repository.commit("src/add.sh", "one");
    assertAccepted(push(branch));
    assertThat(Members.text(dispatches().getFirst(), "state")).isEqualTo("RELEASED");
    assertThat(passesInARow()).isZero();
    repository.commit("src/add.sh", "two");
    assertRefused(push(branch), "openDispatchesMax");
    assertThat(Members.text(dispatches().getLast(), "state")).isEqualTo("RELEASED");
    outcome(Members.text(dispatches().getLast(), "dispatchId"), "SUCCEEDED");
    assertThat(passesInARow()).isEqualTo(1);
    assertAccepted(push(branch));
  }

  @Test
  void takesAPushOnceThoughItsOutcomeIsOpen() throws IOException {
    repository.commit("src/add.sh", "one");
    assertAccepted(push(branch));
    Files.delete(repository.bare().resolve("refs/heads/" + branch));
    assertRefused(push(branch), "openDispatchesMax");
    assertThat(repository.served("refs/heads/" + branch)).isEmpty();
    outcome(Members.text(dispatches().getLast(), "dispatchId"), "FAILED");
    assertAccepted(push(branch));
    assertThat(dispatches()).hasSize(3);
  }

  @Test
  void remembersWithTheNextPushWhatTheHookCouldNot() throws IOException {
    Path kept = Files.createDirectories(repository.bare().resolve("phase-ledger"));
    Files.writeString(kept.resolve("used"), "in the way");
    repository.commit("src/add.sh", "one");
    Push first = push(branch);
    assertAccepted(first);
    assertThat(first.text()).contains("its outcome is not on record yet");
    assertThat(dispatches()).hasSize(1);

    Files.delete(kept.resolve("used"));
    Files.delete(repository.bare().resolve("refs/heads/" + branch));
    assertRefused(push(branch), "openDispatchesMax");
    assertThat(kept.resolve("used")).isDirectoryContaining(file -> true);
    assertThat(dispatches())
        .extracting(dispatch -> Members.text(dispatch, "state"))
        .containsExactly("VETOED", "RELEASED");
  }
}
