package dev.phaseledger.app.guard;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the guard in front of a bare repository: two hooks and the configuration they read.
public final class HookInstaller {

  /// The line by which the guard knows its own hooks.
  static final String MARK = "# Phase Ledger guard 1: written by 'ledger guard git install'";

  private static final List<String> HOOKS = List.of("pre-receive", "post-receive");

  private final Git git;
  private final Path repository;

  /// @param environment in the repository's directory
  public HookInstaller(Environment environment) {
    this.git = new Git(environment);
    this.repository = environment.directory();
  }

  /// What to configure; what is empty stays as it is.
  ///
  /// @param program the launcher that the hooks run
  /// @param agents by the identity that the front gives them
  /// @param protectedBranches patterns, instead of the default branch alone
  public record Plan(
      Path program,
      URI service,
      Path tokenFile,
      Optional<String> repository,
      Optional<String> identityVariable,
      Map<String, AgentId> agents,
      Optional<ContractId> contract,
      List<String> protectedBranches,
      Map<String, String> actions,
      Optional<Reporter> reporter) {

    public Plan {
      agents = new LinkedHashMap<>(agents);
      protectedBranches = List.copyOf(protectedBranches);
      actions = new LinkedHashMap<>(actions);
    }
  }

  /// Installs the guard, or brings an installed one up to date.
  ///
  /// @return the hooks that were written
  /// @throws Refusal if something is in the way; nothing is changed then
  public List<Path> install(Plan plan) throws IOException {
    check(plan);
    Path hooks = repository.resolve("hooks");
    for (String name : HOOKS) {
      requireOwn(hooks.resolve(name));
    }
    configure(plan);
    Files.createDirectories(hooks);
    List<Path> written = new ArrayList<>();
    for (String name : HOOKS) {
      written.add(write(hooks.resolve(name), script(plan.program(), name)));
    }
    return written;
  }

  private void check(Plan plan) {
    Git.Result bare = git.call(new byte[0], List.of("rev-parse", "--is-bare-repository"));
    if (bare.exitCode() != 0
        || !bare.text().equals("true")
        || !Files.isDirectory(repository.resolve("objects"))) {
      throw new Refusal(
          repository + " is no bare git repository",
          "name the directory that 'git init --bare' made");
    }
    String elsewhere = git.call(new byte[0], List.of("config", "core.hooksPath")).text();
    if (!elsewhere.isEmpty()) {
      throw new Refusal(
          "git takes hooks from " + elsewhere + " (core.hooksPath), not from this repository",
          "unset core.hooksPath here, or call the guard from the hooks there");
    }
    GuardSettings.checkService(plan.service());
    plan.repository().ifPresent(GuardSettings::repository);
    GuardLedger.token(plan.tokenFile());
    if (!Files.isExecutable(plan.program())) {
      throw new Refusal(plan.program() + " is not executable", "name the launcher with --program");
    }
    for (String kind : plan.actions().keySet()) {
      if (PushKind.named(kind).isEmpty()) {
        throw new Refusal(
            "'" + kind + "' is no kind of push", "see 'ledger guard git install --help'");
      }
    }
  }

  private static void requireOwn(Path hook) throws IOException {
    if (Files.exists(hook) && !Files.readString(hook).contains(MARK)) {
      throw new Refusal(
          hook + " is there already and not the guard's",
          "move it away, or call the guard from it: ledger guard git " + hook.getFileName());
    }
  }

  private void configure(Plan plan) {
    set("receive.advertisePushOptions", "true");
    set("ledger.url", plan.service().toString());
    set("ledger.tokenFile", plan.tokenFile().toAbsolutePath().toString());
    plan.repository().ifPresent(name -> set("ledger.repository", name));
    plan.identityVariable().ifPresent(name -> set("ledger.identity", name));
    plan.contract().ifPresent(contract -> set("ledger.contract", contract.value()));
    plan.agents()
        .forEach((identity, agent) -> set("ledger.agent." + identity + ".id", agent.value()));
    plan.actions().forEach((kind, action) -> set("ledger.action." + kind, action));
    plan.reporter().ifPresent(reporter -> set("ledger.outcome", reporter.key()));
    if (!plan.protectedBranches().isEmpty()) {
      // Exit code 5: there was none to remove.
      git.call(new byte[0], List.of("config", "--local", "--unset-all", "ledger.protected"));
      for (String pattern : plan.protectedBranches()) {
        git.text("config", "--local", "--add", "ledger.protected", pattern);
      }
    }
  }

  private void set(String key, String value) {
    git.text("config", "--local", "--replace-all", key, value);
  }

  /// Written beside and moved over: git never runs half a hook.
  private static Path write(Path hook, String script) throws IOException {
    Path draft = hook.resolveSibling(hook.getFileName() + ".new");
    Files.writeString(draft, script);
    if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return Files.move(
        draft, hook, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static String script(Path program, String hook) {
    String quoted = "'" + program.toAbsolutePath().toString().replace("'", "'\\''") + "'";
    return """
    #!/bin/sh
    %s; run that again to change it.
    # Whatever goes wrong rejects the push: git takes it only if this ends with 0.
    exec %s guard git %s
    """
        .formatted(MARK, quoted, hook);
  }
}
