package dev.phaseledger.policy;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.MapDefinition.Declarations;
import dev.phaseledger.policy.MapDefinition.FactDeclaration;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.JsonInputs;
import dev.phaseledger.policy.cel.Path;
import dev.phaseledger.policy.cel.Shape;
import dev.phaseledger.policy.cel.Suggestions;
import dev.phaseledger.policy.yaml.Place;
import dev.phaseledger.policy.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Holds a test's input against the types that live requests have, strictly: a test with a misspelt
/// member would prove nothing.
final class FixtureCheck {

  /// Inputs that tests give, beyond the variables that maps make themselves.
  static final String OBSERVED_AT = "observedAt";

  /// Where the test asks the invariants.
  static final String POINT = "point";

  private final Declarations declarations;
  private final Map<String, Shape> shapes;
  private final JsonInputs json;
  private final Problems problems;

  FixtureCheck(Declarations declarations, Problems problems) {
    this.declarations = declarations;
    this.shapes = shapes(declarations);
    this.json = new JsonInputs(shapes);
    this.problems = problems;
  }

  /// All shapes that JSON is read by, by name.
  static Map<String, Shape> shapes(Declarations declarations) {
    Map<String, Shape> shapes = new TreeMap<>(declarations.types());
    GovShapes.FIXED.forEach(shape -> shapes.put(shape.name(), shape));
    Map<String, FieldType> counters = new LinkedHashMap<>();
    declarations.counters().keySet().forEach(name -> counters.put(name, FieldType.Simple.INT));
    shapes.put(GovShapes.COUNTERS, new Shape(GovShapes.COUNTERS, counters));
    shapes.put(GovShapes.PARAMETERS, declarations.parameters());
    shapes.put(GovShapes.ATTRIBUTES, declarations.attributes());
    return shapes;
  }

  void input(YamlNode node, String field) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      problems.add(node.place(), field, "must be a mapping, but is " + node.kind());
      return;
    }
    Map<String, FieldType> known = new LinkedHashMap<>(GovShapes.variables());
    known.remove("params");
    known.remove("variables");
    mapping
        .entries()
        .forEach((name, entry) -> {
          String path = field + "." + name;
          FieldType type = known.get(name);
          if (name.equals("facts")) {
            facts(entry.value(), path);
          } else if (name.equals(OBSERVED_AT)) {
            observedAt(entry.value(), path);
          } else if (name.equals(POINT)) {
            point(entry.value(), path);
          } else if (type == null) {
            Set<String> inputs = new LinkedHashSet<>(known.keySet());
            inputs.addAll(List.of(OBSERVED_AT, POINT));
            unknown(entry.key(), path, name, inputs);
          } else {
            value(type, entry.value(), path);
          }
        });
  }

  private void unknown(Place place, String path, String name, Set<String> known) {
    problems.add(
        place,
        path,
        "is not an input; inputs are " + String.join(", ", known),
        Suggestions.hint(name, known));
  }

  private void facts(YamlNode node, String field) {
    Map<String, FieldType> members = new LinkedHashMap<>();
    for (Map.Entry<String, FactDeclaration> fact : declarations.facts().entrySet()) {
      FieldType type = fact.getValue().type();
      members.put(fact.getKey(), fact.getValue().keyed() ? new FieldType.MapOf(type) : type);
    }
    struct(new Shape(GovShapes.FACTS, members), node, field);
  }

  private void observedAt(YamlNode node, String field) {
    Map<String, FieldType> members = new LinkedHashMap<>();
    declarations.facts().keySet().forEach(name -> members.put(name, FieldType.Simple.TIMESTAMP));
    struct(new Shape(OBSERVED_AT, members), node, field);
  }

  private void point(YamlNode node, String field) {
    if (!(node instanceof YamlNode.Text text && PointRules.NAMES.containsKey(text.value()))) {
      problems.add(
          node.place(), field, "must be one of " + String.join(", ", PointRules.NAMES.keySet()));
    }
  }

  private void value(FieldType type, YamlNode node, String field) {
    if (node instanceof YamlNode.Empty) {
      return;
    }
    switch (type) {
      case FieldType.Struct struct ->
          struct(Objects.requireNonNull(shapes.get(struct.name())), node, field);
      case FieldType.ListOf list -> {
        if (node instanceof YamlNode.Sequence sequence) {
          for (int i = 0; i < sequence.items().size(); i++) {
            value(list.items(), sequence.items().get(i), field + "[" + i + "]");
          }
        } else {
          problems.add(node.place(), field, "must be a list, but is " + node.kind());
        }
      }
      case FieldType.MapOf map -> {
        if (node instanceof YamlNode.Mapping mapping) {
          mapping
              .entries()
              .forEach((key, entry) -> value(map.values(), entry.value(), field + "." + key));
        } else {
          problems.add(node.place(), field, "must be a mapping, but is " + node.kind());
        }
      }
      case FieldType.Simple _, FieldType.Scaled _, FieldType.Checked _ -> leaf(type, node, field);
    }
  }

  private void struct(Shape shape, YamlNode node, String field) {
    if (node instanceof YamlNode.Empty) {
      return;
    }
    if (!(node instanceof YamlNode.Mapping mapping)) {
      problems.add(node.place(), field, "must be a mapping, but is " + node.kind());
      return;
    }
    mapping
        .entries()
        .forEach((name, entry) -> {
          String path = field + "." + name;
          Optional<FieldType> type = shape.find(name);
          if (type.isPresent()) {
            value(type.get(), entry.value(), path);
          } else {
            unknown(entry.key(), path, name, shape.fields().keySet());
          }
        });
  }

  private void leaf(FieldType type, YamlNode node, String field) {
    Optional<JsonValue> value =
        switch (node) {
          case YamlNode.Text text -> Optional.of(new JsonValue.Text(text.value()));
          case YamlNode.Numeral number -> Optional.of(new JsonValue.Num(number.value()));
          case YamlNode.Bool bool -> Optional.of(JsonValue.Bool.of(bool.value()));
          case YamlNode.Mapping _, YamlNode.Sequence _, YamlNode.Empty _ -> Optional.empty();
        };
    if (value.isEmpty()) {
      problems.add(node.place(), field, "must be of type " + type + ", but is " + node.kind());
      return;
    }
    try {
      json.read(type, Path.of(field), value.get());
    } catch (CelRuntimeException e) {
      problems.add(node.place(), field, "must be of type " + type + ": " + e.getMessage());
    }
  }
}
