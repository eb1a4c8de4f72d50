package dev.phaseledger.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonWriterTest {

  @ParameterizedTest(name = "{0} is written {1}")
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0e7, 0",
    "1.0, 1",
    "100, 100",
    "-1e2, -100",
    "0.10, 0.1",
    "-1.50e-3, -0.0015",
    "9007199254740993, 9007199254740993",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9223372036854775808",
    "999999999999999999, 999999999999999999",
    "1000000000000000000, 1000000000000000000",
    "1e39, 1000000000000000000000000000000000000000",
    "1e40, 1e+40",
    "-1.25e60, -1.25e+60",
    "12345678901234567890123456789012345678901, 1.2345678901234567890123456789012345678901e+40",
    "1e-39, 0.000000000000000000000000000000000000001",
    "1e-40, 1e-40",
    "-12.5e-60, -1.25e-59",
    "1e400, 1e+400",
    "1e-400, 1e-400",
  })
  void writesANumberExactlyAndInOneForm(String number, String written) {
    assertThat(Json.text(new Num(new BigDecimal(number)))).isEqualTo(written);
    assertThat(Json.text(Json.parse(number))).isEqualTo(written);
    assertThat(Json.text(Json.parse(written))).isEqualTo(written);
  }

  @Test
  void givesEqualNumbersEqualDigests() {
    assertThat(Json.digest(Json.parse("{\"b\":[1e0,-0],\"a\":0.10}")))
        .isEqualTo(Json.digest(Json.parse(" { \"a\" : 0.1, \"b\" : [ 1.00 , 0 ] } ")));
    assertThat(Json.digest(Json.parse("9007199254740993")))
        .isNotEqualTo(Json.digest(Json.parse("9007199254740992")));
    assertThat(Json.digest(Fields.EMPTY).value())
        .isEqualTo("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  }

  @Test
  void escapesOnlyWhatRfc8785Escapes() {
    var text = new Text("\u0001\b\t\n\u000b\f\r\u001f \"\\/\u007f\u00e9\u2028\ud83d\ude00");
    assertThat(Json.text(text))
        .isEqualTo(
            "\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u007f\u00e9\u2028\ud83d\ude00\"");
  }

  @Test
  void sortsNamesByUtf16CodeUnits() {
    // U+1F600 starts with the code unit D83D, below U+FB33, although its code point is above it.
    var fields =
        Fields.with("\ufb33", Num.of(1))
            .put("\ud83d\ude00", 2)
            .put("\u20ac", 3)
            .put("\r", 4)
            .put("1", 5)
            .put("\u0080", 6)
            .put("", 7)
            .build();
    assertThat(Json.text(fields))
        .isEqualTo(
            "{\"\":7,\"\\r\":4,\"1\":5,\"\u0080\":6,\"\u20ac\":3,\"\ud83d\ude00\":2,\"\ufb33\":1}");
  }

  @Test
  void writesUtf8() {
    String characters = "\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff";
    assertThat(Json.bytes(new Text(characters)))
        .isEqualTo(('"' + characters + '"').getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsBackWhatItWrote(int seed) {
    var samples = new JsonSamples(new SplittableRandom(seed));
    for (int round = 0; round < 50; round++) {
      JsonValue value = samples.value(5);
      byte[] bytes = Json.bytes(value);
      assertThat(Json.parse(bytes)).isEqualTo(value);
      assertThat(Json.bytes(Json.parse(bytes))).isEqualTo(bytes);
      assertThat(Json.parse(Json.text(value))).isEqualTo(value);
      assertThat(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
          .isEqualTo(bytes);
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest(name = "refuses {0}")
  @ValueSource(strings = {"1e401", "1e-401", "1e999999", "-1e-999999"})
  void refusesNumbersThatItWouldNotReadBack(String number) {
    var value = Fields.with("a", new Items(List.of(new Num(new BigDecimal(number))))).build();
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.bytes(value))
        .satisfies(e -> assertThat(e.pointer()).isEqualTo("/a/0"));
  }

  @Test
  void refusesHalfOfASurrogatePair() {
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.bytes(Fields.with("a", new Text("x\ud800")).build()))
        .satisfies(e -> assertThat(e.pointer()).isEqualTo("/a"))
        .withMessageContaining("half of a surrogate pair at character 1");
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.bytes(Fields.with("\udc00", Num.of(1)).build()));
  }

  @Test
  void refusesNestingThatItWouldNotReadBack() {
    JsonValue nested = Fields.EMPTY;
    for (int level = 1; level < Json.RECORDED_DEPTH_MAX; level++) {
      nested = new Items(List.of(nested));
    }
    assertThat(Json.parseRecorded(Json.bytes(nested))).isEqualTo(nested);

    JsonValue deeper = new Items(List.of(nested));
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.bytes(deeper))
        .withMessageContaining("nested deeper than 80 levels");
  }

  @Test
  void refusesADocumentBeyondItsSize() {
    var large = new Text("x".repeat(Json.DOCUMENT_BYTES_MAX - 1));
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.bytes(large))
        .withMessageContaining("larger than 16777216 bytes");
    var fits = new Text("x".repeat(Json.DOCUMENT_BYTES_MAX - 2));
    assertThat(Json.bytes(fits)).hasSize(Json.DOCUMENT_BYTES_MAX);
  }
}
