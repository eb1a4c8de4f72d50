package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.template.YamlToJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Contracts as files, and as they are printed.
final class ContractFiles {

  private ContractFiles() {}

  /// A file's object: JSON if it is called so, else YAML.
  static Fields read(Path file) throws IOException {
    String source = ExampleFiles.read(file);
    if (!file.toString().endsWith(".json")) {
      try {
        return YamlToJson.fields(source);
      } catch (InvalidMapException failure) {
        throw CliException.usage(
            failure.problems().stream()
                .map(problem -> file + ":" + problem)
                .collect(Collectors.joining("\n")));
      }
    }
    try {
      if (Json.parse(source) instanceof Fields fields) {
        return fields;
      }
    } catch (InvalidJsonException failure) {
      throw CliException.usage(file + ": " + failure.getMessage());
    }
    throw CliException.usage(file + " must hold a JSON object");
  }

  /// One contract, member by member.
  static Table describe(Fields contract) {
    Fields terms = Members.object(contract, "terms");
    Fields stopping = Members.object(terms, "stopping");
    var table =
        new Table()
            .row("contract", Members.text(contract, "contractId"))
            .row("agent", Members.text(contract, "agentId"))
            .row("status", Members.text(contract, "status"));
    optional(table, "ended because", contract, "endedReason");
    table.row("version", Members.number(contract, "version"));
    optional(table, "template", contract, "template");
    optional(table, "parent", contract, "parent");
    table.row("task", Members.text(terms, "task"));
    table.row("actions", joined(terms, "actions"));
    table.row("scope", joined(terms, "scope"));
    table.row("excluded", joined(terms, "excluded"));
    optional(table, "phase", contract, "phase");
    optional(table, "phase since", contract, "phaseSince");
    table.row("expires", Members.text(stopping, "expiresAt"));
    optional(table, "stops when", stopping, "when");
    table.row("released", Members.number(contract, "released"));
    table.row("open", Members.number(contract, "open"));
    table.row("spent (micros)", Members.number(contract, "spentMicros"));
    table.row("delegated", joined(contract, "children"));
    return table;
  }

  /// Several contracts, one in a row.
  static Table table(List<Fields> contracts) {
    var table = new Table().row("CONTRACT", "AGENT", "STATUS", "VERSION", "PHASE", "RELEASED");
    for (Fields contract : contracts) {
      table.row(
          Members.text(contract, "contractId"),
          Members.text(contract, "agentId"),
          Members.text(contract, "status"),
          Members.number(contract, "version"),
          Members.find(contract, "phase").orElse("-"),
          Members.number(contract, "released"));
    }
    return table;
  }

  private static void optional(Table table, String label, Fields from, String member) {
    Members.find(from, member).ifPresent(value -> table.row(label, value));
  }

  private static String joined(Fields from, String member) {
    return from.members().get(member) instanceof Items items && !items.values().isEmpty()
        ? items.values().stream().map(ContractFiles::word).collect(Collectors.joining(" "))
        : "-";
  }

  private static String word(JsonValue value) {
    return value instanceof Text text ? text.value() : Json.text(value);
  }
}
