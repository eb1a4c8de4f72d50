package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description = "Explain a verdict: what each invariant read, and what it would take to pass.")
final class ExplainCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Parameters(paramLabel = "DISPATCH", description = "The dispatch.")
  String dispatch = "";

  @Option(names = "--json", description = "Print it as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    Fields explanation;
    try (LedgerClient client = service.client()) {
      explanation =
          client
              .find("/v1/dispatches/" + LedgerClient.escape(dispatch) + "/explanation")
              .orElseThrow(() -> CliException.negative("there is no dispatch " + dispatch));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(explanation));
      return ExitCode.OK;
    }
    out.println(
        Members.text(explanation, "verdict") + ": " + Members.text(explanation, "explanation"));
    if (explanation.find("breach").isPresent()) {
      Fields breach = Members.object(explanation, "breach");
      out.println(
          "The contract's clause %s: %s. No invariant was asked."
              .formatted(Members.text(breach, "clause"), Members.text(breach, "detail")));
    }
    for (Fields invariant : Members.objects(explanation, "invariants")) {
      print(invariant, out);
    }
    return ExitCode.OK;
  }

  private static void print(Fields invariant, PrintWriter out) {
    String message = Members.text(invariant, "message");
    out.println();
    out.println(
        "%s/%s %s%s"
            .formatted(
                Members.text(invariant, "map"),
                Members.text(invariant, "invariant"),
                Members.text(invariant, "outcome"),
                message.isEmpty() ? "" : ": " + message));
    if (invariant.find("expression").isEmpty()) {
      return;
    }
    part(Members.object(invariant, "expression"), 1, out);
    for (Fields variable : Members.objects(invariant, "variables")) {
      out.println("  variables." + Members.text(variable, "name"));
      part(Members.object(variable, "expression"), 2, out);
    }
    for (Fields read : Members.objects(invariant, "reads")) {
      out.println("  reads " + Members.text(read, "name") + " = " + outcome(read));
    }
    for (String change : texts(invariant, "toPass")) {
      out.println("  to pass: " + change);
    }
  }

  private static void part(Fields part, int depth, PrintWriter out) {
    out.println(
        "  ".repeat(depth)
            + Members.text(part, "text").replaceAll("\\s+", " ")
            + "  ->  "
            + outcome(part));
    if (part.find("parts").isPresent()) {
      Members.objects(part, "parts").forEach(each -> part(each, depth + 1, out));
    }
  }

  private static String outcome(Fields part) {
    return part.find("value")
        .map(Json::text)
        .or(() -> Members.find(part, "problem").map(problem -> "no value: " + problem))
        .orElse("withheld: it depends on personal data");
  }

  private static List<String> texts(Fields fields, String name) {
    return fields.find(name).orElse(new Items(List.of())) instanceof Items items
        ? items.values().stream()
            .filter(JsonValue.Text.class::isInstance)
            .map(each -> ((JsonValue.Text) each).value())
            .toList()
        : List.of();
  }
}
