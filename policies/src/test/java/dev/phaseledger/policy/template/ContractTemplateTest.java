package dev.phaseledger.policy.template;

import static dev.phaseledger.policy.template.Templates.filled;
import static dev.phaseledger.policy.template.Templates.refuses;
import static dev.phaseledger.policy.template.Templates.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.JsonValue;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTemplateTest {

  @Test
  void keepsWhatItsAuthorWrote() {
    String source =
        source(
            "{who: {type: string, description: Who.}, n: {type: integer, default: 3}}",
            "{agentId: \"${who}\", n: \"${n}\"}");
    ContractTemplate template = ContractTemplate.compile(source);
    assertThat(template.name()).isEqualTo("sample");
    assertThat(template.version()).isEqualTo(2);
    assertThat(template.owner()).isEqualTo("somebody");
    assertThat(template.source()).isEqualTo(source);
    assertThat(template.digest()).isEqualTo(Digest.of(source));
    assertThat(template.parameters())
        .containsExactly(
            new TemplateParameter("who", ParameterType.STRING, "Who.", true, Optional.empty()),
            new TemplateParameter(
                "n", ParameterType.INTEGER, "", false, Optional.of(JsonValue.Num.of(3))));
  }

  @Test
  void givesAWholeStringTheValueWithItsType() {
    String template =
        source(
            "{s: {type: string}, i: {type: integer}, b: {type: boolean}, l: {type: string-list},"
                + " t: {type: instant}, d: {type: duration}}",
            "{s: \"${s}\", i: \"${i}\", b: \"${b}\", l: \"${l}\", t: \"${t}\", d: \"${d}\"}");
    assertThat(
            filled(
                template,
                "{\"s\": \"x\", \"i\": 7, \"b\": true, \"l\": [\"p\", \"q\"],"
                    + " \"t\": \"2027-01-31T13:00:00+01:00\", \"d\": \"PT480M\"}"))
        .isEqualTo(
            "{\"b\":true,\"d\":\"PT8H\",\"i\":7,\"l\":[\"p\",\"q\"],\"s\":\"x\","
                + "\"t\":\"2027-01-31T12:00:00Z\"}");
  }

  @Test
  void putsAListIntoAListItemByItem() {
    String template =
        source(
            "{l: {type: string-list}}", "{actions: [first, \"${l}\", last], deep: [[\"${l}\"]]}");
    assertThat(filled(template, "{\"l\": [\"p\", \"q\"]}"))
        .isEqualTo("{\"actions\":[\"first\",\"p\",\"q\",\"last\"],\"deep\":[[\"p\",\"q\"]]}");
    assertThat(filled(template, "{\"l\": []}"))
        .isEqualTo("{\"actions\":[\"first\",\"last\"],\"deep\":[[]]}");
  }

  @Test
  void joinsStringsAndIntegers() {
    String template =
        source("{s: {type: string}, i: {type: integer}}", "{task: \"${s}-${i} of ${s}\"}");
    assertThat(filled(template, "{\"s\": \"x\", \"i\": 1e3}"))
        .isEqualTo("{\"task\":\"x-1000 of x\"}");
  }

  @Test
  void leavesEscapedReferencesAndPlainDollarsAlone() {
    String template =
        source("{s: {type: string}}", "{a: \"$${s} ${s}\", b: \"$ $s $$ {s}\", c: \"$$${s}\"}");
    assertThat(filled(template, "{\"s\": \"x\"}"))
        .isEqualTo("{\"a\":\"${s} x\",\"b\":\"$ $s $$ {s}\",\"c\":\"$${s}\"}");
  }

  @Test
  void neverLooksIntoValuesForReferences() {
    String template =
        source(
            "{s: {type: string}, secret: {type: string}}",
            "{task: \"${s}\", more: \"a ${s}\", own: \"${secret}\"}");
    assertThat(filled(template, "{\"s\": \"${secret} $${s}\", \"secret\": \"k\"}"))
        .isEqualTo("{\"more\":\"a ${secret} $${s}\",\"own\":\"k\",\"task\":\"${secret} $${s}\"}");
  }

  @Test
  void keepsEverythingElseAsItIs() {
    String template =
        source(
            "{}",
            "{n: 1.50, t: true, e: null, stopping: {expiresAfter: PT8H}, o: {}, l: [],"
                + " futureMember: {scope: [\"src/**\"]}}");
    assertThat(filled(template, "{}"))
        .isEqualTo(
            "{\"e\":null,\"futureMember\":{\"scope\":[\"src/**\"]},\"l\":[],\"n\":1.5,\"o\":{},"
                + "\"stopping\":{\"expiresAfter\":\"PT8H\"},\"t\":true}");
  }

  @Test
  void usesDefaultsAndLeavesOutWhatIsNotGiven() {
    String template =
        source(
            "{n: {type: integer, default: 3}, m: {type: string, required: false}}",
            "{n: \"${n}\", m: \"${m}\", l: [a, \"${m}\"]}");
    assertThat(filled(template, "{}")).isEqualTo("{\"l\":[\"a\"],\"n\":3}");
    assertThat(filled(template, "{\"n\": 4, \"m\": \"b\"}"))
        .isEqualTo("{\"l\":[\"a\",\"b\"],\"m\":\"b\",\"n\":4}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {type: string}                                  | 7                  | must be a string
          {type: string}                                  | null               | must be a string
          {type: string}                                  | ["a"]              | must be a string
          {type: string, pattern: "[a-z]+"}               | "Abc"              | must match its pattern
          {type: string, pattern: "[a-z]+"}               | "abc\\nrm"         | must match its pattern
          {type: string, pattern: "^[a-z]+$"}             | "abc\\n"           | must match its pattern
          {type: string, pattern: "(?m)^[a-z]+$"}         | "abc\\n../x"       | must match its pattern
          {type: string, enum: [a, b]}                    | "c"                | one of the values
          {type: integer}                                 | "7"                | whole number
          {type: integer}                                 | 7.5                | whole number
          {type: integer}                                 | 9007199254740993   | whole number
          {type: integer}                                 | 1e400              | whole number
          {type: integer, minimum: 1, maximum: 9}         | 0                  | at least 1
          {type: integer, minimum: 1, maximum: 9}         | 10                 | at most 9
          {type: integer, enum: [1, 2]}                   | 3                  | one of the values
          {type: boolean}                                 | "true"             | true or false
          {type: string-list}                             | "a"                | a list of strings
          {type: string-list}                             | ["a", 7]           | must be a string
          {type: string-list, pattern: "[a-z]"}           | ["a", "B"]         | must match its pattern
          {type: string-list, enum: [a]}                  | ["a", "b"]         | one of the values
          {type: instant}                                 | "tomorrow"         | must be a time
          {type: instant}                                 | "2027-01-31"       | must be a time
          {type: duration}                                | "8h"               | must be a duration
          {type: duration}                                | "PT0S"             | longer than nothing
          {type: duration}                                | "-PT1H"            | longer than nothing
          {type: duration, maximum: PT8H}                 | "PT8H0.001S"       | at most PT8H
          {type: duration, minimum: PT1H}                 | "PT1M"             | at least PT1H
          """)
  void refusesValuesThatAreNotAsDeclared(String declared, String value, String reason) {
    refuses(
        source("{p: " + declared + "}", "{task: \"${p}\"}"),
        "{\"p\": " + value + "}",
        "parameters.p",
        reason);
  }

  @Test
  void refusesMissingAndUnknownParameters() {
    String template = source("{p: {type: string}}", "{task: \"${p}\"}");
    refuses(template, "{}", "parameters.p", "is missing");
    refuses(template, "{\"p\": \"a\", \"q\": 1}", "parameters.q", "is not a parameter");
    refuses(template, "{\"p\": \"a\", \"\": 1}", "parameters", "no parameter can have");
    refuses(template, "{\"p\": \"a\", \"x\\ny\": 1}", "parameters", "no parameter can have");
  }

  @Test
  void matchesAlternativesAsAWhole() {
    String template = source("{p: {type: string, pattern: \"a|ab\"}}", "{task: \"${p}\"}");
    assertThat(filled(template, "{\"p\": \"ab\"}")).isEqualTo("{\"task\":\"ab\"}");
    refuses(template, "{\"p\": \"abc\"}", "parameters.p", "pattern");
  }

  @Test
  void takesLinearTimeForPatternsThatInviteBacktracking() {
    refuses(
        source("{p: {type: string, pattern: \"(a*)*b\"}}", "{task: \"${p}\"}"),
        "{\"p\": \"" + "a".repeat(TypedValues.CHARS_MAX) + "\"}",
        "parameters.p",
        "pattern");
  }

  @Test
  void boundsWhatValuesAdd() {
    String template =
        source(
            "{p: {type: string}, l: {type: string-list, default: []}}",
            "{task: [" + "\"${p}\", ".repeat(40) + "\"${l}\"]}");
    refuses(
        template,
        "{\"p\": \"" + "a".repeat(TypedValues.CHARS_MAX + 1) + "\"}",
        "parameters.p",
        "longer than 2048");
    refuses(
        template,
        "{\"p\": \"" + "a".repeat(TypedValues.CHARS_MAX) + "\"}",
        "parameters.p",
        "too large");
    refuses(
        template,
        "{\"p\": \"\", \"l\": [" + "\"a\",".repeat(TypedValues.ITEMS_MAX) + "\"a\"]}",
        "parameters.l",
        "more than 100 items");
  }
}
