package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.MeasuredLedger;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "signals",
    aliases = "signal",
    description = {
      "Put failures on record and show them: what led to them, what followed, how soon they were"
          + " seen."
    },
    synopsisSubcommandLabel = "COMMAND")
final class SignalsCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: raise, list, show or detection");
  }

  @Command(name = "raise", description = "Put a failure on record; revocation paths may answer it.")
  int raise(
      @Option(
              names = "--contract",
              required = true,
              paramLabel = "ID",
              description = "Under which.")
          String contract,
      @Option(names = "--kind", required = true, paramLabel = "KIND", description = "What failed.")
          String kind,
      @Option(names = "--dispatch", paramLabel = "ID", description = "The dispatch that did it.")
          @Nullable String dispatch,
      @Option(
              names = "--severity",
              paramLabel = "SEVERITY",
              description = "LOW, MEDIUM, HIGH or CRITICAL. Default: MEDIUM")
          @Nullable String severity,
      @Option(names = "--detail", defaultValue = "", description = "What is known of it.")
          String detail,
      @Option(
              names = "--occurred-at",
              paramLabel = "TIME",
              description = "When it happened, as 2026-01-31T10:00:00Z. Default: now")
          @Nullable Instant occurredAt,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Instant at = occurredAt == null ? MeasuredLedger.clock().instant() : occurredAt;
    Fields.Builder body =
        Fields.with("contractId", new Text(contract))
            .put("kind", kind)
            .put("detail", detail)
            .put("occurredAt", at.toString());
    if (dispatch != null) {
      body.put("dispatchId", dispatch);
    }
    if (severity != null) {
      body.put("severity", severity);
    }
    Fields written;
    try (LedgerClient client = service.client()) {
      written = client.post("/v1/signals", body.build(), RandomKeys.next("cli"));
    }
    spec.commandLine()
        .getOut()
        .println(
            json
                ? Json.text(written)
                : "Signal %s is on record at position %d."
                    .formatted(Members.text(written, "id"), Members.number(written, "position")));
    return ExitCode.OK;
  }

  @Command(name = "list", description = "List failures, newest first.")
  int list(
      @Mixin ServiceOptions service,
      @Option(names = "--agent", paramLabel = "ID", description = "Only those of an agent.")
          @Nullable String agent,
      @Option(names = "--contract", paramLabel = "ID", description = "Only those of a contract.")
          @Nullable String contract,
      @Option(names = "--kind", paramLabel = "KIND", description = "Only those of a kind.")
          @Nullable String kind,
      @Option(
              names = "--severity",
              paramLabel = "SEVERITY",
              description = "Only LOW, MEDIUM, HIGH or CRITICAL ones.")
          @Nullable String severity,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Fields answer;
    try (LedgerClient client = service.client()) {
      answer =
          client.get(
              "/v1/signals?size=100"
                  + parameter("agentId", agent)
                  + parameter("contractId", contract)
                  + parameter("kind", kind)
                  + parameter("severity", severity));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(answer));
      return ExitCode.OK;
    }
    for (Fields signal : Members.objects(answer, "items")) {
      out.println(
          "%s  %s  %s  %s  %s  seen after %d ms"
              .formatted(
                  Members.text(signal, "signal"),
                  Members.text(signal, "severity"),
                  Members.text(signal, "kind"),
                  Members.text(signal, "agentId"),
                  Members.text(signal, "contractId"),
                  Members.number(signal, "detectionMillis")));
    }
    return ExitCode.OK;
  }

  @Command(name = "show", description = "Show one failure, what led to it and what followed.")
  int show(
      @Parameters(paramLabel = "SIGNAL", description = "The signal's name.") String signal,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Fields answer;
    try (LedgerClient client = service.client()) {
      answer =
          client
              .find("/v1/signals/" + LedgerClient.escape(signal))
              .orElseThrow(() -> CliException.negative("there is no signal '" + signal + "'"));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(answer));
      return ExitCode.OK;
    }
    out.println(Members.text(answer, "explanation"));
    lines("Led here:", "ledHere", answer, out);
    lines("Failures and vetoes before:", "countedBefore", answer, out);
    lines("What followed:", "followed", answer, out);
    return ExitCode.OK;
  }

  @Command(name = "detection", description = "Show how long it took to detect failures.")
  int detection(
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Fields answer;
    try (LedgerClient client = service.client()) {
      answer = client.get("/v1/signals/detection");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(answer));
      return ExitCode.OK;
    }
    for (String group : new String[] {"kinds", "detectors"}) {
      out.println("By " + group + ", in ms: count, median, 95 of 100, worst");
      for (Fields times : Members.objects(answer, group)) {
        out.println(
            "  %s  %d  %d  %d  %d"
                .formatted(
                    Members.text(times, "name"),
                    Members.number(times, "count"),
                    Members.number(times, "medianMillis"),
                    Members.number(times, "p95Millis"),
                    Members.number(times, "worstMillis")));
      }
    }
    return ExitCode.OK;
  }

  private static void lines(String heading, String name, Fields answer, PrintWriter out) {
    if (!Members.objects(answer, name).isEmpty()) {
      out.println(heading);
    }
    for (Fields line : Members.objects(answer, name)) {
      out.println(
          "  %d  %s".formatted(Members.number(line, "position"), Members.text(line, "sentence")));
    }
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + LedgerClient.escape(value);
  }
}
