package dev.phaseledger.app.cli;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.app.guard.Environment;
import dev.phaseledger.app.guard.HookInstaller;
import dev.phaseledger.app.guard.PushGuard;
import dev.phaseledger.app.guard.PushReport;
import dev.phaseledger.app.guard.Refusal;
import dev.phaseledger.app.guard.Reporter;
import dev.phaseledger.app.service.MeasuredLedger;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "git",
    description = {
      "Let a git repository take only pushes that the ledger authorizes.",
      "A push is one dispatch. Its resources are the ref, repo/NAME/refs/heads/x, and every file"
          + " that one of its commits changes, repo/NAME/files/src/A.java. Submodules are"
          + " repo/NAME/submodules/lib; of a symbolic link both the link and what it leads to count.",
      "Who pushes is what the server says, never what a commit says."
    },
    synopsisSubcommandLabel = "COMMAND")
final class GuardGitCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: install, pre-receive or post-receive");
  }

  @Command(
      name = "install",
      description = {
        "Put the guard in front of a bare repository: two hooks, and their settings in its git"
            + " configuration (ledger.*). Hooks of others are left alone.",
        "A push option or the configuration names the contract: git push -o contract=ID, else"
            + " ledger.agent.NAME.contract, else ledger.contract, else the agent's only active one.",
        "Kinds of pushes and the actions they ask for: push git.push, force git.push.force, create"
            + " git.branch.create, delete git.branch.delete, merge git.merge (a protected branch),"
            + " tag git.tag, tag-change git.tag.change, other git.ref."
      })
  int install(
      @Option(
              names = "--repo",
              required = true,
              paramLabel = "DIR",
              description = "The bare repository.")
          Path repository,
      @Option(
              names = "--service",
              required = true,
              paramLabel = "URL",
              description = "The ledger's service, such as http://127.0.0.1:8080")
          URI service,
      @Option(
              names = "--token-file",
              required = true,
              paramLabel = "FILE",
              description =
                  "A file, mode 0600, with the token to ask with: an operator's, or the agent's.")
          Path tokenFile,
      @Option(
              names = "--agent",
              paramLabel = "NAME=AGENT",
              description = "Who may push: the name that the server gives, and the agent's id.")
          @Nullable Map<String, String> agents,
      @Option(
              names = "--identity",
              paramLabel = "VARIABLE",
              description =
                  "The environment variable in which the server says who pushes, such as"
                      + " REMOTE_USER. Default: LEDGER_AGENT")
          @Nullable String identity,
      @Option(
              names = "--contract",
              paramLabel = "ID",
              description = "The contract of whoever names none.")
          @Nullable String contract,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              description = "The repository's name in resources. Default: its directory's")
          @Nullable String name,
      @Option(
              names = "--protected",
              paramLabel = "PATTERN",
              description =
                  "Branches to which a push is a merge, such as 'release/*'; may be repeated."
                      + " Default: the branch that HEAD names")
          @Nullable List<String> protectedBranches,
      @Option(
              names = "--action",
              paramLabel = "KIND=ACTION",
              description = "The action that a kind of push asks for.")
          @Nullable Map<String, String> actions,
      @Option(
              names = "--outcome",
              paramLabel = "WHO",
              description =
                  "Who says how a push turned out: hook (it was taken), or ci (whoever tests it"
                      + " reports it; until then it is open). Default: hook")
          @Nullable Reporter reporter,
      @Option(
              names = "--program",
              paramLabel = "FILE",
              description = "The launcher that the hooks run. Default: this one")
          @Nullable Path program,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    if (!Files.isDirectory(repository)) {
      throw CliException.usage("there is no directory " + repository);
    }
    Map<String, AgentId> known = new LinkedHashMap<>();
    orEmpty(agents).forEach((front, agent) -> known.put(front, new AgentId(agent)));
    HookInstaller.Plan plan =
        new HookInstaller.Plan(
            program == null ? Homes.home().resolve("ledger") : program,
            service,
            tokenFile,
            Optional.ofNullable(name),
            Optional.ofNullable(identity),
            known,
            Optional.ofNullable(contract).map(ContractId::new),
            protectedBranches == null ? List.of() : protectedBranches,
            orEmpty(actions),
            Optional.ofNullable(reporter));
    List<Path> hooks;
    try {
      hooks =
          new HookInstaller(new Environment(repository.toRealPath(), System.getenv()))
              .install(plan);
    } catch (Refusal refused) {
      throw CliException.usage(refused.reason() + "; " + refused.advice());
    } catch (IllegalArgumentException wrong) {
      throw CliException.usage(String.valueOf(wrong.getMessage()));
    }
    List<String> names = hooks.stream().map(Path::toString).toList();
    if (json) {
      out().println(Json.text(Fields.with("hooks", Items.ofTexts(names)).build()));
    } else {
      names.forEach(hook -> out().println("Wrote " + hook));
      out().println("Settings: git -C " + repository + " config --get-regexp '^ledger'");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "pre-receive",
      description = {
        "Ask the ledger about a push. Runs as a repository's pre-receive hook: git passes the refs"
            + " on standard input.",
        "Ends with 0 only if the push is authorized; a push that waits for approval is pushed again"
            + " once it is approved."
      })
  int preReceive(
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json) {
    PushGuard.Passed passed;
    try {
      passed = new PushGuard(environment(), MeasuredLedger.clock()).ask(lines());
    } catch (Refusal refused) {
      return refuse(refused.reason(), refused.advice(), refused.dispatch(), json);
    } catch (IOException failure) {
      return refuse(
          "the guard fails: " + failure, "ask whoever runs the repository", Optional.empty(), json);
    }
    if (json) {
      out()
          .println(
              Json.text(
                  Fields.with("accepted", Bool.TRUE)
                      .put("dispatchId", passed.dispatchId())
                      .put("contractId", passed.contractId())
                      .put("action", passed.action())
                      .put("commits", passed.commits())
                      .put("files", passed.files())
                      .build()));
    } else {
      out()
          .println(
              "ledger: %s (commits: %d, files: %d) is authorized by dispatch %s under contract %s"
                  .formatted(
                      passed.action(),
                      passed.commits(),
                      passed.files(),
                      passed.dispatchId(),
                      passed.contractId()));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "post-receive",
      description =
          "Put on record that the repository has taken a push. Runs as its post-receive hook.")
  int postReceive(
      @Option(names = "--json", description = "Print the result as JSON.") boolean json) {
    List<String> reported;
    try {
      reported = new PushReport(environment()).report(lines());
    } catch (Refusal refused) {
      return unreported(refused.reason());
    } catch (IOException failure) {
      return unreported(failure.toString());
    }
    if (json) {
      out().println(Json.text(Fields.with("reported", Items.ofTexts(reported)).build()));
    }
    return ExitCode.OK;
  }

  /// The push has happened; the next one makes the report first.
  private int unreported(String reason) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("ledger: the push is taken, but its outcome is not on record yet: " + reason);
    err.println("ledger: the next push reports it first");
    return ExitCode.NEGATIVE;
  }

  private int refuse(String reason, String advice, Optional<String> dispatch, boolean json) {
    if (json) {
      Fields.Builder answer =
          Fields.with("accepted", Bool.FALSE).put("reason", reason).put("advice", advice);
      dispatch.ifPresent(id -> answer.put("dispatchId", id));
      out().println(Json.text(answer.build()));
    } else {
      PrintWriter err = spec.commandLine().getErr();
      err.println("ledger: push refused: " + reason);
      err.println("ledger: next: " + advice);
    }
    return ExitCode.NEGATIVE;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static Environment environment() {
    return new Environment(Path.of("").toAbsolutePath(), System.getenv());
  }

  /// The refs, as git passes them; names that are not UTF-8 are refused with the rest of what
  /// cannot be put before the ledger.
  private static List<String> lines() throws IOException {
    byte[] input = System.in.readNBytes(PushGuard.INPUT_BYTES_MAX + 1);
    return PushGuard.lines(input);
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
