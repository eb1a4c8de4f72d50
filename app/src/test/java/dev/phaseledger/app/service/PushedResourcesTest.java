package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.GuardedRepository.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a push touches in the eyes of the ledger, with real pushes to a real repository.
final class PushedResourcesTest extends GuardedPushes {

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
    long position = ledger.position();
    Push push = repository.push("alice", "origin", "work");
    assertRefused(push, "repo/site/files/src/Main.java");
    assertThat(push.text()).contains("the contract was revoked by this");
    assertThat(repository.served("work")).isEqualTo(before);
    assertThat(revoked()).isTrue();
    assertThat(ledger.position()).isEqualTo(position + 3);
    assertBreachInOneAppend(dispatches().getFirst());

    repository.git("reset", "-q", "--hard", "HEAD~1");
    repository.commit("docs/a.md", "harmless");
    assertRefused(repository.push("alice", "origin", "work"), "the contract is revoked");
  }

  /// Verdict, signal and revocation stand one after the other, recorded at the same time.
  private void assertBreachInOneAppend(Fields dispatch) {
    long index = Members.number(dispatch, "index");
    List<Fields> items =
        Members.objects(
            expect(200, ledger.get(OPERATOR, "/v1/ledger/entries?size=3&from=" + index)).json(),
            "items");
    assertThat(items)
        .extracting(item -> Members.number(item, "index"))
        .containsExactly(index, index + 1, index + 2);
    assertThat(Members.number(read("/v1/contracts/" + contract), "position"))
        .isEqualTo(ledger.position());
    List<Fields> entries =
        items.stream().map(item -> (Fields) Json.parse(Members.text(item, "entry"))).toList();
    assertThat(entries)
        .extracting(entry -> Members.text(entry, "type").replaceFirst("\\.v[0-9]+$", ""))
        .containsExactly("dispatch.decided", "failure.signalled", "contract.revoked");
    String time = Members.text(entries.getFirst(), "time");
    assertThat(entries).extracting(entry -> Members.text(entry, "time")).containsOnly(time);
    // The request to push is the breach, and judging it detects it: nothing passes in between.
    Fields signal = Members.object(entries.get(1), "data");
    assertThat(Members.text(signal, "kind")).isEqualTo("contract.breach");
    assertThat(Members.text(signal, "dispatchId")).isEqualTo(Members.text(dispatch, "dispatchId"));
    Instant detected = Instant.parse(Members.text(signal, "detectedAt"));
    assertThat(Duration.between(Instant.parse(Members.text(signal, "occurredAt")), detected))
        .isZero();
    assertThat(detected.truncatedTo(ChronoUnit.MICROS)).isBeforeOrEqualTo(Instant.parse(time));
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
        .extracting(GuardedPushes::action)
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
}
