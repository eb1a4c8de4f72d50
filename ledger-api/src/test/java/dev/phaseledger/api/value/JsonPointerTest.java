package dev.phaseledger.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {

  /// The document of RFC 6901 section 5, without its control and quote characters.
  private static final JsonValue DOCUMENT =
      Json.parse("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\" \":7,\"m~n\":8}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "/foo|[\"bar\",\"baz\"]",
        "/foo/0|\"bar\"",
        "/|0",
        "/a~1b|1",
        "/c%d|2",
        "/ |7",
        "/m~0n|8"
      })
  void findsWhatTheStandardSays(String pointer, String value) {
    assertThat(JsonPointer.parse(pointer).find(DOCUMENT)).contains(Json.parse(value));
    assertThat(JsonPointer.parse(pointer)).hasToString(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/foo/2", "/foo/00", "/foo/-", "/foo/-1", "/foo/x", "/none", "/a~1b/0"})
  void findsNothingWhereNothingIs(String pointer) {
    assertThat(JsonPointer.parse(pointer).find(DOCUMENT)).isEmpty();
    assertThatThrownBy(() -> JsonPointer.parse(pointer).replace(DOCUMENT, JsonValue.Nil.NULL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "foo/0", "/a~b", "/a~", "#/foo"})
  void refusesWhatIsNoPointer(String text) {
    assertThatThrownBy(() -> JsonPointer.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesTheWholeDocumentWithNoToken() {
    assertThat(JsonPointer.parse("").find(DOCUMENT)).contains(DOCUMENT);
    assertThat(JsonPointer.parse("")).hasToString("");
  }

  @Test
  void replacesOneValueAndNothingElse() {
    JsonValue replaced = JsonPointer.parse("/foo/1").replace(DOCUMENT, JsonValue.Num.of(5));
    assertThat(JsonPointer.parse("/foo").find(replaced)).contains(Json.parse("[\"bar\",5]"));
    assertThat(JsonPointer.parse("/foo/1").replace(replaced, new JsonValue.Text("baz")))
        .isEqualTo(DOCUMENT);
  }

  @Test
  void knowsWhatLiesWithinWhat() {
    JsonPointer outer = JsonPointer.parse("/foo");
    assertThat(JsonPointer.parse("/foo/0").isWithin(outer)).isTrue();
    assertThat(outer.isWithin(outer)).isTrue();
    assertThat(JsonPointer.parse("/foobar").isWithin(outer)).isFalse();
    assertThat(outer.isWithin(JsonPointer.parse("/foo/0"))).isFalse();
  }
}
