package dev.phaseledger.app.guard;

import dev.phaseledger.app.guard.PushKind.History;
import dev.phaseledger.app.guard.PushKind.Protection;
import dev.phaseledger.command.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a push brings, takes away and touches.
///
/// An ordinary branch brings the commits that are new to the repository; a protected one brings all
/// that it gains, wherever they were pushed before. A rewritten or deleted branch takes away the
/// commits that no other ref holds. Of each commit its own changes count: a file that a later one
/// puts back was touched.
///
/// @param commits brought and taken away
/// @param files paths that these commits change
/// @param touched the resources that stand for them, without the ref
record PushedWork(History history, int commits, int files, Set<String> touched) {

  /// Commits of one push.
  static final int COMMITS_MAX = 1_000;

  /// Files, links, link targets and submodules of one push; the ref takes one more place.
  static final int TOUCHED_MAX = Limits.RESOURCES_MAX - 1;

  /// Longest target of a symbolic link, in bytes.
  static final int LINK_BYTES_MAX = 4_096;

  PushedWork {
    touched = Set.copyOf(touched);
  }

  static PushedWork of(Git git, RefUpdate update, Protection protection, Resources names) {
    return new Finder(git, update, protection, names).find();
  }

  private static final class Finder {

    private final Git git;
    private final RefUpdate update;
    private final Protection protection;
    private final Resources names;
    private final Set<String> paths = new TreeSet<>();
    private final Set<String> touched = new TreeSet<>();

    Finder(Git git, RefUpdate update, Protection protection, Resources names) {
      this.git = git;
      this.update = update;
      this.protection = protection;
      this.names = names;
    }

    PushedWork find() {
      requireCommits();
      History history = history();
      Set<String> commits = new TreeSet<>(gained());
      if (update.deletes() || history == History.REWRITTEN) {
        commits.addAll(dropped());
      }
      if (commits.size() > COMMITS_MAX) {
        throw tooManyCommits();
      }
      for (RawDiff.Change change : changes(commits)) {
        take(change);
      }
      return new PushedWork(history, commits.size(), paths.size(), touched);
    }

    private void requireCommits() {
      for (String id : List.of(update.oldId(), update.newId())) {
        boolean absent = id.chars().allMatch(c -> c == '0');
        if (!absent
            && git.call(new byte[0], List.of("rev-parse", "--verify", "--quiet", id + "^{commit}"))
                    .exitCode()
                != 0) {
          throw new Refusal(
              "'" + update.ref() + "' names something that is no commit (" + id + ")",
              "push commits and tags of commits only");
        }
      }
    }

    private History history() {
      if (update.creates() || update.deletes()) {
        return History.KEPT;
      }
      Git.Result result =
          git.call(
              new byte[0], List.of("merge-base", "--is-ancestor", update.oldId(), update.newId()));
      return switch (result.exitCode()) {
        case 0 -> History.KEPT;
        case 1 -> History.REWRITTEN;
        default ->
            throw new Refusal(
                "git cannot compare the old and the new commit: " + result.error(),
                "fetch, and push again");
      };
    }

    private List<String> gained() {
      if (update.deletes()) {
        return List.of();
      }
      return protection == Protection.PROTECTED && !update.creates()
          ? commits(List.of(update.newId(), "--not", update.oldId()))
          : commits(List.of(update.newId(), "--not", "--all"));
    }

    /// `--all` would count HEAD, which may be the very ref.
    private List<String> dropped() {
      List<String> which = new ArrayList<>(List.of(update.oldId(), "--not"));
      if (!update.deletes()) {
        which.add(update.newId());
      }
      which.add("--exclude=" + update.ref());
      which.add("--glob=refs/*");
      return commits(which);
    }

    private List<String> commits(List<String> which) {
      List<String> arguments =
          new ArrayList<>(List.of("rev-list", "--max-count=" + (COMMITS_MAX + 1)));
      arguments.addAll(which);
      List<String> commits =
          new String(git.run(new byte[0], arguments), StandardCharsets.US_ASCII).lines().toList();
      if (commits.size() > COMMITS_MAX) {
        throw tooManyCommits();
      }
      return commits;
    }

    private List<RawDiff.Change> changes(Set<String> commits) {
      // A merge's own changes are those against all its parents.
      byte[] ids = (String.join("\n", commits) + "\n").getBytes(StandardCharsets.US_ASCII);
      List<RawDiff.Change> changes = new ArrayList<>();
      if (!commits.isEmpty()) {
        changes.addAll(
            RawDiff.parse(git.run(ids, diff("--stdin", "--root", "-c", "--no-commit-id"))));
      }
      if (protection == Protection.PROTECTED && !update.creates() && !update.deletes()) {
        // A merge can also take one parent's side of a file, which is no change of its own.
        changes.addAll(RawDiff.parse(git.run(new byte[0], diff(update.oldId(), update.newId()))));
      }
      return changes;
    }

    private static List<String> diff(String... more) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "diff-tree",
                  "-r",
                  "-z",
                  "--raw",
                  "--no-abbrev",
                  "--no-renames",
                  "--ignore-submodules=none"));
      arguments.addAll(List.of(more));
      return arguments;
    }

    private void take(RawDiff.Change change) {
      paths.add(change.path());
      if (change.concernsFile()) {
        touched.add(names.file(change.path()));
      }
      if (change.concernsSubmodule()) {
        touched.add(names.submodule(change.path()));
      }
      if (change.leavesLink()) {
        byte[] target = git.run(new byte[0], List.of("cat-file", "blob", change.result()));
        if (target.length > LINK_BYTES_MAX) {
          throw new Refusal(
              "the symbolic link '"
                  + change.path()
                  + "' is longer than "
                  + LINK_BYTES_MAX
                  + " bytes",
              "take it out of the commits and push again");
        }
        touched.add(names.linkTarget(change.path(), target));
      }
      if (touched.size() > TOUCHED_MAX) {
        throw new Refusal(
            "the push touches more than " + TOUCHED_MAX + " files",
            "split it into several pushes: push an earlier commit of the branch first");
      }
    }

    private static Refusal tooManyCommits() {
      return new Refusal(
          "the push brings or takes away more than " + COMMITS_MAX + " commits",
          "split it into several pushes: push an earlier commit of the branch first");
    }
  }
}
