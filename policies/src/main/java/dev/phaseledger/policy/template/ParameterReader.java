package dev.phaseledger.policy.template;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.Problems;
import dev.phaseledger.policy.pattern.LinearPattern;
import dev.phaseledger.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `spec.parameters`.
final class ParameterReader {

  /// Values of an enum.
  private static final int CHOICES_MAX = 100;

  private static final int DESCRIPTION_CHARS_MAX = 500;

  private static final Map<String, ParameterType> TYPES = types();

  private final Problems problems;

  ParameterReader(Problems problems) {
    this.problems = problems;
  }

  Map<String, Parameter> read(Members spec) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    spec.members("parameters")
        .ifPresent(members -> {
          Map<String, YamlNode> all = members.all();
          if (all.size() > ContractTemplate.PARAMETERS_MAX) {
            spec.problem(
                "parameters",
                "must not hold more than " + ContractTemplate.PARAMETERS_MAX + " parameters");
          }
          all.forEach((name, node) -> {
            if (!Placeholders.NAME.matcher(name).matches()) {
              problems.add(
                  members.placeOf(name),
                  members.path(name),
                  "a name must be letters, digits and '_', a letter first, at most 64");
            }
            parameter(name, members, node).ifPresent(each -> parameters.put(name, each));
          });
        });
    return parameters;
  }

  private Optional<Parameter> parameter(String name, Members all, YamlNode node) {
    Members members =
        Members.of(node, all.path(name), problems)
            .only(
                "type",
                "required",
                "default",
                "pattern",
                "enum",
                "minimum",
                "maximum",
                "description");
    String description = members.text("description", DESCRIPTION_CHARS_MAX).orElse("");
    Optional<ParameterType> type = members.require("type", members.choice("type", TYPES));
    Optional<Boolean> required = members.bool("required");
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Bounds bounds = bounds(members, type.get());
    Optional<JsonValue> otherwise = value(members, "default", type.get());
    otherwise
        .flatMap(bounds::objection)
        .ifPresent(objection -> members.problem("default", objection));
    if (required.orElse(false) && members.find("default").isPresent()) {
      members.problem("required", "must not be true where there is a default");
    }
    return Optional.of(
        new Parameter(
            new TemplateParameter(
                name, type.get(), description, required.orElse(otherwise.isEmpty()), otherwise),
            bounds,
            all.placeOf(name)));
  }

  private Bounds bounds(Members members, ParameterType type) {
    boolean strings = type == ParameterType.STRING || type == ParameterType.STRING_LIST;
    boolean ordered = type == ParameterType.INTEGER || type == ParameterType.DURATION;
    unless(strings, members, type, "pattern");
    unless(strings || type == ParameterType.INTEGER, members, type, "enum");
    unless(ordered, members, type, "minimum");
    unless(ordered, members, type, "maximum");
    Optional<JsonValue> minimum = ordered ? value(members, "minimum", type) : Optional.empty();
    Optional<JsonValue> maximum = ordered ? value(members, "maximum", type) : Optional.empty();
    if (minimum.isPresent()
        && maximum.isPresent()
        && Bounds.compare(minimum.get(), maximum.get()) > 0) {
      members.problem("maximum", "is below the minimum: no value would do");
    }
    return new Bounds(pattern(members), choices(members, type), minimum, maximum);
  }

  private static void unless(boolean applies, Members members, ParameterType type, String name) {
    if (!applies && members.find(name).isPresent()) {
      members.problem(name, "says nothing about the type " + type.written());
    }
  }

  private static Optional<LinearPattern> pattern(Members members) {
    return members
        .text("pattern", LinearPattern.CHARS_MAX)
        .flatMap(pattern -> {
          try {
            return Optional.of(LinearPattern.compile(pattern));
          } catch (IllegalArgumentException e) {
            members.problem("pattern", String.valueOf(e.getMessage()));
            return Optional.empty();
          }
        });
  }

  private List<JsonValue> choices(Members members, ParameterType type) {
    List<Members.Item> items = members.items("enum", CHOICES_MAX);
    if (items.isEmpty() && members.find("enum").isPresent()) {
      members.problem("enum", "must list at least one value");
    }
    List<JsonValue> choices = new ArrayList<>();
    for (Members.Item item : items) {
      ParameterType single = type == ParameterType.STRING_LIST ? ParameterType.STRING : type;
      typed(item, single).ifPresent(choices::add);
    }
    return choices;
  }

  private Optional<JsonValue> value(Members members, String name, ParameterType type) {
    return members
        .find(name)
        .flatMap(node -> typed(new Members.Item(node, members.path(name)), type));
  }

  private Optional<JsonValue> typed(Members.Item item, ParameterType type) {
    try {
      return Optional.of(TypedValues.accept(item.field(), type, item.node().json()));
    } catch (InvalidFieldException e) {
      problems.add(item.node().place(), item.field(), e.reason());
      return Optional.empty();
    }
  }

  private static Map<String, ParameterType> types() {
    Map<String, ParameterType> types = new LinkedHashMap<>();
    for (ParameterType type : ParameterType.values()) {
      types.put(type.written(), type);
    }
    return types;
  }
}
