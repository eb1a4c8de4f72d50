package dev.phaseledger.policy.template;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.pattern.LinearPattern;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a parameter's values are held to, beside their type.
///
/// @param pattern what the whole of each string must match
/// @param choices the values there are; empty leaves open
/// @param minimum of integers and durations, inclusive
/// @param maximum of integers and durations, inclusive
record Bounds(
    Optional<LinearPattern> pattern,
    List<JsonValue> choices,
    Optional<JsonValue> minimum,
    Optional<JsonValue> maximum) {

  static final Bounds NONE =
      new Bounds(Optional.empty(), List.of(), Optional.empty(), Optional.empty());

  Bounds {
    choices = List.copyOf(choices);
  }

  /// Whether the template's author has said which strings there are.
  boolean saysStrings() {
    return pattern.isPresent() || !choices.isEmpty();
  }

  /// Why a value, or an item of a list, is out of bounds, as the end of the sentence "it ...".
  Optional<String> objection(JsonValue value) {
    if (value instanceof JsonValue.Items(List<JsonValue> items)) {
      return items.stream().flatMap(item -> objection(item).stream()).findFirst();
    }
    if (value instanceof JsonValue.Text(String text)
        && pattern.isPresent()
        && !pattern.get().matches(text)) {
      return Optional.of("must match its pattern as a whole");
    }
    if (!choices.isEmpty() && !choices.contains(value)) {
      return Optional.of("must be one of the values that the template lists");
    }
    if (minimum.isPresent() && compare(value, minimum.get()) < 0) {
      return Optional.of("must be at least " + shown(minimum.get()));
    }
    if (maximum.isPresent() && compare(value, maximum.get()) > 0) {
      return Optional.of("must be at most " + shown(maximum.get()));
    }
    return Optional.empty();
  }

  /// Compares two integers or two durations, both accepted by their type before.
  static int compare(JsonValue one, JsonValue other) {
    if (one instanceof JsonValue.Num(BigDecimal left)
        && other instanceof JsonValue.Num(BigDecimal right)) {
      return left.compareTo(right);
    }
    return Duration.parse(shown(one)).compareTo(Duration.parse(shown(other)));
  }

  static String shown(JsonValue value) {
    return switch (value) {
      case JsonValue.Text(String text) -> text;
      case JsonValue.Num(BigDecimal number) -> number.toPlainString();
      case JsonValue.Bool _, JsonValue.Nil _, JsonValue.Items _, JsonValue.Fields _ ->
          throw new IllegalStateException("neither text nor number: " + value);
    };
  }
}
