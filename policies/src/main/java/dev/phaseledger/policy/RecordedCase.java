package dev.phaseledger.policy;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.policy.MapDefinition.Expectation;
import dev.phaseledger.policy.MapDefinition.FactDeclaration;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.Path;
import dev.phaseledger.policy.cel.Shape;
import dev.phaseledger.policy.cel.StructView;
import dev.phaseledger.policy.yaml.Place;
import dev.phaseledger.policy.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes a test of a map out of what a decision was made on, to be pasted under `spec.tests.cases`.
///
/// It holds what the map can read and nothing else. It sets everything that the map's fixture sets,
/// to what it was or to nothing, and expects what the map says of exactly that.
public final class RecordedCase {

  private static final String INDENT = "      ";

  /// A case.
  ///
  /// @param yaml its lines, indented as cases are
  /// @param expected what it expects, for people
  /// @param leftOut inputs that are of another type than the map declares, so that no test may give
  ///   them
  public record Made(String yaml, String expected, List<String> leftOut) {
    public Made {
      leftOut = List.copyOf(leftOut);
    }
  }

  private final CompiledMap map;
  private final DecisionInput input;
  private final Map<String, Shape> shapes;
  private final Map<String, FactDeclaration> declarations;
  private final List<String> leftOut = new ArrayList<>();

  private RecordedCase(CompiledMap map, DecisionInput input, MapDefinition definition) {
    this.map = map;
    this.input = input;
    this.shapes = FixtureCheck.shapes(definition.declarations());
    this.declarations = definition.declarations().facts();
  }

  /// Makes the case.
  ///
  /// @param name what it is called
  /// @param read the facts that the decision has read
  public static Made of(CompiledMap map, String name, DecisionInput input, List<FactRead> read) {
    Problems problems = new Problems();
    PolicyDocument document = PolicyDocument.read(map.source(), "InvariantMap", problems);
    Fields fixture =
        document
            .spec()
            .members("tests")
            .flatMap(tests -> tests.find("fixture"))
            .map(YamlNode::json)
            .map(RecordedCase::fields)
            .orElse(Fields.EMPTY);
    MapDefinition definition = MapReader.read(document, problems);
    problems.throwIfAny();
    return new RecordedCase(map, input, definition).make(name, fixture, read);
  }

