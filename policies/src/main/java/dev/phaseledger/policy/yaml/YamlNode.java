package dev.phaseledger.policy.yaml;

import dev.phaseledger.api.value.JsonValue;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node of a YAML document with its place.
public sealed interface YamlNode {

  Place place();

  /// What people call such a node.
  String kind();

  /// The same value as JSON: numbers exactly, empty as `null`.
  default JsonValue json() {
    return switch (this) {
      case Text text -> new JsonValue.Text(text.value());
      case Numeral number -> new JsonValue.Num(number.value());
      case Bool bool -> JsonValue.Bool.of(bool.value());
      case Empty _ -> JsonValue.Nil.NULL;
      case Sequence sequence ->
          new JsonValue.Items(sequence.items().stream().map(YamlNode::json).toList());
      case Mapping mapping -> {
        JsonValue.Fields.Builder members = JsonValue.Fields.builder();
        mapping.entries().forEach((name, entry) -> members.put(name, entry.value().json()));
        yield members.build();
      }
    };
  }

  /// A mapping from text; keys are unique and in the document's order.
  record Mapping(Place place, Map<String, Entry> entries) implements YamlNode {

    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /// The value under a key.
    public Optional<YamlNode> find(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /// One entry of a mapping.
  record Entry(Place key, YamlNode value) {}

  /// A sequence.
  record Sequence(Place place, List<YamlNode> items) implements YamlNode {

    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /// A string.
  ///
  /// @param layout how the string's own lines lie in the document
  record Text(Place place, String value, Layout layout) implements YamlNode {

    /// Where in the document a place in the string is, as well as the layout tells.
    ///
    /// @param line within the string, from 1
    /// @param column within the line, from 0
    public Place at(int line, int column) {
      return switch (layout) {
        case Layout.OneLine one when line == 1 ->
            new Place(place.line(), place.column() + one.quote() + column);
        case Layout.Block block ->
            new Place(place.line() + line, Math.max(1, block.indent() + 1) + column);
        case Layout.OneLine _, Layout.Folded _ -> place;
      };
    }

    @Override
    public String kind() {
      return "a string";
    }
  }

  /// How a string is written.
  sealed interface Layout {

    /// On one line, after so many characters of quotation.
    record OneLine(int quote) implements Layout {}

    /// As a literal block, each line after so many characters of indentation.
    record Block(int indent) implements Layout {}

    /// With its lines joined or escaped.
    record Folded() implements Layout {}
  }

  /// A number.
  record Numeral(Place place, BigDecimal value) implements YamlNode {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /// `true` or `false`.
  record Bool(Place place, boolean value) implements YamlNode {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  /// Nothing.
  record Empty(Place place) implements YamlNode {
    @Override
    public String kind() {
      return "empty";
    }
  }
}
