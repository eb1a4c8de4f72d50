package dev.phaseledger.command.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.MapTests;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

final class MapTrialsTest {

  private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: limits, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        invariants:
          - {id: LEVEL, expression: agent.level >= 2, onViolation: {effect: VETO}}
        tests:
          fixture: {now: 2026-03-02T10:00:00Z, agent: {level: 2}}
          cases:
            - {name: enough, expect: {decision: ALLOW}}
            - {name: too low, given: {agent: {level: 1}}, expect: {decision: VETO}}
      """;

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }

  @Test
  void runsEveryTestWhileThereIsTime() {
    MapTests.Measured measured = new MapTrials(Clock.fixed(START, ZoneOffset.UTC)).test(MAP);
    assertThat(measured.results()).hasSize(2).allMatch(MapTests.CaseResult::passed);
    assertThat(measured.coverage().invariantPercent()).isEqualTo(100);
  }

  @Test
  void stopsTestsThatTakeTooLongAndSaysHowManyWereRun() {
    AtomicReference<Instant> now = new AtomicReference<>(START);
    MapTrials trials =
        new MapTrials(
            clock(
                () -> now.getAndUpdate(time -> time.plus(MapTrials.TESTS_TIME_MAX.dividedBy(2)))));
    assertThatThrownBy(() -> trials.test(MAP))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            stopped -> {
              assertThat(stopped.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
              assertThat(stopped.getBody().getDetail()).contains("10 s", "1 of 2 tests were run");
            });
    // Its place is free again, however it ended.
    assertThat(trials.check(MAP).problems()).isEmpty();
  }

  @Test
  void refusesMoreAtATimeThanThereArePlaces() {
    AtomicReference<MapTrials> trials = new AtomicReference<>();
    List<ErrorResponseException> refused = new ArrayList<>();
    // The clock is asked while a map is being tested: each time it starts another one.
    trials.set(
        new MapTrials(
            clock(() -> {
              try {
                trials.get().test(MAP);
              } catch (ErrorResponseException busy) {
                refused.add(busy);
              }
              return START;
            })));
    trials.get().test(MAP);
    assertThat(refused)
        .isNotEmpty()
        .allSatisfy(busy -> {
          assertThat(busy.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
          assertThat(busy.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
        });
  }

  @Test
  void freesItsPlaceWhenTheTextIsNoMap() {
    MapTrials trials = new MapTrials(Clock.fixed(START, ZoneOffset.UTC));
    for (int i = 0; i <= MapTrials.AT_ONCE_MAX; i++) {
      assertThatThrownBy(() -> trials.test("kind: InvariantMap"))
          .isInstanceOf(InvalidMapException.class);
    }
  }
}