  private Made make(String name, Fields fixture, List<FactRead> read) {
    Fields given = changes(fixture, inputs(read));
    var test =
        new MapDefinition.Case(
            name,
            Place.START,
            TestsReader.merge(fixture, given),
            new Expectation(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    Expectation said = MapTests.outcome(map.program(), test);
    StringBuilder yaml = new StringBuilder();
    yaml.append(INDENT).append("- name: ").append(Json.text(new JsonValue.Text(name)));
    yaml.append('\n').append(INDENT).append("  given:\n");
    given
        .members()
        .forEach((member, value) ->
            yaml.append(INDENT)
                .append("    ")
                .append(member)
                .append(": ")
                .append(Json.text(value))
                .append('\n'));
    yaml.append(INDENT)
        .append(
            "  expect: {decision: %s, violations: %s, exempted: %s, errors: %s}\n"
                .formatted(
                    said.decision().orElseThrow(),
                    said.violations().orElseThrow(),
                    said.exempted().orElseThrow(),
                    said.errors().orElseThrow()));
    return new Made(yaml.toString(), MapTests.describe(said), leftOut);
  }

  /// What leads from the fixture to what was: null takes away what was not.
  private static Fields changes(Fields from, Fields to) {
    TreeMap<String, JsonValue> changes = new TreeMap<>();
    Set<String> names = new TreeSet<>(from.members().keySet());
    names.addAll(to.members().keySet());
    for (String name : names) {
      Optional<JsonValue> before = from.find(name);
      Optional<JsonValue> after = to.find(name);
      if (after.isEmpty()) {
        changes.put(name, JsonValue.Nil.NULL);
      } else if (after.get() instanceof Fields members
          && before.orElse(Fields.EMPTY) instanceof Fields old) {
        changes.put(name, changes(old, members));
      } else {
        changes.put(name, after.get());
      }
    }
    return new Fields(changes);
  }

  private Fields inputs(List<FactRead> read) {
    LiveSubject subject = new LiveSubject(input, map.program().json());
    TreeMap<String, JsonValue> inputs = new TreeMap<>();
    GovShapes.variables()
        .forEach((name, type) -> {
          if (!Set.of("facts", "params", "variables").contains(name)) {
            subject
                .variable(name)
                .flatMap(value -> json(type, Path.of(name), value))
                .ifPresent(value -> inputs.put(name, value));
          }
        });
    facts(read, inputs);
    return new Fields(inputs);
  }

  /// Facts keep their own form. A test knows one time of observation for each name: the earliest.
  private void facts(List<FactRead> read, Map<String, JsonValue> inputs) {
    TreeMap<String, JsonValue> facts = new TreeMap<>();
    TreeMap<String, Instant> observedAt = new TreeMap<>();
    for (FactRead each : read) {
      FactDeclaration declaration = declarations.get(each.name());
      Optional<Fact> fact = input.facts().find(each.name(), each.key());
      if (declaration == null || fact.isEmpty()) {
        continue;
      }
      Path path = Path.of("facts").field(each.name());
      known(declaration.type(), path, fact.get().value())
          .ifPresent(value -> {
            if (declaration.keyed()) {
              TreeMap<String, JsonValue> keyed =
                  new TreeMap<>(fields(facts.getOrDefault(each.name(), Fields.EMPTY)).members());
              keyed.put(each.key(), value);
              facts.put(each.name(), new Fields(keyed));
            } else {
              facts.put(each.name(), value);
            }
            observedAt.merge(
                each.name(),
                fact.get().observedAt(),
                (one, other) -> one.isBefore(other) ? one : other);
          });
    }
    TreeMap<String, JsonValue> times = new TreeMap<>();
    observedAt.forEach((name, time) -> times.put(name, new JsonValue.Text(time.toString())));
    if (!facts.isEmpty()) {
      inputs.put("facts", new Fields(facts));
      inputs.put(FixtureCheck.OBSERVED_AT, new Fields(times));
    }
  }

  /// A value as expressions see it, in the form in which tests give it.
  private Optional<JsonValue> json(FieldType type, Path path, Object value) {
    return switch (type) {
      case FieldType.Simple simple -> Optional.of(simple(simple, value));
      case FieldType.Scaled(int digits) ->
          Optional.of(new JsonValue.Num(BigDecimal.valueOf((Long) value, digits)));
      case FieldType.ListOf(FieldType items) -> list(items, path, (List<?>) value);
      case FieldType.MapOf(FieldType values) -> {
        TreeMap<String, JsonValue> members = new TreeMap<>();
        ((Map<?, ?>) value)
            .forEach((key, each) ->
                json(values, path.key(String.valueOf(key)), Objects.requireNonNull(each))
                    .ifPresent(found -> members.put(String.valueOf(key), found)));
        yield Optional.of(new Fields(members));
      }
      case FieldType.Struct(String name) ->
          Optional.of(struct(shapes.getOrDefault(name, new Shape(name, Map.of())), path, value));
      case FieldType.Checked checked ->
          throw new IllegalStateException(checked + " is no type of an input");
    };
  }

  private static JsonValue simple(FieldType.Simple type, Object value) {
    return switch (type) {
      case STRING -> new JsonValue.Text((String) value);
      case INT -> JsonValue.Num.of((Long) value);
      case BOOL -> JsonValue.Bool.of((Boolean) value);
      case TIMESTAMP -> new JsonValue.Text(value.toString());
      case DATE ->
          new JsonValue.Text(((Instant) value).atZone(ZoneOffset.UTC).toLocalDate().toString());
      case DURATION -> new JsonValue.Text(((java.time.Duration) value).toSeconds() + "s");
    };
  }

  private Optional<JsonValue> list(FieldType items, Path path, List<?> values) {
    List<JsonValue> list = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Optional<JsonValue> item = json(items, path.index(i), values.get(i));
      if (item.isEmpty()) {
        return Optional.empty();
      }
      list.add(item.get());
    }
    return Optional.of(new Items(list));
  }

  private Fields struct(Shape shape, Path path, Object value) {
    TreeMap<String, JsonValue> members = new TreeMap<>();
    shape
        .fields()
        .forEach((field, type) -> {
          Path at = path.field(field);
          try {
            ((StructView) value)
                .find(field)
                .flatMap(found -> json(type, at, found))
                .ifPresent(found -> members.put(field, found));
          } catch (CelRuntimeException e) {
            leftOut.add(at.toString());
          }
        });
    return new Fields(members);
  }

  /// What of a fact the map declares.
  private Optional<JsonValue> known(FieldType type, Path path, JsonValue value) {
    try {
      return map.program().json().read(type, path, value).flatMap(read -> json(type, path, read));
    } catch (CelRuntimeException e) {
      leftOut.add(path.toString());
      return Optional.empty();
    }
  }

  private static Fields fields(JsonValue value) {
    return value instanceof Fields fields ? fields : Fields.EMPTY;
  }
}
