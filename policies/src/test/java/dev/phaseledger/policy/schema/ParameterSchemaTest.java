package dev.phaseledger.policy.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterSchemaTest {

  private static JsonValue.Fields json(String text) {
    return (JsonValue.Fields) Json.parse(text);
  }

  private static List<ParameterSchema.Violation> check(String schema, String parameters) {
    return ParameterSchema.of("inputs.pay", json(schema)).check(json(parameters));
  }

  private static final String PAY =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
       "required":["to","amount"],"additionalProperties":false,
       "properties":{"to":{"$ref":"#/$defs/account"},"amount":{"type":"number","multipleOf":0.01,"maximum":100},
         "day":{"type":"string","format":"date"},"count":{"type":"integer"},
         "items":{"type":"array","items":{"type":"string","pattern":"^[a-z]+$"}}},
       "$defs":{"account":{"type":"string","minLength":2}}}
      """;

  @Test
  void acceptsWhatKeepsTheSchema() {
    assertThat(
            check(
                PAY,
                "{\"to\":\"A1\",\"amount\":99.99,\"day\":\"2026-03-02\",\"count\":3.0,\"items\":[\"a\"]}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"to":"A1"}                                    | ``       | amount
          {"to":"A","amount":1}                          | /to      | 2
          {"to":"A1","amount":100.01}                    | /amount  | 100
          {"to":"A1","amount":0.001}                     | /amount  | multiple
          {"to":"A1","amount":1,"other":1}               | ``       | other
          {"to":"A1","amount":1,"day":"2026-02-30"}      | /day     | date
          {"to":"A1","amount":1,"count":1.5}             | /count   | integer
          {"to":"A1","amount":1,"items":["a","B"]}       | /items/1 | pattern
          {"to":"A1","amount":null}                      | /amount  | number
          """)
  void namesThePlaceAndTheReason(String parameters, String pointer, String message) {
    assertThat(check(PAY, parameters))
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.pointer()).isEqualTo(pointer);
          assertThat(violation.message()).contains(message);
        });
  }

  @Test
  void reportsEveryViolationInOrder() {
    assertThat(check(PAY, "{\"to\":\"A\",\"amount\":\"x\",\"count\":\"y\"}"))
        .extracting(ParameterSchema.Violation::pointer)
        .containsExactly("/amount", "/count", "/to");
  }

  @Test
  void compilesASchemaOnce() {
    assertThat(ParameterSchema.of("a", json(PAY))).isSameAs(ParameterSchema.of("b", json(PAY)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"objekt\"}",
        "{\"required\":\"to\"}",
        "{\"properties\":{\"a\":{\"minLength\":-1}}}",
        "{\"$ref\":\"https://example.org/schema.json\"}",
        "{\"$ref\":\"other.json\"}",
        "{\"$id\":\"https://example.org/schema.json\"}",
        "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}",
        "{\"properties\":{\"a\":{\"$dynamicRef\":\"file:///etc/x\"}}}",
        "{\"$ref\":\"#/$defs/missing\"}",
        "{\"pattern\":\"(?=a)\"}",
      })
  void refusesWhatIsNotASchemaOfItsOwn(String schema) {
    assertThatThrownBy(() -> ParameterSchema.of("inputs.pay", json(schema)))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("inputs.pay");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void failsClosedWhereASchemaRefersToItselfWithoutEnd() {
    String endless =
        "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},\"$defs\":{\"x\":{\"allOf\":[{\"$ref\":\"#/$defs/x\"}]}}}";
    assertThat(check(endless, "{\"a\":1}")).isNotEmpty();
    assertThat(check(endless, "{\"b\":1}")).isEmpty();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void matchesPatternsInLinearTime() {
    String schema = "{\"properties\":{\"a\":{\"pattern\":\"^(a+)+$\"}}}";
    assertThat(check(schema, "{\"a\":\"" + "a".repeat(5_000) + "!\"}")).hasSize(1);
  }

  @Test
  void checksDeepParameters() {
    String schema = "{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"additionalProperties\":false}";
    assertThat(check(schema, "{\"a\":".repeat(30) + "{}" + "}".repeat(30))).isEmpty();
    assertThat(check(schema, "{\"a\":".repeat(30) + "{\"b\":1}" + "}".repeat(30))).hasSize(1);
  }
}
