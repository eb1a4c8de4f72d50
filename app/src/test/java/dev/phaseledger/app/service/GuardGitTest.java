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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real pushes to a real repository, whose hooks ask the real service.
final class GuardGitTest {

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
  private static RunningService ledger;

  @TempDir Path directory;
  private GuardedRepository repository;
  private String contract = "";

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

  private static void issue(String contract, String actions) {
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

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  private static Fields read(String path) {
    return expect(200, ledger.get(OPERATOR, path + "?atLeast=" + ledger.position())).json();
  }

  private List<Fields> dispatches() {
    return Members.objects(
        expect(
                200,
                ledger.get(
                    OPERATOR,
                    "/v1/dispatches?contract=" + contract + "&atLeast=" + ledger.position()))
            .json(),
        "items");
  }

  private Fields only() {
    assertThat(dispatches()).hasSize(1);
    return dispatches().getFirst();
  }

  private static List<String> resources(Fields dispatch) {
    return ((JsonValue.Items) Members.object(dispatch, "request").find("resources").orElseThrow())
        .values().stream().map(value -> ((JsonValue.Text) value).value()).toList();
  }

  private static String action(Fields dispatch) {
    return Members.text(Members.object(dispatch, "request"), "action");
  }

  private boolean revoked() {
    return Members.text(read("/v1/contracts/" + contract), "status").equals("REVOKED");
  }

  private static void assertAccepted(Push push) {
    assertThat(push.exitCode()).as(push.text()).isZero();
  }

  private static void assertRefused(Push push, String reason) {
    assertThat(push.exitCode()).as(push.text()).isNotZero();
    assertThat(push.text())
        .contains("remote: ledger: push refused: ")
        .contains("remote: ledger: next: ")
        .contains("pre-receive hook declined")
        .contains(reason);
  }

  /// A branch on the server, in scope, to start from.
  private void work() throws IOException {
    repository.git("checkout", "-q", "-b", "work");
    repository.commit("docs/a.md", "one");
    assertAccepted(repository.push("alice", "-q", "origin", "work"));
  }

  @Test
  void takesAPushInScopeAndRecordsThatItHappened() throws IOException {
    repository.git("checkout", "-q", "-b", "work");
    repository.commit("docs/a.md", "one");
    repository.commit("docs/über/ß.md", "two");
    Push push = repository.push("alice", "-o", "reason=The page is wrong", "origin", "work");
    assertAccepted(push);
    assertThat(push.text()).contains("remote: ledger: git.branch.create (commits: 2, files: 2)");
    assertThat(repository.served("refs/heads/work")).isEqualTo(repository.git("rev-parse", "work"));
    Fields dispatch = only();
    assertThat(Members.text(dispatch, "state")).isEqualTo("SUCCEEDED");
    assertThat(resources(dispatch))
        .containsExactly(
            "repo/site/refs/heads/work",
            "repo/site/files/docs/a.md",
            "repo/site/files/docs/über/ß.md");
    Fields request = Members.object(dispatch, "request");
    assertThat(Members.text(request, "justification")).isEqualTo("The page is wrong");
    assertThat(Members.text(Members.object(request, "labels"), "pusher")).isEqualTo("alice");
    Fields parameters = Members.object(request, "parameters");
    assertThat(Members.number(parameters, "commits")).isEqualTo(2);
    assertThat(Members.number(parameters, "files")).isEqualTo(2);
    assertThat(Members.text(parameters, "newCommit")).isEqualTo(repository.served("work"));

    repository.commit("docs/a.md", "three");
    assertAccepted(repository.push("alice", "origin", "work"));
    assertThat(action(dispatches().getFirst())).isEqualTo("git.push");
  }

  @Test
  void refusesAFileOutsideTheScopeAndEndsTheContractInTheSameAppend() throws IOException {
    work();
    String before = repository.served("work");
    repository.commit("src/Main.java", "evil");
    Push push = repository.push("alice", "origin", "work");
    assertRefused(push, "repo/site/files/src/Main.java");
    assertThat(push.text()).contains("the contract was revoked by this");
    assertThat(repository.served("work")).isEqualTo(before);
    assertThat(revoked()).isTrue();
    List<Fields> entries =
        Members.objects(
                expect(
                        200,
                        ledger.get(
                            OPERATOR,
                            "/v1/ledger/entries?size=3&from="
                                + Members.number(dispatches().getFirst(), "index")))
                    .json(),
                "items")
            .stream()
            .map(item -> (Fields) Json.parse(Members.text(item, "entry")))
            .toList();
    assertThat(entries)
        .extracting(entry -> Members.text(entry, "type").replaceFirst("\\.v[0-9]+$", ""))
        .containsExactly("dispatch.decided", "failure.signalled", "contract.revoked");
    assertThat(entries)
        .extracting(entry -> Members.text(entry, "time"))
        .containsOnly(Members.text(entries.getFirst(), "time"));

    repository.git("reset", "-q", "--hard", "HEAD~1");
    repository.commit("docs/a.md", "harmless");
    assertRefused(repository.push("alice", "origin", "work"), "the contract is revoked");
  }

  @Test
  void seesAFileThatIsRenamedOutOfTheScope() throws IOException {
    work();
    repository.git("mv", "docs/a.md", "a.md");
    repository.commitAll("Move");
    assertRefused(repository.push("alice", "origin", "work"), "'repo/site/files/a.md' is outside");
  }

  @Test
  void seesAFileThatALaterCommitPutsBack() throws IOException {
    work();
    repository.commit("README", "changed");
    repository.commit("README", "A site.");
    assertThat(repository.git("diff", "--name-only", "origin/work", "work")).isEmpty();
    assertRefused(repository.push("alice", "origin", "work"), "repo/site/files/README");
  }

  @Test
  void seesWhatAMergeBringsAndWhatItChangesItself() throws IOException {
    work();
    repository.git("checkout", "-q", "-b", "side", "main");
    repository.commit("docs/side.md", "side");
    repository.git("checkout", "-q", "work");
    repository.git("merge", "-q", "--no-edit", "side");
    assertAccepted(repository.push("alice", "origin", "work"));
    assertThat(resources(dispatches().getFirst()))
        .containsExactly("repo/site/refs/heads/work", "repo/site/files/docs/side.md");

    repository.git("checkout", "-q", "-b", "other", "main");
    repository.commit("docs/other.md", "other");
    repository.git("checkout", "-q", "work");
    repository.git("merge", "-q", "--no-commit", "other");
    repository.write("README", "slipped in");
    repository.commitAll("Merge other");
    assertRefused(repository.push("alice", "origin", "work"), "repo/site/files/README");
  }

  @Test
  void countsEverythingThatAProtectedBranchGainsWhereverItWasPushedBefore() throws IOException {
    repository.git("checkout", "-q", "-b", "side");
    repository.commit("README", "by somebody else");
    repository.pushPastTheGuard("side");
    repository.git("checkout", "-q", "-b", "work");
    assertAccepted(repository.push("alice", "origin", "work"));
    assertThat(resources(only())).containsExactly("repo/site/refs/heads/work");
    assertRefused(repository.push("alice", "origin", "work:main"), "repo/site/files/README");
  }

  @Test
  void doesNotTakeForcedPushesAndDeletionsForPushes() throws IOException {
    work();
    repository.git("commit", "-q", "--amend", "-m", "Other words");
    assertRefused(
        repository.push("alice", "-f", "origin", "work"), "'git.push.force' is not granted");
    assertRefused(
        repository.push("alice", "origin", ":work"), "'git.branch.delete' is not granted");

    issue(contract + "-more", "\"git.push.force\", \"git.branch.delete\"");
    String more = "contract=" + contract + "-more";
    assertAccepted(repository.push("alice", "-o", more, "-f", "origin", "work"));
    assertAccepted(repository.push("alice", "-o", more, "origin", ":work"));
    assertThat(repository.served("work")).isEmpty();
    contract = contract + "-more";
    assertThat(dispatches())
        .extracting(GuardGitTest::action)
        .containsExactly("git.branch.delete", "git.push.force");
    assertThat(resources(dispatches().getLast()))
        .containsExactly("repo/site/refs/heads/work", "repo/site/files/docs/a.md");
    assertThat(dispatches()).allMatch(d -> Members.text(d, "state").equals("SUCCEEDED"));
  }

  @Test
  void refusesNamesThatCannotBePutBeforeTheLedger() throws IOException {
    work();
    repository.commit("docs/two\nlines.md", "x");
    assertRefused(repository.push("alice", "origin", "work"), "cannot be put before the ledger");
    repository.git("reset", "-q", "--hard", "HEAD~1");
    String blob = repository.git("hash-object", "-w", "docs/a.md");
    repository.git("update-index", "--add", "--cacheinfo", "100644," + blob + ",docs/a%2fb");
    repository.git("commit", "-q", "-m", "Odd");
    assertRefused(repository.push("alice", "origin", "work"), "must not escape");
    assertThat(dispatches()).hasSize(1);
    assertThat(revoked()).isFalse();
  }

  @Test
  void countsWhatASymbolicLinkLeadsTo() throws IOException {
    work();
    Files.createSymbolicLink(repository.workTree().resolve("docs/in.md"), Path.of("a.md"));
    repository.commitAll("Link");
    assertAccepted(repository.push("alice", "origin", "work"));
    Files.createSymbolicLink(
        repository.workTree().resolve("docs/far"), Path.of("../../etc/passwd"));
    repository.commitAll("Link away");
    assertRefused(repository.push("alice", "origin", "work"), "leaves the repository");
    assertThat(revoked()).isFalse();
    Files.delete(repository.workTree().resolve("docs/far"));
    Files.createSymbolicLink(repository.workTree().resolve("docs/up"), Path.of("../README"));
    repository.git("add", "-A");
    repository.git("commit", "-q", "--amend", "-m", "Link up");
    assertRefused(repository.push("alice", "origin", "work"), "repo/site/files/README");
  }

  @Test
  void letsAnApprovedPushThroughWhenItIsPushedAgainAndOnlyOnce() throws IOException {
    repository.commit("docs/a.md", "for main");
    Push first = repository.push("alice", "origin", "main");
    assertRefused(first, "APPROVAL_REQUIRED");
    Fields asked = only();
    String id = Members.text(asked, "dispatchId");
    assertThat(first.text()).contains(id).contains("/console/dispatches/" + id);
    assertThat(action(asked)).isEqualTo("git.merge");
    assertRefused(repository.push("alice", "origin", "main"), id);
    assertThat(dispatches()).hasSize(1);

    answer(asked, true);
    assertAccepted(repository.push("alice", "origin", "main"));
    assertThat(Members.text(only(), "state")).isEqualTo("SUCCEEDED");

    // The same step once more, after the branch was put back behind the guard's back.
    repository.configure("core.logAllRefUpdates", "false");
    Files.writeString(
        repository.bare().resolve("refs/heads/main"), repository.git("rev-parse", "main~1") + "\n");
    assertRefused(repository.push("alice", "origin", "main"), "APPROVAL_REQUIRED");
    assertThat(dispatches()).hasSize(2);
    answer(dispatches().getFirst(), false);
    assertRefused(repository.push("alice", "origin", "main"), "was rejected: supervisor says");
    assertThat(dispatches()).hasSize(2);
  }

  @Test
  void doesNotLetAnApprovedPushThroughAfterTheContractWasRevoked() throws IOException {
    repository.commit("docs/a.md", "for main");
    assertRefused(repository.push("alice", "origin", "main"), "APPROVAL_REQUIRED");
    answer(only(), true);
    expect(
        200,
        ledger.post(
            OPERATOR, "/v1/contracts/" + contract + "/revocation", "{\"reason\": \"enough\"}"));
    read("/v1/contracts/" + contract);
    assertRefused(repository.push("alice", "origin", "main"), "no longer in force");
  }

  @Test
  void refusesWhatTheLedgerWouldRewrite() {
    repository.git("tag", "v1");
    assertRefused(repository.push("alice", "origin", "v1"), "CONSTRAINED");
    assertThat(repository.served("refs/tags/v1")).isEmpty();
  }

  @Test
  void refusesWhomItDoesNotKnowWhateverTheCommitsSay() throws IOException {
    repository.git("checkout", "-q", "-b", "work");
    repository.git("config", "user.name", "alice");
    repository.commit("docs/a.md", "one");
    assertRefused(repository.push("mallory", "origin", "work"), "'mallory' is no agent");
    assertRefused(repository.push("", "origin", "work"), "nobody said who pushes");
    repository.configure("ledger.agent.bob.id", "writer-2");
    assertRefused(
        repository.push("bob", "-o", "contract=" + contract, "origin", "work"),
        "not held by agent writer-2");
    assertThat(dispatches()).isEmpty();
  }

  @Test
  void refusesEverythingWhileTheLedgerCannotBeAsked() throws IOException {
    repository.git("checkout", "-q", "-b", "work");
    repository.commit("docs/a.md", "one");
    repository.configure("ledger.url", "http://127.0.0.1:1");
    assertRefused(repository.push("alice", "origin", "work"), "does not answer");
    repository.configure("ledger.url", ledger.service().url().toString());
    repository.token("pl_wrong");
    assertRefused(repository.push("alice", "origin", "work"), "does not accept the guard's token");
    repository.token(ledger.token(AGENT));
    Files.setPosixFilePermissions(
        repository.tokenFile(), PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(repository.push("alice", "origin", "work"), "is open to others");
    repository.token(ledger.token(AGENT));
    assertAccepted(repository.push("alice", "origin", "work"));
  }

  @Test
  void refusesMoreThanOneVerdictCanCover() throws IOException {
    repository.git("checkout", "-q", "-b", "work");
    for (int n = 0; n < 256; n++) {
      repository.write("docs/" + n, "x");
    }
    repository.commitAll("Many");
    assertRefused(repository.push("alice", "origin", "work"), "touches more than 255 files");
    repository.git("branch", "other", "main");
    assertRefused(repository.push("alice", "origin", "other", "main:more"), "updates 2 refs");
  }

  @Test
  void findsTheOnlyContractOfItsAgent() throws IOException {
    repository.configure("ledger.agent.carol.id", "writer-3");
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/agents",
            "{\"agentId\": \"writer-3\", \"level\": 3, \"owner\": \"boss\"}"));
    read("/v1/agents/writer-3");
    repository.git("checkout", "-q", "-b", "work");
    repository.commit("docs/a.md", "one");
    assertRefused(repository.push("carol", "origin", "work"), "holds no active contract");
  }

