package dev.phaseledger.policy.template;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.Problems;
import dev.phaseledger.policy.template.Placeholders.Piece;
import dev.phaseledger.policy.yaml.Place;
import dev.phaseledger.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads `spec.contract` and checks every place that is to be filled.
final class BodyReader {

  /// Stands for a value where the template's own characters are checked.
  private static final char ANY_VALUE = 'x';

  private final Map<String, Parameter> parameters;
  private final Problems problems;
  private final Set<String> declared = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private final Set<String> scoped = new HashSet<>();

  BodyReader(Map<String, Parameter> parameters, Problems problems) {
    this.parameters = parameters;
    this.problems = problems;
  }

  /// Names of parameters that are put into a scope.
  Set<String> scoped() {
    return scoped;
  }

  Part.Mapping read(Members spec) {
    spec.members("parameters").ifPresent(members -> declared.addAll(members.all().keySet()));
    Part body =
        spec.require("contract", spec.members("contract"))
            .flatMap(_ -> spec.find("contract"))
            .map(node -> part(new Members.Item(node, spec.path("contract")), false))
            .orElseGet(() -> new Part.Mapping(Map.of()));
    checkScopedDefaults();
    checkUse(spec);
    return body instanceof Part.Mapping mapping ? mapping : new Part.Mapping(Map.of());
  }

  private Part part(Members.Item item, boolean inScope) {
    return switch (item.node()) {
      case YamlNode.Mapping mapping -> {
        Map<String, Part> members = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach((name, entry) -> {
              String field = item.field() + "." + name;
              if (name.contains("${")) {
                problems.add(
                    entry.key(), field, "names are not filled in: use parameters in values");
              }
              boolean scope = inScope || ScopeRule.MEMBERS.contains(name);
              members.put(name, part(new Members.Item(entry.value(), field), scope));
            });
        yield new Part.Mapping(members);
      }
      case YamlNode.Sequence sequence -> {
        List<Part> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
          String field = item.field() + "[" + i + "]";
          items.add(part(new Members.Item(sequence.items().get(i), field), inScope));
        }
        yield new Part.Sequence(items);
      }
      case YamlNode.Text text -> text(text, item.field(), inScope);
      case YamlNode.Numeral _, YamlNode.Bool _, YamlNode.Empty _ ->
          new Part.Constant(item.node().json());
    };
  }

  private Part text(YamlNode.Text text, String field, boolean inScope) {
    List<Piece> pieces = Placeholders.split(text.value());
    boolean whole = pieces.size() == 1;
    StringBuilder plain = new StringBuilder();
    boolean constant = true;
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Plain(String characters) -> plain.append(characters);
        case Piece.Mistake(int offset) ->
            problems.add(
                place(text, offset),
                field,
                "must name a parameter between '${' and '}'; write '$${' for a plain '${'");
        case Piece.Reference reference -> {
          constant = false;
          plain.append(ANY_VALUE);
          reference(reference, new Spot(place(text, reference.offset()), field, whole, inScope));
        }
      }
    }
    if (inScope && ScopeRule.moves(plain.toString())) {
      problems.add(text.place(), field, "must not hold '..' nor a segment '.'");
    }
    if (constant) {
      return new Part.Constant(new JsonValue.Text(plain.toString()));
    }
    return whole && pieces.getFirst() instanceof Piece.Reference(String name, int _)
        ? new Part.Whole(name)
        : new Part.Mixed(pieces, inScope);
  }

  /// Where a reference stands.
  ///
  /// @param whole whether it is the whole string
  /// @param inScope whether the string says which resources are covered
  private record Spot(Place place, String field, boolean whole, boolean inScope) {}

  private void reference(Piece.Reference reference, Spot spot) {
    Parameter parameter = parameters.get(reference.name());
    if (parameter == null && declared.contains(reference.name())) {
      // What is wrong with its declaration has been said.
      return;
    }
    if (parameter == null) {
      problems.add(spot.place(), spot.field(), "no parameter is called '" + reference.name() + "'");
      return;
    }
    used.add(reference.name());
    ParameterType type = parameter.shown().type();
    boolean joins = type == ParameterType.STRING || type == ParameterType.INTEGER;
    if (!spot.whole() && !joins) {
      problems.add(
          spot.place(),
          spot.field(),
          "'%s' is of type %s, which cannot be part of a longer string"
              .formatted(reference.name(), type.written()));
    }
    if (spot.inScope() && !joins && type != ParameterType.STRING_LIST) {
      problems.add(
          spot.place(),
          spot.field(),
          "'%s' is of type %s, which cannot be part of a scope"
              .formatted(reference.name(), type.written()));
    }
    if (!parameter.always() && (spot.inScope() || !spot.whole())) {
      problems.add(
          spot.place(),
          spot.field(),
          "'%s' may be left out, so it cannot stand here: make it required or give it a default"
              .formatted(reference.name()));
    }
    if (spot.inScope() && (joins || type == ParameterType.STRING_LIST)) {
      scoped.add(reference.name());
    }
  }

  /// A default, and each value of an enum, is the author's own, and yet held to what others are.
  private void checkScopedDefaults() {
    for (Parameter parameter : parameters.values()) {
      if (scoped.contains(parameter.name())) {
        parameter.bounds().choices().forEach(value -> checkScoped(parameter, value));
        parameter.shown().defaultValue().ifPresent(value -> checkScoped(parameter, value));
      }
    }
  }

  private void checkScoped(Parameter parameter, JsonValue value) {
    String field = "spec.parameters." + parameter.name();
    try {
      ScopeRule.check(field, parameter.bounds(), value);
    } catch (InvalidFieldException e) {
      problems.add(parameter.place(), field, "a default or enum value " + e.reason());
    }
  }

  private void checkUse(Members spec) {
    for (Parameter parameter : parameters.values()) {
      if (!used.contains(parameter.name())) {
        problems.add(
            parameter.place(),
            spec.path("parameters") + "." + parameter.name(),
            "is not used in spec.contract");
      }
    }
  }

  private static Place place(YamlNode.Text text, int offset) {
    String before = text.value().substring(0, offset);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return text.at(line, offset - (before.lastIndexOf('\n') + 1));
  }
}
