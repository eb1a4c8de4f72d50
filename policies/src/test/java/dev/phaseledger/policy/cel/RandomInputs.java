package dev.phaseledger.policy.cel;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Values for all variables, drawn at random: some are missing, some of another type than declared.
final class RandomInputs {

  private static final List<String> TEXTS =
      List.of(
          "prod", "c0ffee", "tests", "a/b", "src/A.java", "src/k.pem", "", "é𝄞", "../x", "user:a");
  private static final List<Long> NUMBERS = List.of(0L, 1L, 2L, 3L, 40L, -1L, Long.MAX_VALUE);

  private final SplittableRandom random;
  private final Map<String, Shape> shapes;

  RandomInputs(SplittableRandom random, Map<String, Shape> shapes) {
    this.random = random;
    this.shapes = shapes;
  }

  /// JSON for each variable that is there.
  Fields draw(Map<String, FieldType> variables) {
    Fields.Builder fields = Fields.builder();
    variables.forEach((name, type) -> {
      if (random.nextInt(40) > 0) {
        fields.put(name, value(type));
      }
    });
    return fields.build();
  }

  /// The variables as expressions see them.
  static Inputs of(Fields values, Map<String, FieldType> variables, JsonInputs json) {
    return name -> {
      FieldType type = variables.get(name);
      Optional<JsonValue> value = values.find(name);
      return type == null || value.isEmpty()
          ? Optional.empty()
          : json.read(type, Path.of(name), value.get());
    };
  }

  private JsonValue value(FieldType type) {
    if (random.nextInt(60) == 0) {
      return random.nextBoolean() ? new Items(List.of(Bool.TRUE)) : Num.of(5);
    }
    return switch (type) {
      case FieldType.Simple simple ->
          switch (simple) {
            case STRING -> new Text(TEXTS.get(random.nextInt(TEXTS.size())));
            case INT -> Num.of(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case BOOL -> Bool.of(random.nextBoolean());
            case TIMESTAMP ->
                new Text(
                    "2026-03-0%dT1%d:00:00Z".formatted(1 + random.nextInt(9), random.nextInt(10)));
            case DATE -> new Text("2026-03-02");
            case DURATION -> new Text("2h");
          };
      case FieldType.Scaled _ -> Num.of(NUMBERS.get(random.nextInt(NUMBERS.size())));
      case FieldType.ListOf list -> items(list.items());
      case FieldType.MapOf map -> entries(map.values());
      case FieldType.Struct struct -> object(struct);
      case FieldType.Checked _ -> Bool.TRUE;
    };
  }

  private Items items(FieldType type) {
    List<JsonValue> items = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      items.add(value(type));
    }
    return new Items(items);
  }

  private Fields entries(FieldType type) {
    Fields.Builder fields = Fields.builder();
    for (String key : List.of("a/b", "c", "denials_24h", "failures_24h", "prod")) {
      if (random.nextInt(3) > 0) {
        fields.put(key, value(type));
      }
    }
    return fields.build();
  }

  private Fields object(FieldType.Struct struct) {
    Fields.Builder fields = Fields.builder();
    Shape shape = shapes.get(struct.name());
    if (shape != null) {
      shape
          .fields()
          .forEach((name, type) -> {
            if (random.nextInt(12) > 0) {
              fields.put(name, value(type));
            }
          });
    }
    return fields.build();
  }
}
