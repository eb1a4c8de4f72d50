package dev.phaseledger.api.value;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A JSON value (RFC 8259) without any loss: numbers are exact decimals, object members are sorted
/// by key in UTF-16 code unit order, as RFC 8785 sorts them.
public sealed interface JsonValue {

  /// A string.
  record Text(String value) implements JsonValue {}

  /// A number. Two numbers are equal when they are numerically equal: 1, 1.0 and 1e0 are one value.
  record Num(BigDecimal value) implements JsonValue {
    public Num {
      value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    public static Num of(long value) {
      return new Num(BigDecimal.valueOf(value));
    }
  }

  /// `true` or `false`.
  enum Bool implements JsonValue {
    TRUE,
    FALSE;

    public static Bool of(boolean value) {
      return value ? TRUE : FALSE;
    }
  }

  /// `null`.
  enum Nil implements JsonValue {
    NULL
  }

  /// An array.
  record Items(List<JsonValue> values) implements JsonValue {
    public Items {
      values = List.copyOf(values);
    }

    public static Items ofTexts(Collection<String> texts) {
      var values = new JsonValue[texts.size()];
      int place = 0;
      for (String text : texts) {
        values[place++] = new Text(text);
      }
      return new Items(List.of(values));
    }
  }

  /// An object.
  record Fields(SortedMap<String, JsonValue> members) implements JsonValue {

    /// No members.
    public static final Fields EMPTY = new Fields(new TreeMap<>());

    public Fields {
      members = SortedMembers.of(members);
    }

    /// The member of that name, if there is one.
    public Optional<JsonValue> find(String name) {
      return Optional.ofNullable(members.get(name));
    }

    public static Builder with(String name, JsonValue value) {
      return new Builder().put(name, value);
    }

    public static Builder builder() {
      return new Builder();
    }

    /// Collects members.
    public static final class Builder {
      private final SortedMembers.Collector members = new SortedMembers.Collector();

      public Builder put(String name, JsonValue value) {
        members.put(name, value);
        return this;
      }

      public Builder put(String name, String value) {
        return put(name, new Text(value));
      }

      public Builder put(String name, long value) {
        return put(name, Num.of(value));
      }

      public Builder put(String name, boolean value) {
        return put(name, Bool.of(value));
      }

      public Fields build() {
        return new Fields(members.members());
      }
    }
  }
}
