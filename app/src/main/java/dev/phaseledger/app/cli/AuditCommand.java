package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = "Search the ledger, and count what it holds.",
    subcommands = {SavedQueries.Save.class, SavedQueries.List.class, SavedQueries.Forget.class},
    synopsisSubcommandLabel = "COMMAND")
final class AuditCommand implements Runnable {

  /// Entries that one command prints, at most.
  static final int ENTRIES_MAX = 100_000;

  /// Entries of one page.
  private static final int PAGE_ENTRIES = 200;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: list, counts, save, queries or forget");
  }

  @Command(name = "list", description = "List entries that match, newest first.")
  int list(
      @Mixin EntryFilterOptions filter,
      @Option(
              names = "--saved",
              paramLabel = "NAME",
              description = "Those of a saved query; further options narrow it.")
          @Nullable String saved,
      @Option(names = "--oldest-first", description = "In the order of the log.") boolean oldest,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "Entries, at most. Default: ${DEFAULT-VALUE}")
          int limit,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the entries as JSON.") boolean json)
      throws IOException {
    if (limit < 1 || limit > ENTRIES_MAX) {
      throw CliException.usage("--limit must be from 1 to " + ENTRIES_MAX);
    }
    List<Fields> entries = new ArrayList<>();
    Optional<String> next = Optional.empty();
    try (LedgerClient client = service.client()) {
      String parameters =
          (saved == null ? "" : SavedQueries.parameters(client, saved)) + filter.parameters();
      do {
        Fields page =
            client.get(
                "/v1/audit/entries?size="
                    + Math.min(PAGE_ENTRIES, limit - entries.size())
                    + (oldest ? "&order=oldest" : "")
                    + next.map(after -> "&after=" + LedgerClient.escape(after)).orElse("")
                    + parameters);
        entries.addAll(Members.objects(page, "items"));
        next = Members.find(page, "next");
      } while (next.isPresent() && entries.size() < limit);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Fields.Builder whole = Fields.with("items", new Items(List.<JsonValue>copyOf(entries)));
      next.ifPresent(more -> whole.put("next", more));
      out.println(Json.text(whole.build()));
      return ExitCode.OK;
    }
    for (Fields entry : entries) {
      out.println(
          "%d  #%d  %s  %s  %s  %s"
              .formatted(
                  Members.number(entry, "position"),
                  Members.number(entry, "index"),
                  Members.text(entry, "at"),
                  Members.text(entry, "actor"),
                  Members.text(entry, "type"),
                  Shown.text(Members.text(entry, "sentence"))));
    }
    if (entries.isEmpty()) {
      out.println("No entry matches.");
    } else if (next.isPresent()) {
      out.println("There are more; see --limit.");
    }
    return ExitCode.OK;
  }

  @Command(name = "counts", description = "Count entries that match, over time.")
  int counts(
      @Mixin EntryFilterOptions filter,
      @Option(
              names = "--bucket",
              paramLabel = "LENGTH",
              description = "Count each stretch of time apart, such as PT1H or P1D.")
          @Nullable String bucket,
      @Option(
              names = "--by",
              paramLabel = "WHAT",
              description =
                  "Count apart: type, verdict, agent, principal, contract, action, phase, policy.")
          @Nullable String by,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the counts as JSON.") boolean json)
      throws IOException {
    Fields answer;
    String parameters =
        EntryFilterOptions.parameter("bucket", bucket)
            + EntryFilterOptions.parameter("by", by)
            + filter.parameters();
    try (LedgerClient client = service.client()) {
      answer =
          client.get(
              "/v1/audit/counts" + (parameters.isEmpty() ? "" : "?" + parameters.substring(1)));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(answer));
      return ExitCode.OK;
    }
    Table table = new Table().row("from", by == null ? "" : by, "entries", "per hour");
    for (Fields count : Members.objects(answer, "counts")) {
      table.row(
          Members.find(count, "from").orElse("all"),
          Shown.text(Members.find(count, "value").orElse("-")),
          Members.number(count, "entries"),
          count.find("perHour").map(Json::text).orElse("-"));
    }
    table.row("all", "", Members.number(answer, "total"), "");
    table.print(out);
    return ExitCode.OK;
  }
}
