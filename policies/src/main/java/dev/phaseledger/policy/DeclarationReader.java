package dev.phaseledger.policy;

import dev.phaseledger.policy.MapDefinition.Declarations;
import dev.phaseledger.policy.MapDefinition.FactDeclaration;
import dev.phaseledger.policy.MapDefinition.Param;
import dev.phaseledger.policy.cel.Durations;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.ListView;
import dev.phaseledger.policy.cel.Shape;
import dev.phaseledger.policy.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads what a map declares: `spec.params`, `types`, `facts`, `parameters` and `attributes`.
final class DeclarationReader {

  /// Members of a type, types, kinds of facts and params, each.
  private static final int MEMBERS_MAX = 100;

  private static final Pattern DAY_AND_TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T.+");

  private final Members spec;
  private final Problems problems;
  private final Set<String> typeNames;

  DeclarationReader(Members spec, Problems problems) {
    this.spec = spec;
    this.problems = problems;
    this.typeNames = spec.members("types").map(types -> types.all().keySet()).orElse(Set.of());
  }

  Declarations declarations() {
    Map<String, Shape> types = new TreeMap<>();
    spec.members("types")
        .ifPresent(members ->
            limited(members)
                .forEach((name, node) -> {
                  if (!TypeNames.isTypeName(name)) {
                    members.problem(
                        name, "a type's name must be letters and digits, a capital first");
                  }
                  String own = TypeNames.own(name);
                  types.put(own, shape(own, Members.of(node, members.path(name), problems)));
                }));
    return new Declarations(
        types,
        facts(),
        CounterReader.read(spec, problems),
        section("parameters", GovShapes.PARAMETERS),
        section("attributes", GovShapes.ATTRIBUTES));
  }

  private Shape section(String name, String shape) {
    return spec.members(name)
        .map(members -> shape(shape, members))
        .orElseGet(() -> new Shape(shape, Map.of()));
  }

  private Shape shape(String name, Members members) {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    limited(members)
        .keySet()
        .forEach(field -> {
          memberName(members, field);
          type(members, field).ifPresent(type -> fields.put(field, type));
        });
    return new Shape(name, fields);
  }

  private Optional<FieldType> type(Members members, String name) {
    Optional<FieldType> type =
        members.text(name, 200).flatMap(text -> TypeNames.parse(text, typeNames));
    if (type.isEmpty()) {
      members.problem(
          name,
          "must be a type: " + TypeNames.help(),
          members.text(name, 200).map(text -> TypeNames.hint(text, typeNames)).orElse(""));
    }
    return type;
  }

  private Map<String, FactDeclaration> facts() {
    Map<String, FactDeclaration> facts = new TreeMap<>();
    spec.members("facts")
        .ifPresent(members ->
            limited(members)
                .forEach((name, node) -> {
                  memberName(members, name);
                  fact(Members.of(node, members.path(name), problems))
                      .ifPresent(fact -> facts.put(name, fact));
                }));
    return facts;
  }

  private Optional<FactDeclaration> fact(Members members) {
    members.only("type", "keyed", "freshFor");
    Optional<Duration> freshFor = Optional.empty();
    if (members.find("freshFor").isPresent()) {
      freshFor = members.text("freshFor", 50).flatMap(Durations::parse);
      if (freshFor.isEmpty()) {
        members.problem("freshFor", "must be a duration such as 30m");
      }
    }
    boolean keyed = members.bool("keyed").orElse(false);
    Optional<Duration> fresh = freshFor;
    return type(members, "type").map(type -> new FactDeclaration(type, keyed, fresh));
  }

  Map<String, Param> params() {
    Map<String, Param> params = new LinkedHashMap<>();
    spec.members("params")
        .ifPresent(members ->
            limited(members)
                .forEach((name, node) -> {
                  memberName(members, name);
                  Optional<Param> param = param(node);
                  param.ifPresent(value -> params.put(name, value));
                  if (param.isEmpty()) {
                    members.problem(
                        name,
                        "must be a whole number of 64 bits, a string, true or false, a"
                            + " duration, a timestamp, or a list of strings or of whole"
                            + " numbers");
                  }
                }));
    return params;
  }

  private static Optional<Param> param(YamlNode node) {
    return switch (node) {
      case YamlNode.Bool bool -> Optional.of(new Param(FieldType.Simple.BOOL, bool.value()));
      case YamlNode.Numeral number ->
          whole(number).map(value -> new Param(FieldType.Simple.INT, value));
      case YamlNode.Text text -> Optional.of(textParam(text.value()));
      case YamlNode.Sequence sequence -> listParam(sequence);
      case YamlNode.Mapping _, YamlNode.Empty _ -> Optional.empty();
    };
  }

  private static Param textParam(String text) {
    Optional<Duration> duration = Durations.parse(text);
    if (duration.isPresent()) {
      return new Param(FieldType.Simple.DURATION, duration.get());
    }
    if (DAY_AND_TIME.matcher(text).matches()) {
      try {
        return new Param(FieldType.Simple.TIMESTAMP, OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException e) {
        return new Param(FieldType.Simple.STRING, text);
      }
    }
    return new Param(FieldType.Simple.STRING, text);
  }

  private static Optional<Param> listParam(YamlNode.Sequence sequence) {
    boolean numbers =
        !sequence.items().isEmpty() && sequence.items().getFirst() instanceof YamlNode.Numeral;
    List<Object> values = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      if (numbers && item instanceof YamlNode.Numeral number) {
        whole(number).ifPresent(values::add);
      } else if (!numbers && item instanceof YamlNode.Text text) {
        values.add(text.value());
      }
    }
    if (values.size() != sequence.items().size()) {
      return Optional.empty();
    }
    FieldType items = numbers ? FieldType.Simple.INT : FieldType.Simple.STRING;
    return Optional.of(new Param(new FieldType.ListOf(items), new ListView(values)));
  }

  private static Optional<Long> whole(YamlNode.Numeral number) {
    try {
      return Optional.of(number.value().longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private Map<String, YamlNode> limited(Members members) {
    Map<String, YamlNode> all = members.all();
    if (all.size() > MEMBERS_MAX) {
      problems.add(
          members.place(), members.field(), "must not have more than " + MEMBERS_MAX + " members");
    }
    return all;
  }

  private void memberName(Members members, String name) {
    if (!TypeNames.isMemberName(name)) {
      problems.add(
          members.placeOf(name),
          members.path(name),
          "a name must be letters, digits and '_', not starting with a digit, at most 64");
    }
  }
}
