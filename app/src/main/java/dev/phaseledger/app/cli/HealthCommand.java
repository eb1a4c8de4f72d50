package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "health",
    description = {
      "Show how well governance works: gates that are too sensitive or too permissive, vetoes,"
          + " deferrals, replans, detection, old facts, drift.",
      "With --json each number has the address of its entries."
    })
final class HealthCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Judged then or later, as 2026-01-31T10:00:00Z. Default: 30 days before --to")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Judged before. Default: now")
  @Nullable String to;

  @Mixin ServiceOptions service = new ServiceOptions();

  @Option(names = "--json", description = "Print the numbers as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    String parameters =
        EntryFilterOptions.parameter("from", from) + EntryFilterOptions.parameter("to", to);
    Fields health;
    try (LedgerClient client = service.client()) {
      health =
          client.get(
              "/v1/governance-health"
                  + (parameters.isEmpty() ? "" : "?" + parameters.substring(1)));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(health));
      return ExitCode.OK;
    }
    out.println(
        "Judged from %s to %s, as it stands at position %d:"
            .formatted(
                Members.text(health, "from"),
                Members.text(health, "to"),
                Members.number(health, "position")));
    rates(health).print(out);
    if (!Members.objects(health, "gates").isEmpty()) {
      out.println();
      gates(health).print(out);
    }
    if (!Members.objects(health, "drifts").isEmpty()) {
      out.println();
      drifts(health).print(out);
    }
    detection(health, out);
    flags(health, out);
    out.println();
    out.println("What these numbers cannot tell:");
    for (String sentence : sentences(health)) {
      out.println("  " + sentence);
    }
    return ExitCode.OK;
  }

  private static Table rates(Fields health) {
    Table table = new Table().row("share", "", "of", "percent", "");
    for (Fields rate : Members.objects(health, "rates")) {
      table.row(
          Members.text(rate, "words"),
          count(rate, "part"),
          count(rate, "whole"),
          percent(rate, "percent"),
          mark(rate));
    }
    return table;
  }

  private static Table gates(Fields health) {
    Table table =
        new Table().row("gate", "asked", "approved", "rejected", "waiting", "% approved", "");
    for (Fields gate : Members.objects(health, "gates")) {
      table.row(
          Shown.text(Members.text(gate, "gate")),
          count(gate, "asked"),
          count(gate, "approved"),
          count(gate, "rejected"),
          count(gate, "waiting"),
          percent(gate, "percentApproved"),
          mark(gate));
    }
    return table;
  }

  private static Table drifts(Fields health) {
    Table table =
        new Table().row("failed, by", "failed", "of", "%", "before", "of", "% before", "");
    for (Fields drift : Members.objects(health, "drifts")) {
      table.row(
          Shown.text(subject(drift)),
          count(drift, "failed"),
          count(drift, "outcomes"),
          percent(drift, "percent"),
          count(drift, "failedBefore"),
          count(drift, "outcomesBefore"),
          percent(drift, "percentBefore"),
          mark(drift));
    }
    return table;
  }

  private static void detection(Fields health, PrintWriter out) {
    Fields detection = Members.object(health, "detection");
    long signals = count(detection, "signals");
    out.println();
    out.println(
        signals == 0
            ? "No failure was signalled."
            : "%d %s signalled: half of them within %d ms, 95 of 100 within %d ms, the last after %d ms."
                .formatted(
                    signals,
                    signals == 1 ? "failure" : "failures",
                    Members.number(detection, "medianMillis"),
                    Members.number(detection, "p95Millis"),
                    Members.number(detection, "worstMillis")));
  }

  private static void flags(Fields health, PrintWriter out) {
    List<String> lines = new ArrayList<>();
    for (Fields rate : flagged(health, "rates")) {
      lines.add(Members.text(rate, "words") + why(health, Members.text(rate, "measure")));
    }
    for (Fields gate : flagged(health, "gates")) {
      lines.add("gate " + Members.text(gate, "gate") + why(health, "gate-approved"));
    }
    for (Fields drift : flagged(health, "drifts")) {
      lines.add(subject(drift) + why(health, "drift"));
    }
    out.println();
    out.println(lines.isEmpty() ? "Nothing exceeds its limit." : "Worth a look:");
    lines.forEach(line -> out.println("  " + Shown.text(line)));
  }

  private static List<Fields> flagged(Fields health, String list) {
    return Members.objects(health, list).stream().filter(HealthCommand::flagged).toList();
  }

  private static String why(Fields health, String measure) {
    return Members.objects(health, "limits").stream()
        .filter(limit -> Members.text(limit, "measure").equals(measure))
        .map(limit ->
            ": %s (flagged above %d %s, of at least %d %s)"
                .formatted(
                    Members.text(limit, "meaning"),
                    Members.number(limit, "above"),
                    Members.text(limit, "unit"),
                    Members.number(limit, "sampleMin"),
                    Members.text(limit, "sampleUnit")))
        .findFirst()
        .orElse("");
  }

  private static String subject(Fields drift) {
    return Members.text(drift, "attribute") + " " + Members.text(drift, "value");
  }

  private static String mark(Fields row) {
    return flagged(row) ? "<- look" : "";
  }

  private static boolean flagged(Fields row) {
    return row.find("flagged").filter(JsonValue.Bool.TRUE::equals).isPresent();
  }

  private static long count(Fields row, String name) {
    return Members.number(Members.object(row, name), "count");
  }

  private static String percent(Fields row, String name) {
    return row.find(name)
        .map(value ->
            value instanceof JsonValue.Num number
                ? number.value().setScale(1, RoundingMode.HALF_UP).toPlainString()
                : Json.text(value))
        .orElse("-");
  }

  private static List<String> sentences(Fields health) {
    return health.find("notKnown").stream()
        .filter(Items.class::isInstance)
        .flatMap(items -> ((Items) items).values().stream())
        .map(value -> value instanceof Text text ? text.value() : Json.text(value))
        .toList();
  }
}