  @Test
  void reportsTheOutcomeLaterIfTheLedgerWasGone() throws IOException {
    work();
    String id = Members.text(only(), "dispatchId");
    // A push that went through while the ledger was gone leaves this behind.
    repository.commit("docs/a.md", "two");
    Path hook = repository.bare().resolve("hooks/post-receive");
    String script = Files.readString(hook);
    Files.writeString(
        hook, script.replace("exec ", "git config ledger.url http://127.0.0.1:1\nexec "));
    Push push = repository.push("alice", "origin", "work");
    assertAccepted(push);
    assertThat(push.text()).contains("its outcome is not on record yet");
    assertThat(dispatches())
        .filteredOn(d -> !Members.text(d, "dispatchId").equals(id))
        .singleElement()
        .satisfies(d -> assertThat(Members.text(d, "state")).isEqualTo("RELEASED"));
    Files.writeString(hook, script);
    repository.configure("ledger.url", ledger.service().url().toString());
    repository.commit("docs/a.md", "three");
    assertAccepted(repository.push("alice", "origin", "work"));
    assertThat(dispatches()).hasSize(3).allMatch(d -> Members.text(d, "state").equals("SUCCEEDED"));
  }

  @Test
  void leavesHooksOfOthersAlone() throws IOException {
    Path hook = repository.bare().resolve("hooks/pre-receive");
    String own = Files.readString(hook);
    assertThat(repository.install(ledger.service().url().toString())).isZero();
    assertThat(hook).hasContent(own);
    Files.writeString(hook, "#!/bin/sh\nexit 0\n");
    assertThat(repository.install(ledger.service().url().toString())).isEqualTo(2);
    assertThat(hook).hasContent("#!/bin/sh\nexit 0\n");
  }

  private static void answer(Fields dispatch, boolean granted) {
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
