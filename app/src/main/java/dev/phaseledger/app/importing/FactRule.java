package dev.phaseledger.app.importing;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// How facts are read from the result of one tool call.
///
/// @param each the nodes of the result that yield a fact each
/// @param key parts of the fact's key; none if it is not keyed
/// @param select members of an object value to keep; none keeps all
/// @param when members that a node must have
record FactRule(
    String name,
    ValuePath each,
    List<Source> key,
    Source value,
    List<String> select,
    List<String> when) {

  FactRule {
    key = List.copyOf(key);
    select = List.copyOf(select);
    when = List.copyOf(when);
  }

  /// Where a part of a fact comes from.
  sealed interface Source {

    /// From the node.
    record Node(ValuePath path) implements Source {}

    /// From the call's arguments.
    record Argument(String name) implements Source {}
  }

  /// A fact without its time.
  record Found(String name, String key, JsonValue value) {}

  static FactRule read(YamlNode node) {
    node.only("name", "each", "key", "value", "select", "when");
    return new FactRule(
        node.at("name").text(),
        node.find("each").map(ValuePath::parse).orElse(ValuePath.SELF),
        node.find("key").map(FactRule::keyParts).orElse(List.of()),
        source(node.at("value")),
        node.find("select").map(YamlNode::texts).orElse(List.of()),
        node.find("when").map(YamlNode::texts).orElse(List.of()));
  }

  private static List<Source> keyParts(YamlNode node) {
    return node.value() instanceof Items
        ? node.items().stream().map(FactRule::source).toList()
        : List.of(source(node));
  }

  private static Source source(YamlNode node) {
    if (node.value() instanceof Text) {
      return new Source.Node(ValuePath.parse(node));
    }
    if (node.value() instanceof Fields) {
      return new Source.Argument(node.only("argument").at("argument").text());
    }
    throw new InvalidFieldException(node.path(), "must be a path or {argument: name}");
  }

  /// The facts that a call shows.
  ///
  /// @param result what the tool answered, parsed; empty if it was not JSON, which only leaves
  ///   facts that are read from the arguments alone
  List<Found> apply(Optional<JsonValue> result, Fields arguments) {
    if (result.isEmpty()) {
      boolean argumentsOnly =
          each.members().isEmpty() && when.isEmpty() && value instanceof Source.Argument;
      return argumentsOnly ? fact(Nil.NULL, arguments).stream().toList() : List.of();
    }
    List<Found> found = new ArrayList<>();
    for (JsonValue node : each.select(result.get())) {
      if (hasAll(node)) {
        fact(node, arguments).ifPresent(found::add);
      }
    }
    return found;
  }

  private boolean hasAll(JsonValue node) {
    return when.isEmpty()
        || (node instanceof Fields fields && fields.members().keySet().containsAll(when));
  }

  private Optional<Found> fact(JsonValue node, Fields arguments) {
    StringJoiner joined = new StringJoiner("/");
    for (Source part : key) {
      Optional<String> text = resolve(part, node, arguments).flatMap(FactRule::keyText);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      joined.add(text.get());
    }
    return resolve(value, node, arguments)
        .map(found -> new Found(name, joined.toString(), kept(found)));
  }

  private static Optional<JsonValue> resolve(Source source, JsonValue node, Fields arguments) {
    return switch (source) {
      case Source.Node(ValuePath path) -> path.selectOne(node);
      case Source.Argument(String name) -> arguments.find(name);
    };
  }

  private static Optional<String> keyText(JsonValue value) {
    return switch (value) {
      case Text(String text) -> text.isEmpty() ? Optional.empty() : Optional.of(text);
      case Num(java.math.BigDecimal number) -> Optional.of(number.toPlainString());
      case Bool flag -> Optional.of(flag == Bool.TRUE ? "true" : "false");
      case Nil _, Items _, Fields _ -> Optional.empty();
    };
  }

  private JsonValue kept(JsonValue found) {
    if (select.isEmpty() || !(found instanceof Fields fields)) {
      return found;
    }
    Fields.Builder kept = Fields.builder();
    select.forEach(member -> fields.find(member).ifPresent(value -> kept.put(member, value)));
    return kept.build();
  }
}
