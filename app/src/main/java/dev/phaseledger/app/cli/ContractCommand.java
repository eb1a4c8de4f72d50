package dev.phaseledger.app.cli;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.ServiceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "contract",
    description = "Issue, change, show and end execution contracts.",
    synopsisSubcommandLabel = "COMMAND")
final class ContractCommand implements Runnable {

  private static final String CONTRACTS = "/v1/contracts";
  private static final int NOT_FOUND = 404;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "name a command: issue, delegate, amend, show, list, enter-phase, fulfil, stop, revoke or"
            + " publish-template");
  }

  @Command(
      name = "issue",
      description = {
        "Grant a task to an agent.",
        "The file holds a contract, or a template's name with its parameters."
      })
  int issue(
      @Parameters(paramLabel = "FILE", description = "The contract: YAML, or JSON.") Path file,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    return issued(service, CONTRACTS, ContractFiles.read(file), json, "is issued");
  }

  @Command(name = "delegate", description = "Pass part of a contract on to another agent.")
  int delegate(
      @Parameters(paramLabel = "PARENT", description = "The contract to pass on from.") String id,
      @Parameters(paramLabel = "FILE", description = "The narrower contract: YAML, or JSON.")
          Path file,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    return issued(
        service,
        path(id) + "/delegations",
        ContractFiles.read(file),
        json,
        "is issued under " + id);
  }

  @Command(
      name = "amend",
      description = "Replace the terms of a contract. Approvals given before are stale.")
  int amend(
      @Parameters(paramLabel = "CONTRACT", description = "The contract.") String id,
      @Parameters(paramLabel = "FILE", description = "The whole of the new terms: YAML, or JSON.")
          Path file,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(
              names = "--version",
              paramLabel = "N",
              description = "The version you have seen. Default: the present one")
          @Nullable Integer version,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    var body = new TreeMap<>(ContractFiles.read(file).members());
    body.put("reason", new Text(reason));
    try (LedgerClient client = service.client()) {
      Fields present = find(client, id);
      body.putIfAbsent("agentId", new Text(Members.text(present, "agentId")));
      long replaced = version == null ? Members.number(present, "version") : version;
      Fields written =
          client.put(path(id), new Fields(body), RunKeys.random("amend"), "\"" + replaced + "\"");
      return say(json, written, "Contract %s is amended: version %d.".formatted(id, replaced + 1));
    }
  }

  @Command(name = "show", description = "Show a contract.")
  int show(
      @Parameters(paramLabel = "CONTRACT", description = "The contract.") String id,
      @Option(names = "--json", description = "Print the contract as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    try (LedgerClient client = service.client()) {
      Fields contract = find(client, id);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.text(contract));
      } else {
        ContractFiles.describe(contract).print(out);
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "list", description = "List contracts, the newest first.")
  int list(
      @Option(names = "--agent", paramLabel = "AGENT", description = "Only this agent's.")
          @Nullable String agent,
      @Option(names = "--status", paramLabel = "STATUS", description = "Only of this status.")
          @Nullable String status,
      @Option(names = "--json", description = "Print the contracts as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    try (LedgerClient client = service.client()) {
      List<Fields> contracts = all(client, agent, status);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.text(new JsonValue.Items(List.copyOf(contracts))));
      } else {
        ContractFiles.table(contracts).print(out);
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "enter-phase",
      description = "Ask to enter a phase. A refusal is on record too, and names what is missing.")
  int enterPhase(
      @Parameters(paramLabel = "CONTRACT", description = "The contract.") String id,
      @Parameters(paramLabel = "PHASE", description = "The next phase, or an earlier one.")
          String phase,
      @Option(
              names = "--justification",
              required = true,
              paramLabel = "TEXT",
              description = "Why the work is ready for it.")
          String justification,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    Fields answer =
        post(
            service,
            id,
            "phase",
            Fields.with("phase", new Text(phase)).put("justification", justification).build());
    say(json, answer, Members.text(answer, "explanation"));
    return JsonValue.Bool.TRUE.equals(answer.members().get("granted"))
        ? ExitCode.OK
        : ExitCode.NEGATIVE;
  }

  @Command(name = "fulfil", description = "Say that a contract's task is done.")
  int fulfil(@Mixin Ending ending, @Mixin ServiceOptions service) throws IOException {
    return end(service, ending, "fulfilment", "fulfilled");
  }

  @Command(name = "stop", description = "Stop a contract, without blame.")
  int stop(@Mixin Ending ending, @Mixin ServiceOptions service) throws IOException {
    return end(service, ending, "stop", "stopped");
  }

  @Command(name = "revoke", description = "Take a contract back, and all that was delegated.")
  int revoke(@Mixin Ending ending, @Mixin ServiceOptions service) throws IOException {
    return end(service, ending, "revocation", "revoked");
  }

  @Command(name = "publish-template", description = "Make a contract template known.")
  int publishTemplate(
      @Parameters(paramLabel = "FILE", description = "The template (YAML).") Path file,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json,
      @Mixin ServiceOptions service)
      throws IOException {
    String source = ExampleFiles.read(file);
    try (LedgerClient client = service.client()) {
      Fields written =
          client.post(
              "/v1/contract-templates",
              Fields.with("source", new Text(source)).build(),
              RunKeys.random("template"));
      return say(
          json, written, "Template '%s' can be used.".formatted(Members.text(written, "id")));
    }
  }

  /// What every way to end a contract asks for.
  static final class Ending {

    @Parameters(paramLabel = "CONTRACT", description = "The contract.")
    String contract = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    String reason = "";

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;
  }

  private int end(ServiceOptions service, Ending ending, String path, String word)
      throws IOException {
    Fields written =
        post(
            service, ending.contract, path, Fields.with("reason", new Text(ending.reason)).build());
    long position = Members.number(written, "position");
    return say(
        ending.json,
        written,
        position == 0
            ? "Contract " + ending.contract + " had ended before."
            : "Contract %s is %s, on record at position %d."
                .formatted(ending.contract, word, position));
  }

  private int issued(ServiceOptions service, String path, Fields body, boolean json, String what)
      throws IOException {
    try (LedgerClient client = service.client()) {
      Fields written = client.post(path, body, RunKeys.random("issue"));
      return say(
          json,
          written,
          "Contract %s %s, on record at position %d."
              .formatted(Members.text(written, "id"), what, Members.number(written, "position")));
    }
  }

  private static Fields post(ServiceOptions service, String id, String what, Fields body)
      throws IOException {
    try (LedgerClient client = service.client()) {
      return client.post(path(id) + "/" + what, body, RunKeys.random(what));
    } catch (ServiceException failure) {
      throw failure.status() == NOT_FOUND ? missing(id) : failure;
    }
  }

  private int say(boolean json, Fields answer, String sentence) {
    spec.commandLine().getOut().println(json ? Json.text(answer) : sentence);
    return ExitCode.OK;
  }

  private static List<Fields> all(
      LedgerClient client, @Nullable String agent, @Nullable String status) {
    var filter = new StringBuilder("?size=500");
    Optional.ofNullable(agent)
        .ifPresent(id -> filter.append("&agentId=").append(LedgerClient.escape(id)));
    Optional.ofNullable(status)
        .ifPresent(word -> filter.append("&status=").append(LedgerClient.escape(word)));
    List<Fields> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      Fields page =
          client.get(
              CONTRACTS
                  + filter
                  + next.map(after -> "&after=" + LedgerClient.escape(after)).orElse(""));
      all.addAll(Members.objects(page, "items"));
      next = Members.find(page, "next");
    } while (next.isPresent());
    return all;
  }

  private static Fields find(LedgerClient client, String id) {
    return client.find(path(id)).orElseThrow(() -> missing(id));
  }

  private static CliException missing(String id) {
    return CliException.negative("there is no contract '" + id + "'");
  }

  private static String path(String id) {
    return CONTRACTS + "/" + LedgerClient.escape(new ContractId(id).value());
  }
}
