package dev.phaseledger.policy.template;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What values may do to a scope: name something in it, never widen it.
///
/// A value is one segment of a path unless the template's author says by a pattern or an enum which
/// strings there are. Whatever the author says, neither a value nor what it becomes part of may
/// hold `..` or a segment `.`, and no value may be empty: each would make a glob mean another
/// place.
final class ScopeRule {

  /// Members of a contract, at any depth, that say which resources it covers.
  static final Set<String> MEMBERS = Set.of("scope", "excluded");

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]+");

  private ScopeRule() {}

  /// Checks a value that is put into a scope.
  ///
  /// @throws InvalidFieldException if it could widen the scope
  static void check(String field, Bounds bounds, JsonValue value) {
    switch (value) {
      case JsonValue.Text(String text) -> check(field, bounds, text);
      case JsonValue.Items(List<JsonValue> items) -> {
        if (items.isEmpty()) {
          throw new InvalidFieldException(field, "must hold at least one item");
        }
        items.forEach(item -> check(field, bounds, item));
      }
      case JsonValue.Num(BigDecimal _) -> {
        // Digits and a sign cannot structure a path.
      }
      case JsonValue.Bool _, JsonValue.Nil _, JsonValue.Fields _ ->
          throw new IllegalStateException("the template was checked");
    }
  }

  private static void check(String field, Bounds bounds, String text) {
    if (text.isEmpty()) {
      throw new InvalidFieldException(field, "must not be empty: it is part of a scope");
    }
    if (!bounds.saysStrings() && !SEGMENT.matcher(text).matches()) {
      throw new InvalidFieldException(
          field,
          "must be one path segment of letters, digits, '.', '_' and '-': it is part of a scope");
    }
    if (moves(text)) {
      throw new InvalidFieldException(
          field, "must not hold '..' nor a segment '.': it is part of a scope");
    }
  }

  /// Whether a path or glob holds something that leads elsewhere than its other segments say.
  static boolean moves(String path) {
    return path.contains("..") || List.of(path.split("/", -1)).contains(".");
  }
}
