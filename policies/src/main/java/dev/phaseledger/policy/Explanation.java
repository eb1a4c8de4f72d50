package dev.phaseledger.policy;

import dev.phaseledger.api.value.JsonValue;
import java.util.List;
import java.util.Optional;

/// Why the invariants of a tenant say what they say of one dispatch.
///
/// It is computed from the recorded form of the request alone. Where that holds digests instead of
/// personal values, what depends on them is withheld: it might not be what was computed then.
///
/// @param invariants those that apply, in map and declaration order
public record Explanation(List<Invariant> invariants) {

  public Explanation {
    invariants = List.copyOf(invariants);
  }

  /// One invariant.
  ///
  /// @param description what it is for, in the author's words; may be empty
  /// @param expression the condition, taken apart
  /// @param variables the map's own variables that it reads, each taken apart
  /// @param reads the inputs that it reads, with their values
  /// @param toPass what would have to change for it to hold; empty where it holds
  public record Invariant(
      String map,
      String id,
      String description,
      Part expression,
      List<Variable> variables,
      List<Read> reads,
      List<String> toPass) {

    public Invariant {
      variables = List.copyOf(variables);
      reads = List.copyOf(reads);
      toPass = List.copyOf(toPass);
    }
  }

  /// A variable of the map.
  public record Variable(String name, Part expression) {}

  /// An input.
  public record Read(String name, Outcome outcome) {}

  /// A part of an expression.
  ///
  /// @param text as the author wrote it
  /// @param parts what it is made of, as far as that has values of its own
  public record Part(String text, Outcome outcome, List<Part> parts) {
    public Part {
      parts = List.copyOf(parts);
    }
  }

  /// What came of an expression.
  public sealed interface Outcome {

    /// Its value; long lists and texts are cut.
    record Value(JsonValue value) implements Outcome {}

    /// Why it has none.
    record Problem(String reason) implements Outcome {}

    /// It depends on personal data.
    record Withheld() implements Outcome {}

    /// Whether it is this truth value.
    default boolean is(boolean wanted) {
      return this instanceof Value(JsonValue.Bool value)
          && (value == JsonValue.Bool.TRUE) == wanted;
    }
  }

  /// One invariant's explanation, if it applied.
  public Optional<Invariant> find(String map, String id) {
    return invariants.stream()
        .filter(each -> each.map().equals(map) && each.id().equals(id))
        .findFirst();
  }
}
