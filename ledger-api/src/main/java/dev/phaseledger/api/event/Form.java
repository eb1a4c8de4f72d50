package dev.phaseledger.api.event;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Builds the recorded form of one record. The counterpart of [Members], method by method.
final class Form {

  /// Largest magnitude of the ledger's own integers, so that every JSON reader gets them exactly
  /// (RFC 7493 section 2.2).
  static final long INTEGER_MAX = (1L << 53) - 1;

  private static final Instant TIME_MIN = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant TIME_END = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Fields.Builder fields = Fields.builder();

  Form text(String name, String value) {
    fields.put(name, value);
    return this;
  }

  Form text(String name, Optional<String> value) {
    value.ifPresent(present -> fields.put(name, present));
    return this;
  }

  Form integer(String name, long value) {
    if (value > INTEGER_MAX || value < -INTEGER_MAX) {
      throw new InvalidFieldException(
          name, "must be an integer within 2^53, exclusive, either sign; is " + value);
    }
    fields.put(name, value);
    return this;
  }

  Form flag(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  /// A time as RFC 3339 writes it, in UTC and with the precision it has.
  Form instant(String name, Instant value) {
    if (value.isBefore(TIME_MIN) || value.isAfter(TIME_END)) {
      throw new InvalidFieldException(name, "must be a time of the years 0000 to 9999");
    }
    fields.put(name, Times.text(value));
    return this;
  }

  Form instant(String name, Optional<Instant> value) {
    value.ifPresent(present -> instant(name, present));
    return this;
  }

  Form duration(String name, Optional<Duration> value) {
    value.ifPresent(present -> fields.put(name, present.toString()));
    return this;
  }

  Form texts(String name, Collection<String> values) {
    fields.put(name, Items.ofTexts(values));
    return this;
  }

  /// Sets have no order of their own: sorted, so that equal sets have equal bytes.
  Form set(String name, Set<String> values) {
    return texts(name, new TreeSet<>(values));
  }

  /// A set that is left out if it is empty.
  Form someOf(String name, Set<String> values) {
    return values.isEmpty() ? this : set(name, values);
  }

  /// A list of objects that is left out if it is empty.
  <T> Form someOf(String name, List<T> values, Function<T, Fields> encode) {
    return values.isEmpty()
        ? this
        : value(name, new Items(values.stream().<JsonValue>map(encode).toList()));
  }

  Form integer(String name, OptionalLong value) {
    if (value.isPresent()) {
      integer(name, value.getAsLong());
    }
    return this;
  }

  Form value(String name, JsonValue value) {
    fields.put(name, value);
    return this;
  }

  Form fields(String name, Optional<Fields> value) {
    value.ifPresent(present -> fields.put(name, present));
    return this;
  }

  Form map(String name, Map<String, ? extends JsonValue> values) {
    var members = Fields.builder();
    values.forEach(members::put);
    fields.put(name, members.build());
    return this;
  }

  Form textMap(String name, Map<String, String> values) {
    var members = Fields.builder();
    values.forEach(members::put);
    fields.put(name, members.build());
    return this;
  }

  Fields build() {
    return fields.build();
  }
}
