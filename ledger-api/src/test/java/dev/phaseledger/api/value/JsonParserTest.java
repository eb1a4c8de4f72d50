package dev.phaseledger.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonParserTest {

  static Stream<Arguments> accepted() {
    return Stream.of(
        Arguments.of("null", Nil.NULL),
        Arguments.of(" \t\r\n true \n", Bool.TRUE),
        Arguments.of("false", Bool.FALSE),
        Arguments.of("\"\"", new Text("")),
        Arguments.of("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"", new Text("\"\\/\b\f\n\r\tA")),
        Arguments.of("\"\\ud83d\\uDE00 \ud83d\ude00\"", new Text("\ud83d\ude00 \ud83d\ude00")),
        Arguments.of("\"\u007f\u00e9\u20ac\uffff\"", new Text("\u007f\u00e9\u20ac\uffff")),
        Arguments.of("0", number("0")),
        Arguments.of("-0", number("0")),
        Arguments.of("-0.0e-5", number("0")),
        Arguments.of("1e2", number("100")),
        Arguments.of("1E+2", number("100")),
        Arguments.of("0.10", number("0.1")),
        Arguments.of("10e-2", number("0.1")),
        Arguments.of("9007199254740993", number("9007199254740993")),
        Arguments.of("-999999999999999999", number("-999999999999999999")),
        Arguments.of("9223372036854775808", number("9223372036854775808")),
        Arguments.of("1e400", number("1e400")),
        Arguments.of("9." + "9".repeat(399) + "e-400", number("9." + "9".repeat(399) + "e-400")),
        Arguments.of("0." + "0".repeat(400) + "1e1", number("1e-400")),
        Arguments.of("[]", new Items(List.of())),
        Arguments.of("[ 1 , [ ] ]", new Items(List.of(Num.of(1), new Items(List.of())))),
        Arguments.of("{ }", Fields.EMPTY),
        Arguments.of(
            "{\"b\" : 1 ,\"a\":{\"\":null}}",
            Fields.with("a", Fields.with("", Nil.NULL).build()).put("b", 1).build()));
  }

  @ParameterizedTest(name = "accepts {0}")
  @MethodSource("accepted")
  void acceptsJson(String text, JsonValue value) {
    assertThat(Json.parse(text)).isEqualTo(value);
    assertThat(Json.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(value);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("", "", "ends where a value should begin"),
        Arguments.of(" ", "", "ends where a value should begin"),
        Arguments.of("1 2", "", "goes on with '2'"),
        Arguments.of("{}]", "", "goes on with ']'"),
        Arguments.of("truex", "", "goes on with 'x'"),
        Arguments.of("True", "", "has 'T'"),
        Arguments.of("nul", "", "is 'null' meant?"),
        Arguments.of("\ufeff{}", "", "byte order mark"),
        Arguments.of("\u00a01", "", "byte 0xc2"),
        Arguments.of("// c\n1", "", "has '/'"),
        Arguments.of("{\"a\":NaN}", "/a", "has 'N'"),
        Arguments.of("[Infinity]", "/0", "has 'I'"),
        Arguments.of("[0,-Infinity]", "/1", "where a digit should be"),
        Arguments.of("{\"a\":1,\"a\":1}", "/a", "is there twice"),
        Arguments.of("{\"x\":[{\"a\":1,\"\\u0061\":2}]}", "/x/0/a", "is there twice"),
        Arguments.of("{\"a/b\":{\"~\":+1}}", "/a~1b/~0", "has '+'"),
        Arguments.of("{\"a\" 1}", "/a", "':' should follow the name"),
        Arguments.of("{\"a\":1 \"b\":2}", "", "',' or '}'"),
        Arguments.of("{\"a\":1,}", "", "where a quoted name should begin"),
        Arguments.of("{a:1}", "", "where a quoted name should begin"),
        Arguments.of("{", "", "its end"),
        Arguments.of("{\"a\":", "/a", "ends where a value"),
        Arguments.of("[1,]", "/1", "has ']'"),
        Arguments.of("[1 2]", "", "',' or ']'"),
        Arguments.of("[", "/0", "ends where a value"),
        Arguments.of("\"abc", "", "ends inside a string"),
        Arguments.of("\"\u00e9", "", "ends inside a string"),
        Arguments.of("\"\\", "", "ends inside a string"),
        Arguments.of("\"\\x\"", "", "no JSON escape"),
        Arguments.of("\"\\u12g4\"", "", "four hexadecimal digits"),
        Arguments.of("\"\\u12", "", "four hexadecimal digits"),
        Arguments.of("\"a\nb\"", "", "control character 0x0a"),
        Arguments.of("\"a\u0000b\"", "", "control character 0x00"),
        Arguments.of("\"a\\u0000b\"", "", "U+0000"),
        Arguments.of("\"\\ud800\"", "", "half of a surrogate pair"),
        Arguments.of("\"\\udc00\"", "", "half of a surrogate pair"),
        Arguments.of("\"\\ud800\\u0041\"", "", "half of a surrogate pair"),
        Arguments.of("\"\\ud800\\ud800\"", "", "half of a surrogate pair"),
        Arguments.of("{\"\\ud800\":1}", "", "half of a surrogate pair"),
        Arguments.of("{\"a\":[\"\ud800\"]}", "/a/0", "half of a surrogate pair"),
        Arguments.of("{\"a\":\"\udc00x\"}", "/a", "half of a surrogate pair"),
        Arguments.of("01", "", "leading zero"),
        Arguments.of("-01", "", "leading zero"),
        Arguments.of("1.", "", "digit after the decimal point"),
        Arguments.of(".5", "", "has '.'"),
        Arguments.of("-", "", "where a digit should be"),
        Arguments.of("1e", "", "digit of the exponent"),
        Arguments.of("1e+", "", "digit of the exponent"),
        Arguments.of("0x10", "", "goes on with 'x'"),
        Arguments.of("1_000", "", "goes on with '_'"),
        Arguments.of("[1e999999]", "/0", "exponent is beyond 400"),
        Arguments.of("1e-99999999999999999999", "", "exponent is beyond 400"),
        Arguments.of("1e401", "", "magnitude is not between"),
        Arguments.of("-1e-401", "", "magnitude is not between"),
        Arguments.of("1".repeat(401), "", "more than 400 significant digits"),
        Arguments.of("0." + "0".repeat(1030), "", "more than 1024 characters"));
  }

  @ParameterizedTest(name = "refuses {0}")
  @MethodSource("refused")
  void refusesWhatIsNotJsonAndSaysWhereAndWhy(String text, String pointer, String reason) {
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.parse(text))
        .satisfies(e -> assertThat(e.pointer()).isEqualTo(pointer))
        .satisfies(e -> assertThat(e.reason()).contains(reason));
  }

  @ParameterizedTest(name = "refuses bytes {0}")
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "c2",
        "c220",
        "e0",
        "e08080",
        "e09fbf",
        "e282",
        "e28228",
        "f0808080",
        "f08fbfbf",
        "f09f98",
        "f48fbf20",
        "f4908080",
        "f5808080",
        "f8888080",
        "ff",
        "fe"
      })
  void refusesMalformedUtf8InStrings(String hex) {
    byte[] document = HexFormat.of().parseHex("7b2261223a2278" + hex + "227d");
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.parse(document))
        .satisfies(e -> assertThat(e.pointer()).isEqualTo("/a"))
        .withMessageContaining("is not UTF-8 at byte 7");
  }

  @ParameterizedTest(name = "refuses bytes {0}")
  @ValueSource(strings = {"eda080", "edafbf", "edb080", "edbfbf"})
  void refusesSurrogatesWrittenAsUtf8(String hex) {
    byte[] document = HexFormat.of().parseHex("22" + hex + "22");
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.parse(document))
        .withMessageContaining("half of a surrogate pair");
  }

  @Test
  void acceptsNestingUpToItsLimitAndNotBeyond() {
    String deepest = "[".repeat(Json.DEPTH_MAX) + "]".repeat(Json.DEPTH_MAX);
    assertThat(Json.parse(deepest)).isInstanceOf(Items.class);

    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.parse("[" + deepest + "]"))
        .satisfies(e -> assertThat(e.pointer()).isEqualTo("/0".repeat(Json.DEPTH_MAX)))
        .withMessageContaining("nested deeper than 64 levels");
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.parse("{\"a\":".repeat(1_000_000)));
  }

  @Test
  void leavesRoomForWhatARecordWrapsAroundACallersValue() {
    String deepest = "[".repeat(Json.RECORDED_DEPTH_MAX) + "]".repeat(Json.RECORDED_DEPTH_MAX);
    byte[] recorded = deepest.getBytes(StandardCharsets.UTF_8);
    assertThat(Json.bytes(Json.parseRecorded(recorded))).isEqualTo(recorded);
    assertThatExceptionOfType(InvalidJsonException.class).isThrownBy(() -> Json.parse(recorded));
  }

  @Test
  void refusesADocumentBeyondItsSize() {
    byte[] large = new byte[Json.DOCUMENT_BYTES_MAX + 1];
    java.util.Arrays.fill(large, (byte) ' ');
    large[0] = '1';
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> Json.parse(large))
        .withMessageContaining("larger than 16777216 bytes");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithTheJdkOnWhatUtf8Is(int seed) {
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 2_000; round++) {
      byte[] document = "\"......\"".getBytes(StandardCharsets.US_ASCII);
      document[1] = (byte) random.nextInt(0xc0, 0x100);
      for (int i = 2; i < 5; i++) {
        document[i] = (byte) (random.nextInt(4) > 0 ? random.nextInt(0x80, 0xc0) : 'x');
      }
      Optional<JsonValue> expected;
      try {
        String text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
        expected = Optional.of(new Text(text.substring(1, text.length() - 1)));
      } catch (CharacterCodingException e) {
        expected = Optional.empty();
      }
      assertThat(parsed(document)).isEqualTo(expected);
    }
  }

  private static Optional<JsonValue> parsed(byte[] document) {
    try {
      return Optional.of(Json.parse(document));
    } catch (InvalidJsonException e) {
      return Optional.empty();
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverFailsOtherwiseThanByRefusing(int seed) {
    var random = new SplittableRandom(seed);
    var samples = new JsonSamples(random);
    for (int round = 0; round < 50; round++) {
      byte[] document = damaged(Json.bytes(samples.value(4)), random);
      try {
        JsonValue value = Json.parse(document);
        assertThat(Json.parse(Json.bytes(value))).isEqualTo(value);
      } catch (InvalidJsonException e) {
        assertThat(e.reason()).isNotBlank();
      }
    }
  }

  private static byte[] damaged(byte[] document, SplittableRandom random) {
    byte[] alphabet = "{}[]\",:\\u0eE+-.19daD tfn\u00e9".getBytes(StandardCharsets.UTF_8);
    var bytes = new ArrayList<Byte>();
    for (byte b : document) {
      bytes.add(b);
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.size() + 1);
      byte b =
          random.nextInt(4) == 0
              ? (byte) random.nextInt(256)
              : alphabet[random.nextInt(alphabet.length)];
      switch (random.nextInt(4)) {
        case 0 -> bytes.add(at, b);
        case 1 -> bytes.subList(at, bytes.size()).clear();
        case 2 -> bytes.subList(at, Math.min(at + 2, bytes.size())).clear();
        default -> {
          if (at < bytes.size()) {
            bytes.set(at, b);
          }
        }
      }
    }
    byte[] result = new byte[bytes.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = bytes.get(i);
    }
    return result;
  }

  private static Num number(String text) {
    return new Num(new BigDecimal(text));
  }
}
