package dev.phaseledger.policy.template;

import static dev.phaseledger.policy.template.Templates.filled;
import static dev.phaseledger.policy.template.Templates.refuses;
import static dev.phaseledger.policy.template.Templates.source;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A parameter names something within the scope and never widens it.
class TemplateScopeTest {

  private static final String SEGMENT =
      source("{d: {type: string}}", "{scope: [\"src/${d}/**\"], excluded: [\"${d}\"]}");

  @ParameterizedTest
  @ValueSource(strings = {"billing", "a.b", "A_b-c.9", "-", ".hidden", "9."})
  void takesOneSegment(String value) {
    assertThat(filled(SEGMENT, "{\"d\": \"" + value + "\"}"))
        .isEqualTo("{\"excluded\":[\"" + value + "\"],\"scope\":[\"src/" + value + "/**\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "a..b",
        "...",
        "*",
        "**",
        "a*",
        "?",
        "[a]",
        "{a,b}",
        "a/b",
        "/",
        "/etc",
        "../..",
        "a/../../etc",
        "a\\\\b",
        "%2e%2e",
        "%2F",
        "a%",
        "a;b",
        "a:b",
        "a b",
        "a\\n",
        "a\\u0007",
        "\\u2024\\u2024",
        "\\uff0e\\uff0e",
        "a\\u2215b",
        "\\u202eb",
        "\\u00e9",
        "${d}",
        "https://evil.example"
      })
  void refusesWhateverIsNotOneSegment(String value) {
    refuses(SEGMENT, "{\"d\": \"" + value + "\"}", "parameters.d", "it is part of a scope");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "a/..", "../a", "a/../b", "./a", "a/.", "a/./b", "a..b", ""})
  void neverTakesWhatLeadsElsewhereWhateverThePatternAllows(String value) {
    refuses(
        source(
            "{d: {type: string, pattern: \"(?s).*\"}}",
            "{scope: [\"src/${d}/**\"], excluded: [\"x/${d}\"]}"),
        "{\"d\": \"" + value + "\"}",
        "parameters.d",
        "it is part of a scope");
  }

  @Test
  void takesWhatThePatternAllows() {
    String template =
        source("{d: {type: string, pattern: \"[a-z]+(/[a-z]+)*\"}}", "{scope: [\"src/${d}/**\"]}");
    assertThat(filled(template, "{\"d\": \"a/b\"}")).isEqualTo("{\"scope\":[\"src/a/b/**\"]}");
    refuses(template, "{\"d\": \"a/**\"}", "parameters.d", "pattern");
    refuses(template, "{\"d\": \"a/b/\"}", "parameters.d", "pattern");
  }

  @Test
  void takesWhatTheEnumLists() {
    String template =
        source("{d: {type: string, enum: [src/main, docs]}}", "{scope: [\"${d}/**\"]}");
    assertThat(filled(template, "{\"d\": \"src/main\"}"))
        .isEqualTo("{\"scope\":[\"src/main/**\"]}");
    refuses(template, "{\"d\": \"src\"}", "parameters.d", "one of the values");
  }

  @Test
  void looksAtWhatValuesBecomePartOf() {
    String beside = source("{d: {type: string}}", "{scope: [\"src/.${d}/**\"]}");
    assertThat(filled(beside, "{\"d\": \"hidden\"}")).isEqualTo("{\"scope\":[\"src/.hidden/**\"]}");
    refuses(beside, "{\"d\": \".x\"}", "parameters.d", "must not complete '..'");
    String pair =
        source("{a: {type: string}, b: {type: string}}", "{scope: [\"src/${a}${b}/**\"]}");
    assertThat(filled(pair, "{\"a\": \"x.\", \"b\": \"y\"}"))
        .isEqualTo("{\"scope\":[\"src/x.y/**\"]}");
    refuses(pair, "{\"a\": \"x.\", \"b\": \".y\"}", "parameters.b", "must not complete '..'");
  }

  @Test
  void holdsEachItemOfAListToTheRule() {
    String template =
        source("{l: {type: string-list}}", "{scope: \"${l}\", excluded: [\"a/**\", \"${l}\"]}");
    assertThat(filled(template, "{\"l\": [\"x\", \"y\"]}"))
        .isEqualTo("{\"excluded\":[\"a/**\",\"x\",\"y\"],\"scope\":[\"x\",\"y\"]}");
    refuses(template, "{\"l\": [\"x\", \"**\"]}", "parameters.l", "one path segment");
    refuses(template, "{\"l\": []}", "parameters.l", "at least one item");
  }

  @Test
  void watchesScopesAtAnyDepth() {
    String template =
        source("{d: {type: string}}", "{task: \"${d}\", later: {scope: {any: [[\"${d}\"]]}}}");
    refuses(template, "{\"d\": \"**\"}", "parameters.d", "one path segment");
  }

  @Test
  void leavesOtherMembersToThePattern() {
    assertThat(
            filled(source("{d: {type: string}}", "{task: \"All of ${d}\"}"), "{\"d\": \"../**\"}"))
        .isEqualTo("{\"task\":\"All of ../**\"}");
  }

  @Test
  void takesIntegers() {
    assertThat(filled(source("{n: {type: integer}}", "{scope: [\"shard-${n}/**\"]}"), "{\"n\": 7}"))
        .isEqualTo("{\"scope\":[\"shard-7/**\"]}");
  }
}
