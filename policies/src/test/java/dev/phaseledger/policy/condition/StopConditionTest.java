package dev.phaseledger.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopConditionTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final String FIELD = "stopping.condition";

  private static final ConditionInput INPUT =
      new ConditionInput(
          usage(12, Optional.of(NOW.minus(Duration.ofHours(9)))),
          Map.of("failures_24h", 3L, "actions_1h", 7L),
          List.of(
              evidence("tests", "{\"passed\": true, \"commit\": \"c0ffee\"}"),
              evidence("lint", "{\"passed\": false}"),
              evidence("note", "{\"passed\": \"perhaps\"}")),
          NOW);

  private static final ConditionInput FRESH =
      new ConditionInput(usage(0, Optional.empty()), Map.of("failures_24h", 0L), List.of(), NOW);

  private static ConditionInput.Usage usage(long released, Optional<Instant> firstReleasedAt) {
    return new ConditionInput.Usage(
        new ContractId("ctr-1"),
        new AgentId("agent-1"),
        2,
        released,
        released * 1_000,
        1,
        firstReleasedAt);
  }

  private static Evidence evidence(String kind, String claims) {
    return new Evidence(
        kind, Digest.of(kind), "ci", NOW, List.of(), (JsonValue.Fields) Json.parse(claims));
  }

  private static StopCondition condition(String cel) {
    return StopCondition.compile(FIELD, cel);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "contract.id == 'ctr-1' && contract.agent == 'agent-1' && contract.version == 2",
        "contract.released >= 12 && contract.open == 1 && contract.spentMicros == 12000",
        "has(contract.firstReleasedAt) && now - contract.firstReleasedAt > duration('8h')",
        "history.spentMicros == contract.spentMicros",
        "history.counters['failures_24h'] >= 3",
        "'actions_1h' in history.counters && !('other' in history.counters)",
        "evidence.exists(e, e.kind == 'tests' && e.passed && e.commit == 'c0ffee')",
        "evidence.count(e, e.by == 'ci' && e.at == now) == 3",
        "evidence.exists(e, e.kind == 'lint' && !has(e.commit))",
        "now == timestamp('2026-03-02T10:00:00Z')"
      })
  void isMetByWhatItReads(String cel) {
    assertThat(condition(cel).met(INPUT)).isTrue();
    assertThat(condition("!(" + cel + ")").met(INPUT)).isFalse();
    assertThat(condition("!(" + cel + ")").reason(INPUT)).isEmpty();
  }

  @Test
  void saysWhyTheContractMustStop() {
    assertThat(condition("contract.released\n   >= 12").reason(INPUT))
        .contains("the stop condition 'contract.released >= 12' is met");
    assertThat(condition("contract.released\n   >= 12").source())
        .isEqualTo("contract.released\n   >= 12");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          now - contract.firstReleasedAt > duration('8h') | contract.firstReleasedAt is missing
          history.counters['other'] > 1 | 'other' is missing
          1 / contract.released > 2 | / by zero
          """)
  void stopsWhereItHasNoValue(String cel, String why) {
    assertThat(condition(cel).met(FRESH)).isTrue();
    assertThat(condition(cel).reason(FRESH))
        .contains(
            "the stop condition '" + cel + "' has no value (" + why + "), which counts as met");
  }

  @Test
  void stopsWhereEvidenceSaysSomethingOfAnotherType() {
    assertThat(condition("evidence.all(e, e.kind != 'note' || !e.passed)").met(INPUT)).isTrue();
    assertThat(condition("evidence.all(e, e.kind != 'note' || e.passed)").met(INPUT)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          contract.releasd > 1             | at line 1, column 9: undefined field 'releasd'
          contract.released                | at line 1, column 1: must be bool, but is int
          contract.released > '1'          | at line 1, column 19: found no matching overload
          command.action == 'x'            | at line 1, column 1: undeclared reference to 'command'
          facts.x == 1                     | at line 1, column 1: undeclared reference to 'facts'
          contract.released >              | at line 1, column 20:
          dyn(contract.released) > 1       | at line 1, column 4: has no declared type
          evidence.filter(e, e.passed) == [] | 'filter' builds lists
          evidence[0] == evidence[1]       | objects cannot be compared
          now.getHours('Asia/Tokyo') > 18  | only 'UTC'
          contract.id.matches('(((a{1,99}){1,99}){1,99}') | must not unroll
          """)
  void namesTheFieldAndThePlaceOfAMistake(String cel, String reason) {
    InvalidFieldException refused =
        catchThrowableOfType(InvalidFieldException.class, () -> condition(cel));
    assertThat(refused.field()).isEqualTo(FIELD);
    assertThat(refused.reason()).contains(reason);
  }

  @Test
  void countsLinesOfACondition() {
    assertThatThrownBy(() -> condition("contract.released > 1 &&\n  contract.oops"))
        .hasMessageStartingWith(FIELD + ": at line 2, column 11:");
  }

  @Test
  void namesEveryMistakeUpToALimit() {
    assertThatThrownBy(() -> condition("a == 1 && b == 2"))
        .hasMessageContaining("column 1:")
        .hasMessageContaining("column 11:");
    assertThatThrownBy(() -> condition("a || ".repeat(200) + "a")).message().hasSizeLessThan(2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evidence.all(a, evidence.all(b, evidence.all(c, evidence.all(d, a.kind == d.kind))))",
        "evidence.all(a, evidence.all(b, evidence.all(c, a.kind.anyGlob(['x']) && b.kind.anyGlob(['y']))))",
        ""
      })
  void refusesConditionsThatCostTooMuchOrSayNothing(String cel) {
    assertThatThrownBy(() -> condition(cel)).isInstanceOf(InvalidFieldException.class);
  }

  @Test
  void refusesConditionsThatAreTooLongOrTooDeep() {
    for (String cel :
        List.of(
            "true" + " || true".repeat(2_000),
            "(".repeat(2_000) + "true" + ")".repeat(2_000),
            "[".repeat(1_500))) {
      assertThatThrownBy(() -> condition(cel)).isInstanceOf(InvalidFieldException.class);
    }
  }

  @Test
  void stopsOnceTheListsAreLongerThanAnEvaluationMayWalk() {
    List<Evidence> many = IntStream.range(0, 200).mapToObj(i -> evidence("k" + i, "{}")).toList();
    ConditionInput input = new ConditionInput(INPUT.contract(), Map.of(), many, NOW);
    assertThat(
            condition("!evidence.all(a, evidence.all(b, a.kind != '' && b.kind != ''))")
                .reason(input))
        .hasValueSatisfying(reason -> assertThat(reason).contains("has no value"));
  }

  @Test
  void refusesWhatWouldStopAContractAtOnce() {
    assertThatThrownBy(() -> condition("contract.released < 5").requireNotMet(FRESH))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            FIELD
                + ": would stop the contract at once: the stop condition 'contract.released < 5'"
                + " is met");
    assertThatThrownBy(() -> condition("history.counters['failure_24h'] > 2").requireNotMet(FRESH))
        .hasMessageContaining("'failure_24h'");
    assertThatCode(() -> condition("history.counters['failures_24h'] > 2").requireNotMet(FRESH))
        .doesNotThrowAnyException();
  }

  @Test
  void saysTheSameUnderAnotherLocaleAndTimeZoneAndOnManyThreads() {
    StopCondition condition =
        condition("now.getHours() == 10 && contract.released > 3 && contract.id.matches('^ctr-')");
    Optional<String> alone = condition.reason(INPUT);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(condition(condition.source()).reason(INPUT)).isEqualTo(alone).isPresent();
      IntStream.range(0, 1_000)
          .parallel()
          .forEach(_ -> assertThat(condition.reason(INPUT)).isEqualTo(alone));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }
}
