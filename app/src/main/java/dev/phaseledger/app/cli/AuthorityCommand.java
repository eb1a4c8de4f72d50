package dev.phaseledger.app.cli;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "authority",
    description = "Show what an agent could do at a moment, and the entries that say so.")
final class AuthorityCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Parameters(paramLabel = "AGENT", description = "The agent.")
  String agent = "";

  @Option(
      names = "--as-of",
      paramLabel = "MOMENT",
      description = "A position, or a time such as 2026-01-31T10:00:00Z. Default: now")
  @Nullable String asOf;

  @Option(names = "--json", description = "Print the answer as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    String id = new AgentId(agent).value();
    Fields view;
    try (LedgerClient client = service.client()) {
      view =
          client
              .find(
                  "/v1/agents/"
                      + LedgerClient.escape(id)
                      + "/authority"
                      + (asOf == null ? "" : "?asOf=" + LedgerClient.escape(asOf)))
              .orElseThrow(() -> CliException.negative("there is or was no agent '" + id + "'"));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(view));
      return ExitCode.OK;
    }
    print(id, view, out);
    return ExitCode.OK;
  }

  private static void print(String id, Fields view, PrintWriter out) {
    out.println(
        "%s at position %d, %s: %s, level %d, epoch %d"
            .formatted(
                id,
                Members.number(view, "position"),
                Members.text(view, "at"),
                Members.text(view, "status"),
                Members.number(view, "level"),
                Members.number(view, "epoch")));
    Members.find(view, "haltReason")
        .ifPresent(reason -> out.println("Everything was halted: " + Shown.text(reason)));
    List<Fields> contracts = Members.objects(view, "contracts");
    if (contracts.isEmpty()) {
      out.println("It held no contract, so it could do nothing.");
    }
    for (Fields contract : contracts) {
      out.println();
      out.println(
          "  %s, version %d: %s"
              .formatted(
                  Members.text(contract, "contractId"),
                  Members.number(contract, "version"),
                  Members.find(contract, "blocked")
                      .map(why -> "nothing could be done, since " + why)
                      .orElse("in force")));
      out.println("    actions  " + list(contract, "actions"));
      out.println("    scope    " + list(contract, "scope"));
      out.println("    but not  " + list(contract, "excluded"));
      out.println("    phase    " + Shown.text(Members.find(contract, "phase").orElse("none")));
    }
    out.println();
    out.println("The entries that say so:");
    for (Fields entry : Members.objects(view, "because")) {
      out.println(
          "  %d  %s  %s"
              .formatted(
                  Members.number(entry, "position"),
                  Members.text(entry, "at"),
                  Shown.text(Members.text(entry, "sentence"))));
    }
  }

  private static String list(Fields contract, String name) {
    return Shown.text(contract.find(name).map(Json::text).orElse("[]"));
  }
}
