package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.event.CountRead;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.policy.MapTests.CaseResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountersTest {

  /// Knows some counts, and remembers what it was asked.
  private static final class Book implements CountBook {

    private final Map<String, Long> known;
    private final List<Count> asked = new ArrayList<>();

    Book(Map<String, Long> known) {
      this.known = known;
    }

    @Override
    public OptionalLong count(Count count, Instant now) {
      asked.add(count);
      Long value = known.get(count.counted().text() + " " + count.perText() + " " + count.key());
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public long position() {
      return 77;
    }
  }

  private static Evaluation evaluate(String counters, String expression, Book book) {
    CompiledMap map =
        InvariantMaps.compile(
            Sources.map(
                """
                counters: {%s}
                invariants:
                  - id: INV-1
                    expression: "%s"
                    onViolation: {effect: VETO}
                """
                    .formatted(counters, expression)));
    DecisionInput plain = Dispatches.dispatch().labels(Map.of("region", "north")).input();
    return PolicySnapshot.of(List.of(map))
        .evaluate(
            new DecisionInput(
                plain.request(),
                plain.agent(),
                plain.contract(),
                plain.terms(),
                new DecisionInput.History(0, Map.of(), SessionContext.EMPTY, book),
                plain.evidence(),
                plain.approvals(),
                plain.facts(),
                plain.now()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vetoes   | contract      | ''",
        "releases | agent         | agent-1",
        "failures | tenant        | ''",
        "denials  | action        | WriteFiles",
        "releases | label(region) | north"
      })
  void areAskedWithTheKeyOfTheDispatch(String what, String per, String key) {
    var book = new Book(Map.of(what + " " + per + " " + key, 4L));
    Evaluation evaluation =
        evaluate(
            "c: {count: %s, per: %s, within: 6h}".formatted(what, per), "counters.c < 5", book);
    assertThat(evaluation.effect()).isEqualTo(Effect.NONE);
    assertThat(book.asked)
        .singleElement()
        .satisfies(asked -> assertThat(asked.within()).isEqualTo(Duration.ofHours(6)));
  }

  @Test
  void whatNoGuardedStreamHoldsIsRemembered() {
    Evaluation evaluation =
        evaluate(
            "a: {count: vetoes, per: agent, within: 24h}, c: {count: vetoes, per: contract, within: 1h}",
            "counters.a + counters.c < 5",
            new Book(Map.of("vetoes agent agent-1", 3L, "vetoes contract ", 2L)));
    assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
    assertThat(evaluation.counts())
        .containsExactly(new CountRead("vetoes", "agent", "agent-1", Duration.ofDays(1), 3, 77));
  }

  @Test
  void aRateIsAPercentageOfBoth() {
    String rate = "r: {rate: releases, per: label(region), within: 30d}";
    var book =
        new Book(Map.of("releases label(region) north", 1L, "denials label(region) north", 2L));
    assertThat(evaluate(rate, "counters.r == 33", book).effect()).isEqualTo(Effect.NONE);
    assertThat(evaluate(rate, "counters.r == 33", book).counts()).hasSize(2);
  }

  /// The rate of those with one value of a label against the rate of all.
  @Test
  void fairnessIsARateHeldAgainstAnother() {
    String rates =
        "here: {rate: releases, per: label(region), within: 30d}, all: {rate: releases, per: tenant, within: 30d}";
    String fair = "counters.here + 20 >= counters.all";
    assertThat(evaluate(rates, fair, releases(7, 3)).effect()).isEqualTo(Effect.NONE);
    assertThat(evaluate(rates, fair, releases(2, 8)).effect()).isEqualTo(Effect.VETO);
  }

  private static Book releases(long here, long deniedHere) {
    return new Book(
        Map.of(
            "releases label(region) north",
            here,
            "denials label(region) north",
            deniedHere,
            "releases tenant ",
            80L,
            "denials tenant ",
            20L));
  }

  @Test
  void aRateOfNothingIsMissing() {
    String rate = "r: {rate: releases, per: agent, within: 1h}";
    var none = new Book(Map.of("releases agent agent-1", 0L, "denials agent agent-1", 0L));
    assertThat(evaluate(rate, "counters.r >= 0", none).results())
        .singleElement()
        .satisfies(result -> assertThat(result.outcome()).isEqualTo(Outcome.ERROR));
    assertThat(evaluate(rate, "counters.?r.orValue(100) >= 50", none).effect())
        .isEqualTo(Effect.NONE);
  }

  @Test
  void whatIsNotCountedFailsClosed() {
    Evaluation evaluation =
        evaluate(
            "c: {count: vetoes, per: tenant, within: 1h}", "counters.c < 5", new Book(Map.of()));
    assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
    assertThat(evaluation.counts()).isEmpty();
  }

  @Test
  void aLabelThatADispatchLacksIsMissing() {
    Evaluation evaluation =
        evaluate(
            "c: {count: vetoes, per: label(team), within: 1h}",
            "counters.c < 5",
            new Book(Map.of("vetoes label(team) x", 1L)));
    assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
  }

  @Test
  void testsGiveTheirValues() {
    CompiledMap map =
        InvariantMaps.compile(
            Sources.map(
                """
                counters: {c: {count: vetoes, per: agent, within: 24h}}
                invariants:
                  - {id: A, expression: counters.c < 3}
                tests:
                  fixture: {now: 2026-03-02T10:00:00Z, counters: {c: 2}}
                  cases:
                    - {name: few, expect: {decision: ALLOW}}
                    - {name: many, given: {counters: {c: 3}}, expect: {decision: VETO}}
                    - {name: unknown, given: {counters: {c: null}}, expect: {errors: [A]}}
                """));
    assertThat(MapTests.run(map)).hasSize(3).allMatch(CaseResult::passed);
    assertThat(PolicySnapshot.of(List.of(map)).countsBeyondContracts()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{per: agent, within: 1h}                               | spec.counters.c.count",
        "{count: vetoes, rate: vetoes, per: agent, within: 1h}  | spec.counters.c.count",
        "{count: vetos, per: agent, within: 1h}                 | spec.counters.c.count",
        "{rate: vetoes, per: agent, within: 1h}                 | spec.counters.c.rate",
        "{count: vetoes, within: 1h}                            | spec.counters.c.per",
        "{count: vetoes, per: planet, within: 1h}               | spec.counters.c.per",
        "{count: vetoes, per: label(), within: 1h}              | spec.counters.c.per",
        "{count: vetoes, per: agent}                            | spec.counters.c.within",
        "{count: vetoes, per: agent, within: 32d}               | spec.counters.c.within",
        "{count: vetoes, per: agent, within: 59s}               | spec.counters.c.within",
        "{count: vetoes, per: agent, within: 1h, since: x}      | spec.counters.c.since"
      })
  void thatAreWrongAreNamed(String counter, String field) {
    assertThatExceptionOfType(InvalidMapException.class)
        .isThrownBy(() ->
            InvariantMaps.compile(
                Sources.map(
                    "counters: {c: %s}\ninvariants: [{id: A, expression: \"true\"}]\n"
                        .formatted(counter))))
        .satisfies(refused ->
            assertThat(refused.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo(field)));
  }

  @Test
  void thatNobodyDeclaresAreUnknown() {
    assertThatExceptionOfType(InvalidMapException.class)
        .isThrownBy(
            () -> InvariantMaps.compile(Sources.invariant("counters.c < 3", "{effect: VETO}")));
  }
}
