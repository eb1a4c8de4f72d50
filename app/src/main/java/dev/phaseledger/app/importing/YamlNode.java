package dev.phaseledger.app.importing;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A place in a YAML document that is read strictly: whatever is missing, unknown or of another
/// type is an [InvalidFieldException] that names its path.
///
/// @param path where it is, as a dotted path from the top
record YamlNode(String path, JsonValue value) {

  /// Characters of a document, at most.
  private static final int DOCUMENT_CHARS_MAX = 1 << 20;

  /// Levels of nesting, at most.
  private static final int DEPTH_MAX = 64;

  /// Reads a document.
  static YamlNode parse(String text) {
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setAllowDuplicateKeys(false)
              .setCodePointLimit(DOCUMENT_CHARS_MAX)
              .setMaxAliasesForCollections(0)
              .build();
      return new YamlNode("", convert("", new Load(settings).loadFromString(text), 0));
    } catch (MarkedYamlEngineException failure) {
      String place =
          failure
              .getProblemMark()
              .map(mark -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
              .orElse("document");
      throw new InvalidFieldException(place, String.valueOf(failure.getProblem()));
    } catch (YamlEngineException failure) {
      throw new InvalidFieldException("document", String.valueOf(failure.getMessage()));
    }
  }

  private static JsonValue convert(
      String path, @org.jspecify.annotations.Nullable Object node, int depth) {
    if (depth > DEPTH_MAX) {
      throw new InvalidFieldException(path, "is nested deeper than " + DEPTH_MAX + " levels");
    }
    return switch (node) {
      case null -> Nil.NULL;
      case String text -> new Text(text);
      case Boolean flag -> Bool.of(flag);
      case Number number -> number(path, number);
      case List<?> list -> {
        List<JsonValue> items = new ArrayList<>();
        for (Object item : list) {
          items.add(convert(path + "[" + items.size() + "]", item, depth + 1));
        }
        yield new Items(items);
      }
      case Map<?, ?> map -> object(path, map, depth);
      default -> throw new InvalidFieldException(path, "has a type that is not supported");
    };
  }

  private static Num number(String path, Number number) {
    try {
      return new Num(new BigDecimal(number.toString()));
    } catch (NumberFormatException _) {
      throw new InvalidFieldException(path, "is not a number");
    }
  }

  private static Fields object(String path, Map<?, ?> map, int depth) {
    Fields.Builder members = Fields.builder();
    map.forEach((key, value) -> {
      if (!(key instanceof String name)) {
        throw new InvalidFieldException(path, "has the key '" + key + "', which is no string");
      }
      members.put(name, convert(join(path, name), value, depth + 1));
    });
    return members.build();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private Fields fields() {
    if (value instanceof Fields fields) {
      return fields;
    }
    throw new InvalidFieldException(path, "must be a mapping");
  }

  /// This mapping, which may only hold these members.
  YamlNode only(String... names) {
    Set<String> unknown = new TreeSet<>(fields().members().keySet());
    unknown.removeAll(Set.of(names));
    if (!unknown.isEmpty()) {
      String name = unknown.iterator().next();
      throw new InvalidFieldException(
          join(path, name), "is unknown here; known: " + new TreeSet<>(Set.of(names)));
    }
    return this;
  }

  /// A member that must be there.
  YamlNode at(String name) {
    return find(name).orElseThrow(() -> new InvalidFieldException(join(path, name), "is missing"));
  }

  /// A member, if it is there.
  Optional<YamlNode> find(String name) {
    return fields()
        .find(name)
        .filter(member -> member != Nil.NULL)
        .map(member -> new YamlNode(join(path, name), member));
  }

  /// The members, by name.
  Map<String, YamlNode> members() {
    Map<String, YamlNode> members = new TreeMap<>();
    fields()
        .members()
        .forEach((name, member) -> members.put(name, new YamlNode(join(path, name), member)));
    return members;
  }

  String text() {
    if (value instanceof Text text && !text.value().isBlank()) {
      return text.value();
    }
    throw new InvalidFieldException(path, "must be a string that is not blank");
  }

  int whole(int min, int max) {
    if (value instanceof Num number
        && number.value().stripTrailingZeros().scale() <= 0
        && number.value().compareTo(BigDecimal.valueOf(min)) >= 0
        && number.value().compareTo(BigDecimal.valueOf(max)) <= 0) {
      return number.value().intValueExact();
    }
    throw new InvalidFieldException(path, "must be a whole number from " + min + " to " + max);
  }

  List<YamlNode> items() {
    if (!(value instanceof Items items)) {
      throw new InvalidFieldException(path, "must be a list");
    }
    List<YamlNode> nodes = new ArrayList<>();
    for (JsonValue item : items.values()) {
      nodes.add(new YamlNode(path + "[" + nodes.size() + "]", item));
    }
    return nodes;
  }

  List<String> texts() {
    return items().stream().map(YamlNode::text).toList();
  }
}
