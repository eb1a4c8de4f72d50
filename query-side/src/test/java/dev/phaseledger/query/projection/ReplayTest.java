package dev.phaseledger.query.projection;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Principals.OTHER;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.query.testing.Ledger;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;

class ReplayTest {

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void recordAHistory() {
    Ledger ledger = side.ledger();
    ledger.record(OTHER, "operator-2", Samples.registered(AGENT));
    ledger.record(ACME, "operator-1", Samples.registered(AGENT));
    ledger.record(ACME, "author-1", Samples.published("repo-writes", 1));
    ledger.record(ACME, "operator-1", Samples.issued(CONTRACT, AGENT));
    ledger.record(ACME, "agent-7", Samples.decided(CONTRACT, "d-1", Verdict.AUTHORIZED));
    ledger.record(ACME, "agent-7", Samples.ended(CONTRACT, "d-1", Outcome.SUCCEEDED));
    ledger.record(ACME, "agent-7", Samples.decided(CONTRACT, "d-2", Verdict.APPROVAL_REQUIRED));
    ledger.record(ACME, "reviewer-1", Samples.answered(CONTRACT, "d-2", true));
    ledger.record(ACME, "reviewer-1", Samples.rejudged(CONTRACT, "d-2", Verdict.CONSTRAINED));
    ledger.record(ACME, "agent-7", Samples.decided(CONTRACT, "d-3", Verdict.VETOED));
    ledger.record(ACME, "agent-7", Samples.decided(CONTRACT, "d-4", Verdict.APPROVAL_REQUIRED));
    ledger.record(ACME, "agent-7", Samples.decided(CONTRACT, "d-5", Verdict.APPROVAL_REQUIRED));
    ledger.record(ACME, "reviewer-1", Samples.answered(CONTRACT, "d-5", false));
    ledger.record(ACME, "ci", Samples.evidence(CONTRACT, Optional.of("d-2")));
    ledger.record(ACME, "ci", Samples.signalled(CONTRACT, Optional.of("d-2")));
    ledger.record(ACME, "ci", Samples.signalled(CONTRACT, Optional.empty()));
    ledger.record(ACME, "operator-1", new AgentLevelChanged(AGENT, 2, 1, "overclaimed"));
    ledger.record(ACME, "operator-1", new AgentRevoked(AGENT, "again"));
    ledger.record(ACME, "operator-1", new AgentReinstated(AGENT, 0, "retrained"));
    ledger.record(ACME, "author-1", Samples.published("repo-writes", 2));
    ledger.record(
        ACME, "agent-7", Samples.decided(CONTRACT, AGENT, "d-6", Samples.breach("scope")));
    ledger.record(ACME, "agent-7", Samples.revoked(CONTRACT, RevocationCause.BREACH));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void givesTheSameRowsHoweverTheLogIsCutIntoBatches(long seed) {
    side.fold();
    Map<String, List<String>> expected = side.rows();

    side.reset();
    Random random = new Random(seed);
    List<PlacedEvent> events = side.ledger().events();
    int from = 0;
    while (from < events.size()) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(6));
      side.fold(events.subList(from, to));
      from = to;
    }

    assertThat(side.rows()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void changesNothingWhenEventsAreRepeated(long seed) {
    side.fold();
    Map<String, List<String>> expected = side.rows();

    Random random = new Random(seed);
    List<PlacedEvent> events = side.ledger().events();
    for (int i = 0; i < 5; i++) {
      side.fold(events.subList(random.nextInt(events.size()), events.size()));
    }

    assertThat(side.rows()).isEqualTo(expected);
  }

  @Test
  void emptiesEveryTableForAReplay() {
    side.fold();

    side.reset();

    Map<String, List<String>> rows = side.rows();
    assertThat(rows.remove("progress")).singleElement().asString().contains("\"position\":0");
    assertThat(rows.values()).allSatisfy(table -> assertThat(table).isEmpty());
  }

  @Test
  void givesTheSameRowsWhenCatchingUpAsLive() throws InterruptedException {
    recordMoreThanABatch();
    List<PlacedEvent> events = side.ledger().events();
    for (int from = 0; from < events.size(); from += 100) {
      side.fold(events.subList(from, Math.min(from + 100, events.size())));
    }
    Map<String, List<String>> live = side.rows();

    side.reset();
    long reflected = side.catchUp().run(0);

    assertThat(reflected).isEqualTo(events.size());
    assertThat(side.rows().equals(live)).isTrue();
  }

  @Test
  void goesOnWhereACatchUpWasStopped() throws InterruptedException {
    recordMoreThanABatch();
    List<PlacedEvent> events = side.ledger().events();
    CatchUp stopped = side.catchUp();
    stopped.stop();
    assertThat(stopped.run(events.size())).isZero();
    side.fold(events.subList(0, 30));
    side.catchUp().run(events.size());
    Map<String, List<String>> expected = side.rows();

    side.reset();
    side.catchUp().run(events.size());

    assertThat(side.rows().equals(expected)).isTrue();
  }

  @Test
  void leavesASmallLagToTheProcessorUnlessThatIsAhead() throws InterruptedException {
    long last = side.ledger().events().size();

    assertThat(side.catchUp().run(0)).isZero();
    assertThat(side.catchUp().run(last)).isEqualTo(last);
  }

  private void recordMoreThanABatch() {
    Ledger ledger = side.ledger();
    ContractId other = new ContractId("c-bulk");
    ledger.record(ACME, "operator-1", Samples.issued(other, AGENT));
    for (int i = 0; i < CatchUp.LAG_EVENTS_MIN / 2; i++) {
      Verdict verdict = i % 7 == 0 ? Verdict.VETOED : Verdict.AUTHORIZED;
      ledger.record(ACME, "agent-7", Samples.decided(other, "b-" + i, verdict));
      if (verdict == Verdict.AUTHORIZED) {
        ledger.record(ACME, "agent-7", Samples.ended(other, "b-" + i, Outcome.SUCCEEDED));
      } else {
        ledger.record(ACME, "ci", Samples.signalled(other, Optional.of("b-" + i)));
      }
    }
    ledger.record(ACME, "agent-7", Samples.decided(other, "b-p", Verdict.APPROVAL_REQUIRED));
    ledger.record(ACME, "operator-1", Samples.revoked(other, RevocationCause.OPERATOR));
  }

  @Test
  void refusesALogWithAGapAndKeepsWhatItHad() {
    List<PlacedEvent> events = side.ledger().events();
    side.fold(events.subList(0, 5));
    Map<String, List<String>> before = side.rows();

    assertThatIllegalStateException()
        .isThrownBy(() -> side.fold(events.subList(6, 9)))
        .withMessageContaining("reflect position 5, but were given 7");

    assertThat(side.rows()).isEqualTo(before);
  }

  @Test
  void keepsNothingOfABatchThatFails() {
    side.fold();
    Map<String, List<String>> before = side.rows();
    side.ledger().record(ACME, "operator-1", Samples.signalled(CONTRACT, Optional.empty()));
    side.ledger().record(ACME, "operator-1", Samples.registered(AGENT));

    assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(side::fold);

    assertThat(side.rows()).isEqualTo(before);
  }

  @Test
  void letsAReaderWaitForItsOwnWrite() {
    long last = side.ledger().events().size();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> side.progress().await(last));

    side.fold();

    assertThat(waiting.join()).isTrue();
    assertThat(side.progress().position()).isEqualTo(last);
  }

  @Test
  void letsNoReaderWaitForEver() {
    side.fold();

    assertThat(side.progress().await(1_000, Duration.ofMillis(60))).isFalse();
  }
}
