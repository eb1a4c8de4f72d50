package dev.phaseledger.policy.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A member of one of the variables that expressions start from, such as `command.branch`.
///
/// @param number counts the members of the variables that every map has; -1 for any other. Inputs
///   that are read often keep what they have read under it
public record Reading(String variable, String field, int number) {

  /// How many members are numbered.
  public static final int NUMBERED = numbered().size();

  private static final Map<String, Integer> NUMBERS = numbers();

  static Reading of(String variable, String field) {
    return new Reading(variable, field, NUMBERS.getOrDefault(variable + "." + field, -1));
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new java.util.HashMap<>();
    numbered().forEach(name -> numbers.put(name, numbers.size()));
    return Map.copyOf(numbers);
  }

  private static List<String> numbered() {
    List<String> names = new ArrayList<>();
    GovShapes.variables()
        .forEach((variable, type) ->
            GovShapes.FIXED.stream()
                .filter(shape -> type.equals(new FieldType.Struct(shape.name())))
                .flatMap(shape -> shape.fields().keySet().stream())
                .forEach(field -> names.add(variable + "." + field)));
    return names;
  }
}
