package dev.phaseledger.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {

  private static final int CHARS_MAX = 64 * 1024;

  private static YamlException refused(String source) {
    YamlException refused =
        catchThrowableOfType(YamlException.class, () -> YamlDocument.read(source, CHARS_MAX));
    assertThat(refused).as("must be refused: %.60s", source).isNotNull();
    return refused;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a: !own {b: 1}       | 4 | tags are not accepted
          a: !own [1]          | 4 | tags are not accepted
          !own a: 1            | 1 | tags are not accepted
          a: !own 1            | 4 | tags are not accepted
          a: !!binary aGk=     | 4 | tags are not accepted
          a: !!set {b}         | 4 | tags are not accepted
          a: "x\\0y"           | 4 | U+0000
          "x\\0y": 1           | 1 | U+0000
          {<<: {a: 1}, b: 2}   | 2 | merge keys are not accepted
          {a: 1, a: 2}         | 8 | there twice
          a: 0x10              | 4 | decimal digits
          a: .inf              | 4 | decimal digits
          a: .nan              | 4 | decimal digits
          a: 1e999999999       | 4 | too long
          """)
  void refusesWhatIsNotPlainDataAndSaysWhere(String source, int column, String message) {
    YamlException refused = refused(source);
    assertThat(refused.getMessage()).contains(message);
    assertThat(refused.place()).isEqualTo(new Place(1, column));
  }

  @Test
  void refusesHalvesOfCharacters() {
    refused("a: \"\\ud800\"");
    refused("a: \"\\udc00x\"");
  }

  @Test
  void refusesBracketsWithoutEndBeforeTheStackIsUsedUp() {
    for (String opening : List.of("[", "{a: ", "{? ", "- ", "? ")) {
      assertThat(refused(opening.repeat(CHARS_MAX / opening.length())).getMessage())
          .contains("nested more than");
    }
  }
}
