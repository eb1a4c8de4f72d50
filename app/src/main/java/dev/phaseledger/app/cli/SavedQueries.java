package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The commands about filters that readers keep.
final class SavedQueries {

  private static final String QUERIES = "/v1/audit/queries";

  private SavedQueries() {}

  /// The parameters of a saved query, each with an ampersand in front.
  static String parameters(LedgerClient client, String name) {
    Fields query = client.find(path(name)).orElseThrow(() -> missing(name));
    return texts(query).entrySet().stream()
        .map(entry -> EntryFilterOptions.parameter(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining());
  }

  private static String path(String name) {
    return QUERIES + "/" + LedgerClient.escape(name);
  }

  private static CliException missing(String name) {
    return CliException.negative("there is no saved query '" + name + "'");
  }

  private static Map<String, String> texts(Fields query) {
    return Members.object(query, "parameters").members().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> text(entry.getValue()),
                (one, _) -> one,
                java.util.TreeMap::new));
  }

  private static String text(JsonValue value) {
    return value instanceof Text text ? text.value() : Json.text(value);
  }

  @Command(
      name = "save",
      description = {
        "Keep a filter under a name, for all who may read the ledger.",
        "A query of yours that has the name is replaced; other people's only by an operator."
      })
  static final class Save implements Callable<Integer> {

    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Small letters, digits, dots, dashes.")
    String name = "";

    @Mixin EntryFilterOptions filter = new EntryFilterOptions();
    @Mixin ServiceOptions service = new ServiceOptions();

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    @Override
    public Integer call() throws IOException {
      Fields.Builder parameters = Fields.builder();
      filter.values().forEach(parameters::put);
      Fields saved;
      try (LedgerClient client = service.client()) {
        saved = client.put(path(name), Fields.with("parameters", parameters.build()).build());
      }
      spec.commandLine()
          .getOut()
          .println(
              json
                  ? Json.text(saved)
                  : "Saved. List its entries by: ledger audit list --saved "
                      + Members.text(saved, "name"));
      return ExitCode.OK;
    }
  }

  @Command(name = "queries", description = "List saved queries, and who saved them.")
  static final class List implements Callable<Integer> {

    @Spec CommandSpec spec = CommandSpec.create();
    @Mixin ServiceOptions service = new ServiceOptions();

    @Option(names = "--json", description = "Print the queries as JSON.")
    boolean json;

    @Override
    public Integer call() throws IOException {
      Fields answer;
      try (LedgerClient client = service.client()) {
        answer = client.get(QUERIES);
      }
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.text(answer));
        return ExitCode.OK;
      }
      java.util.List<Fields> queries = Members.objects(answer, "items");
      for (Fields query : queries) {
        out.println(
            "%s  saved by %s at %s"
                .formatted(
                    Members.text(query, "name"),
                    Members.text(query, "savedBy"),
                    Members.text(query, "savedAt")));
        texts(query)
            .forEach(
                (parameter, value) -> out.println("  " + parameter + " = " + Shown.text(value)));
      }
      if (queries.isEmpty()) {
        out.println("No query is saved. Save one by: ledger audit save NAME --verdict VETOED");
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "forget", description = "Delete a saved query.")
  static final class Forget implements Callable<Integer> {

    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "The query's name.")
    String name = "";

    @Mixin ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws IOException {
      try (LedgerClient client = service.client()) {
        if (client.find(path(name)).isEmpty()) {
          throw missing(name);
        }
        client.delete(path(name));
      }
      spec.commandLine().getOut().println("Deleted " + name + ".");
      return ExitCode.OK;
    }
  }
}
