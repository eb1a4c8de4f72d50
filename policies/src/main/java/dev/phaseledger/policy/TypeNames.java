package dev.phaseledger.policy;

import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.Suggestions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Types as maps write them: `string`, `list(Flight)`, `scaled(2)`.
final class TypeNames {

  /// Nesting of `list` and `map`, in levels.
  private static final int DEPTH_MAX = 4;

  /// Prefix of a map's own types, so that they never meet those of the environment.
  private static final String OWN = "map.";

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]{0,63}");
  private static final Pattern MEMBER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Pattern PARTS = Pattern.compile("(list|map|scaled)\\((.*)\\)");

  private static final Map<String, FieldType> SIMPLE = simple();

  private TypeNames() {}

  static boolean isTypeName(String name) {
    return NAME.matcher(name).matches();
  }

  static boolean isMemberName(String name) {
    return MEMBER.matcher(name).matches() && !Set.of("true", "false", "null", "in").contains(name);
  }

  static String own(String name) {
    return OWN + name;
  }

  static String help() {
    return "string, int, bool, timestamp, date, duration, scaled(0 to "
        + FieldType.Scaled.DIGITS_MAX
        + "), list(type), map(type) or the name of one of spec.types";
  }

  /// What may have been meant by a text that is no type.
  static String hint(String text, Set<String> own) {
    Set<String> known = new TreeSet<>(own);
    known.addAll(SIMPLE.keySet());
    return Suggestions.hint(text.strip(), known);
  }

  /// Reads a type; empty if it is not one.
  static Optional<FieldType> parse(String text, Set<String> own) {
    return parse(text.strip(), own, 0);
  }

  private static Optional<FieldType> parse(String text, Set<String> own, int depth) {
    FieldType simple = SIMPLE.get(text);
    if (simple != null) {
      return Optional.of(simple);
    }
    if (own.contains(text)) {
      return Optional.of(new FieldType.Struct(own(text)));
    }
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches() || depth == DEPTH_MAX) {
      return Optional.empty();
    }
    String inner = parts.group(2).strip();
    return switch (parts.group(1)) {
      case "list" -> parse(inner, own, depth + 1).map(FieldType.ListOf::new);
      case "map" -> parse(inner, own, depth + 1).map(FieldType.MapOf::new);
      default ->
          inner.matches("[0-" + FieldType.Scaled.DIGITS_MAX + "]")
              ? Optional.of(new FieldType.Scaled(Integer.parseInt(inner)))
              : Optional.empty();
    };
  }

  private static Map<String, FieldType> simple() {
    Map<String, FieldType> simple = new TreeMap<>();
    for (FieldType.Simple type : FieldType.Simple.values()) {
      simple.put(type.name().toLowerCase(Locale.ROOT), type);
    }
    return simple;
  }
}
