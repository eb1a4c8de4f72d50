package dev.phaseledger.policy.cel;

import dev.phaseledger.api.value.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads JSON by declared types. Members that no shape declares are ignored; a member of another
/// type than declared is an error that names its path.
public final class JsonInputs {

  private final Map<String, Shape> shapes;

  /// Reads by these shapes, by name.
  public JsonInputs(Map<String, Shape> shapes) {
    this.shapes = Map.copyOf(shapes);
  }

  /// A value in the form the evaluator computes with. JSON null counts as missing.
  public Optional<Object> read(FieldType type, Path path, JsonValue value) {
    return Optional.ofNullable(value(type, path, value));
  }

  /// A value in the form the evaluator computes with; null for JSON null, which counts as missing.
  public @Nullable Object value(FieldType type, Path path, JsonValue value) {
    if (value == JsonValue.Nil.NULL) {
      return null;
    }
    return switch (type) {
      case FieldType.Simple simple -> simple(simple, path, value);
      case FieldType.Scaled scaled -> scaled(scaled, path, value);
      case FieldType.ListOf list -> list(list, path, value);
      case FieldType.MapOf map -> map(map, path, value);
      case FieldType.Struct struct -> struct(shapeOf(struct), path, value);
      case FieldType.Checked checked ->
          throw new IllegalStateException(checked + " is not read from JSON");
    };
  }

  /// An object's members by its shape.
  public StructView struct(Shape shape, Path path, JsonValue value) {
    if (!(value instanceof JsonValue.Fields fields)) {
      throw InputErrors.wrongType(path, "an object of type " + shape.name());
    }
    return new StructView(shape.name(), path, field -> member(shape, path, fields, field));
  }

  /// One member of an object; null if it is missing.
  public @Nullable Object member(Shape shape, Path path, JsonValue.Fields fields, String field) {
    Optional<JsonValue> value = fields.find(field);
    Optional<FieldType> type = shape.find(field);
    return value.isEmpty() || type.isEmpty()
        ? null
        : value(type.get(), path.field(field), value.get());
  }

  private Shape shapeOf(FieldType.Struct struct) {
    Shape shape = shapes.get(struct.name());
    if (shape == null) {
      throw new IllegalStateException("no shape is named " + struct.name());
    }
    return shape;
  }

  private static Object simple(FieldType.Simple type, Path path, JsonValue value) {
    return switch (type) {
      case STRING -> text(path, value, "a string");
      case INT -> whole(path, value, 0, "a whole number of 64 bits");
      case BOOL -> {
        if (value instanceof JsonValue.Bool bool) {
          yield bool == JsonValue.Bool.TRUE;
        }
        throw InputErrors.wrongType(path, "true or false");
      }
      case TIMESTAMP -> timestamp(path, text(path, value, "a timestamp"));
      case DATE -> date(path, text(path, value, "a date"));
      case DURATION -> duration(path, text(path, value, "a duration"));
    };
  }

  private static Object scaled(FieldType.Scaled type, Path path, JsonValue value) {
    return whole(
        path, value, type.digits(), "a decimal with at most " + type.digits() + " decimal places");
  }

  private static Long whole(Path path, JsonValue value, int digits, String wanted) {
    if (value instanceof JsonValue.Num(BigDecimal number)) {
      try {
        return number.movePointRight(digits).longValueExact();
      } catch (ArithmeticException e) {
        throw InputErrors.wrongType(path, wanted);
      }
    }
    throw InputErrors.wrongType(path, wanted);
  }

  private static String text(Path path, JsonValue value, String wanted) {
    if (value instanceof JsonValue.Text(String text)) {
      return text;
    }
    throw InputErrors.wrongType(path, wanted);
  }

  private static Instant timestamp(Path path, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw InputErrors.wrongType(path, "a timestamp with an offset, such as 2026-03-02T10:00:00Z");
    }
  }

  private static Instant date(Path path, String text) {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw InputErrors.wrongType(path, "a date such as 2026-03-02");
    }
  }

  private static Duration duration(Path path, String text) {
    return Durations.parse(text)
        .orElseThrow(() -> InputErrors.wrongType(path, "a duration such as 1h30m"));
  }

  private ListView list(FieldType.ListOf type, Path path, JsonValue value) {
    if (!(value instanceof JsonValue.Items items)) {
      throw InputErrors.wrongType(path, "a list");
    }
    List<Object> elements = new ArrayList<>(items.values().size());
    for (int i = 0; i < items.values().size(); i++) {
      Path place = path.index(i);
      elements.add(
          read(type.items(), place, items.values().get(i))
              .orElseThrow(() -> InputErrors.missing(place)));
    }
    return new ListView(elements);
  }

  private MapView map(FieldType.MapOf type, Path path, JsonValue value) {
    if (!(value instanceof JsonValue.Fields fields)) {
      throw InputErrors.wrongType(path, "an object");
    }
    return new MapView(
        path,
        new MapView.Source() {
          @Override
          public Optional<?> find(String key) {
            return fields.find(key).flatMap(member -> read(type.values(), path.key(key), member));
          }

          @Override
          public Iterable<String> keys() {
            return fields.members().keySet();
          }
        });
  }
}
