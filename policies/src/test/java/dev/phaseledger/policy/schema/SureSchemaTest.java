package dev.phaseledger.policy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SureSchemaTest {

  private static final List<String> NAMES = List.of("a", "b", "c", "d/e");
  private static final List<String> TEXTS = List.of("", "a", "abc", "é𝄞", "main", "feature/GOV-1");
  private static final List<String> NUMBERS =
      List.of("0", "1", "-1", "1.5", "2.0", "10", "1e3", "9007199254740993", "0.30000000000000004");
  private static final List<String> PATTERNS =
      List.of("^a", "b$", "^[a-z]+$", ".", "^(main|feature/.+)$");

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void acceptsNothingThatTheValidatorRefuses(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int accepted = 0;
    int valid = 0;
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      Fields source = schema(random, 3);
      ParameterSchema schema = ParameterSchema.of("inputs", source);
      for (int j = 0; j < 30; j++) {
        Fields value = object(random, 3);
        boolean sure = schema.surelyAccepts(value);
        List<ParameterSchema.Violation> violations = schema.checkByValidator(value);
        if (sure) {
          assertThat(violations).as("%s of %s", Json.text(source), Json.text(value)).isEmpty();
          accepted++;
        }
        valid += violations.isEmpty() ? 1 : 0;
        refused += violations.isEmpty() ? 0 : 1;
        assertThat(schema.check(value)).isEqualTo(violations);
      }
    }
    assertThat(accepted).isEqualTo(valid).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void leavesWhatTakesLongToTheValidator() {
    Fields source =
        json("{\"properties\": {\"a\": {\"items\": {\"type\": \"integer\", \"minimum\": 0}}}}");
    ParameterSchema schema = ParameterSchema.of("inputs", source);
    assertThat(schema.surelyAccepts(numbers(2_000))).isTrue();
    assertThat(schema.surelyAccepts(numbers(3_000))).isFalse();
    assertThat(schema.check(numbers(3_000))).isEmpty();
  }

  private static Fields numbers(int number) {
    List<JsonValue> values = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      values.add(Num.of(i));
    }
    return Fields.with("a", new Items(values)).build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"properties\": {\"a\": {\"format\": \"email\"}}}",
        "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"type\": \"object\"}}}",
        "{\"oneOf\": [{\"type\": \"object\"}]}",
        "{\"patternProperties\": {\"^a\": {\"type\": \"string\"}}, \"additionalProperties\": false}",
        "{\"properties\": {\"a\": {\"uniqueItems\": true}}}",
        "{\"unevaluatedProperties\": false}",
      })
  void leavesOtherKeywordsToTheValidator(String source) {
    assertThat(ParameterSchema.of("inputs", json(source)).surelyAccepts(Fields.EMPTY)).isFalse();
    assertThat(ParameterSchema.of("inputs", json(source)).check(Fields.EMPTY)).isEmpty();
  }

  private static Fields json(String text) {
    return (Fields) Json.parse(text);
  }

  private static <T> T pick(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static Fields schema(SplittableRandom random, int depth) {
    Fields.Builder schema = Fields.builder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      switch (random.nextInt(depth > 0 ? 14 : 9)) {
        case 0 ->
            schema.put(
                "type",
                random.nextBoolean()
                    ? new Text(type(random))
                    : Items.ofTexts(List.of("object", "null", "integer")));
        case 1 ->
            schema.put("enum", new Items(List.of(scalar(random), scalar(random), scalar(random))));
        case 2 -> schema.put("const", scalar(random));
        case 3 -> schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", number(random));
        case 4 -> schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", number(random));
        case 5 ->
            schema.put(random.nextBoolean() ? "minLength" : "maxLength", Num.of(random.nextInt(5)));
        case 6 -> schema.put("pattern", new Text(pick(random, PATTERNS)));
        case 7 ->
            schema.put(random.nextBoolean() ? "minItems" : "maxItems", Num.of(random.nextInt(3)));
        case 8 -> schema.put("required", Items.ofTexts(List.of(pick(random, NAMES))));
        case 9 -> schema.put("items", schema(random, depth - 1));
        case 10 ->
            schema.put("allOf", new Items(List.of(schema(random, depth - 1), schema(random, 0))));
        case 11 ->
            schema.put(
                "additionalProperties",
                random.nextBoolean() ? Bool.of(random.nextInt(4) > 0) : schema(random, depth - 1));
        default -> {
          Fields.Builder properties = Fields.builder();
          NAMES.forEach(name -> properties.put(name, schema(random, depth - 1)));
          schema.put("properties", properties.build());
        }
      }
    }
    return schema.build();
  }

  private static String type(SplittableRandom random) {
    return pick(
        random,
        List.of("object", "object", "array", "string", "number", "integer", "boolean", "null"));
  }

  private static JsonValue number(SplittableRandom random) {
    return new Num(new BigDecimal(pick(random, NUMBERS)));
  }

  private static JsonValue scalar(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> number(random);
      case 1 -> Bool.of(random.nextBoolean());
      case 2 -> Nil.NULL;
      default -> new Text(pick(random, TEXTS));
    };
  }

  private static JsonValue value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 3)) {
      case 3 -> object(random, depth - 1);
      case 4 -> {
        List<JsonValue> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield new Items(items);
      }
      default -> scalar(random);
    };
  }

  private static Fields object(SplittableRandom random, int depth) {
    Fields.Builder fields = Fields.builder();
    for (String name : NAMES) {
      if (random.nextInt(3) > 0) {
        fields.put(name, value(random, depth - 1));
      }
    }
    return fields.build();
  }
}
