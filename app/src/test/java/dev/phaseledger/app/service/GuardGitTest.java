package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.GuardedRepository.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/// Who may push, and what becomes of a push, with real pushes to a real repository.
final class GuardGitTest extends GuardedPushes {

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
}
