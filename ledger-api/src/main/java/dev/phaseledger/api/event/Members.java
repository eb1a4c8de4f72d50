package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads the members of one object, each at most once, and knows where the object stands, so that
/// an error names the member by its whole path. Nothing is guessed: a member that is missing, of
/// the wrong type or left over is an [InvalidFieldException].
final class Members {

  private final Fields fields;
  private final Place place;
  private final List<String> read = new ArrayList<>();

  private Members(Fields fields, Place place) {
    this.fields = fields;
    this.place = place;
  }

  /// The members of a whole document.
  static Members of(Fields fields) {
    return new Members(fields, Place.DOCUMENT);
  }

  /// Ends the reading.
  ///
  /// @return the result, if every member was asked for
  <T> T end(T result) {
    if (read.size() < fields.members().size()) {
      for (String name : fields.members().keySet()) {
        if (!read.contains(name)) {
          throw new InvalidFieldException(at(name).path(), "is not a known member here");
        }
      }
    }
    return result;
  }

  boolean has(String name) {
    return fields.members().containsKey(name);
  }

  JsonValue value(String name) {
    return find(name).orElseThrow(() -> new InvalidFieldException(at(name).path(), "is missing"));
  }

  String text(String name) {
    return Scalars.text(at(name), value(name));
  }

  Optional<String> optionalText(String name) {
    return find(name).map(value -> Scalars.text(at(name), value));
  }

  /// A text that one of our types wraps, such as an identifier.
  <T> T text(String name, Function<String, T> type) {
    return Scalars.wrapped(at(name), value(name), type);
  }

  <T> Optional<T> optionalText(String name, Function<String, T> type) {
    return find(name).map(value -> Scalars.wrapped(at(name), value, type));
  }

  <E extends Enum<E>> E constant(String name, E[] values) {
    return Scalars.constant(at(name), value(name), values);
  }

  <E extends Enum<E>> Optional<E> optionalConstant(String name, E[] values) {
    return find(name).map(value -> Scalars.constant(at(name), value, values));
  }

  long integer(String name) {
    return Scalars.integer(at(name), value(name));
  }

  int smallInteger(String name) {
    return Scalars.smallInteger(at(name), value(name));
  }

  OptionalLong optionalInteger(String name) {
    return has(name) ? OptionalLong.of(integer(name)) : OptionalLong.empty();
  }

  OptionalInt optionalSmallInteger(String name) {
    return has(name) ? OptionalInt.of(smallInteger(name)) : OptionalInt.empty();
  }

  boolean flag(String name) {
    return Scalars.flag(at(name), value(name));
  }

  Instant instant(String name) {
    return Scalars.instant(at(name), value(name));
  }

  Optional<Instant> optionalInstant(String name) {
    return find(name).map(value -> Scalars.instant(at(name), value));
  }

  Optional<Duration> optionalDuration(String name) {
    return find(name).map(value -> Scalars.duration(at(name), value));
  }

  Duration duration(String name) {
    return Scalars.duration(at(name), value(name));
  }

  Digest digest(String name) {
    return text(name, Digest::new);
  }

  List<String> texts(String name) {
    return list(name, Scalars::text);
  }

  List<Digest> digests(String name) {
    return list(name, (element, value) -> Scalars.wrapped(element, value, Digest::new));
  }

  Set<String> set(String name) {
    var values = new LinkedHashSet<String>();
    for (String value : texts(name)) {
      if (!values.add(value)) {
        throw new InvalidFieldException(at(name).path(), "names '" + value + "' twice");
      }
    }
    return values;
  }

  /// A set that is left out if it is empty.
  Set<String> someOf(String name) {
    return has(name) ? set(name) : Set.of();
  }

  /// A list of objects that is left out if it is empty.
  <T> List<T> someOf(String name, Function<Members, T> decode) {
    return has(name) ? objects(name).stream().map(decode).toList() : List.of();
  }

  List<Long> integers(String name) {
    return list(name, Scalars::integer);
  }

  Fields fields(String name) {
    return Scalars.fields(at(name), value(name));
  }

  Optional<Fields> optionalFields(String name) {
    return find(name).map(value -> Scalars.fields(at(name), value));
  }

  Members object(String name) {
    return nested(at(name), value(name));
  }

  Optional<Members> optionalObject(String name) {
    return find(name).map(value -> nested(at(name), value));
  }

  List<Members> objects(String name) {
    return list(name, Members::nested);
  }

  Map<String, String> textMap(String name) {
    return map(name, Scalars::text);
  }

  Map<String, Fields> fieldsMap(String name) {
    return map(name, Scalars::fields);
  }

  private static Members nested(Place place, JsonValue value) {
    return new Members(Scalars.fields(place, value), place);
  }

  private <T> List<T> list(String name, Reader<T> reader) {
    Place list = at(name);
    if (!(value(name) instanceof Items items)) {
      throw Scalars.wrongType(list, "an array", value(name));
    }
    var values = new ArrayList<T>(items.values().size());
    for (JsonValue item : items.values()) {
      values.add(reader.read(list.element(values.size()), item));
    }
    return values;
  }

  private <T> Map<String, T> map(String name, Reader<T> reader) {
    Place object = at(name);
    var values = new TreeMap<String, T>();
    fields(name)
        .members()
        .forEach((key, value) -> values.put(key, reader.read(object.member(key), value)));
    return values;
  }

  private Optional<JsonValue> find(String name) {
    Optional<JsonValue> value = fields.find(name);
    if (value.isPresent()) {
      read.add(name);
    }
    return value;
  }

  private Place at(String name) {
    return place.member(name);
  }

  /// Reads one value that stands at a place.
  @FunctionalInterface
  private interface Reader<T> {
    T read(Place place, JsonValue value);
  }
}
