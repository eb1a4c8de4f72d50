package dev.phaseledger.query.health;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Principals.OTHER;
import static dev.phaseledger.query.testing.Principals.auditor;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.query.HealthMeasure;
import dev.phaseledger.api.query.HealthView;
import dev.phaseledger.api.query.HealthView.Attribute;
import dev.phaseledger.api.query.HealthView.Counted;
import dev.phaseledger.api.query.HealthView.Drift;
import dev.phaseledger.api.query.HealthView.Gate;
import dev.phaseledger.api.query.LedgerQuery.SummarizeHealth;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.testing.Ledger;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {

  private static final Duration FRESH = Duration.ZERO;
  private static final String NO_RUN = "";

  private final QuerySide side = QuerySide.empty();
  private final Ledger ledger = side.ledger();
  private Instant from = Instant.EPOCH;
  private Instant to = Instant.EPOCH;

  /// Small enough to count by hand; what the numbers should be stands beside what makes them.
  @BeforeEach
  void recordAHistory() {
    ledger.record(OTHER, "operator-2", Samples.registered(AGENT));
    ledger.record(OTHER, "operator-2", Samples.issued(CONTRACT, AGENT));
    decide(OTHER, "o-1", "run-1", Verdict.VETOED, FRESH);
    ledger.record(ACME, "operator-1", Samples.registered(AGENT));
    ledger.record(ACME, "operator-1", Samples.issued(CONTRACT, AGENT));
    decide("b-1", "run-0", Verdict.AUTHORIZED, FRESH);
    end("b-1", Outcome.SUCCEEDED);
    decide("b-2", "run-0", Verdict.AUTHORIZED, FRESH);
    end("b-2", Outcome.FAILED);
    from = next();

    // Run 1: a veto, then a failure, each followed by another try.
    decide("w-1", "run-1", Verdict.AUTHORIZED, FRESH);
    end("w-1", Outcome.SUCCEEDED);
    decide("w-2", "run-1", Verdict.VETOED, FRESH);
    signal("w-2", Duration.ofSeconds(1));
    decide("w-3", "run-1", Verdict.AUTHORIZED, FRESH);
    signal("w-3", Duration.ofSeconds(5));
    signal("w-3", Duration.ofSeconds(60));
    end("w-3", Outcome.FAILED);
    decide("w-4", "run-1", Verdict.AUTHORIZED, FRESH);

    // Run 2: an approval, a rejection, another try; the run before is none of its business.
    decide("w-5", "run-2", Verdict.APPROVAL_REQUIRED, FRESH);
    ledger.record(ACME, "reviewer-1", Samples.answered(CONTRACT, "w-5", true));
    ledger.record(ACME, "reviewer-1", Samples.rejudged(CONTRACT, "w-5", Verdict.AUTHORIZED));
    end("w-5", Outcome.SUCCEEDED);
    decide("w-6", "run-2", Verdict.APPROVAL_REQUIRED, FRESH);
    ledger.record(ACME, "reviewer-1", Samples.answered(CONTRACT, "w-6", false));
    decide("w-7", "run-2", Verdict.AUTHORIZED, FRESH);

    // Outside of runs: asked about twice and still waiting; deferred; judged after the fact, with a
    // signal; asked about by the level alone; judged on an old fact, and on one that is just not.
    decide("w-8", NO_RUN, Verdict.APPROVAL_REQUIRED, FRESH);
    ledger.record(ACME, "reviewer-1", Samples.rejudged(CONTRACT, "w-8", Verdict.APPROVAL_REQUIRED));
    decide("w-9", NO_RUN, Verdict.DEFERRED, FRESH);
    ledger.record(
        ACME,
        "agent-7",
        decided(
            request("w-10", NO_RUN, Optional.of(Samples.NOW)),
            Samples.judgement(Verdict.APPROVAL_REQUIRED)));
    end("w-10", Outcome.SUCCEEDED);
    signal("w-10", Duration.ofSeconds(60));
    ledger.record(
        ACME, "agent-7", decided(request("w-11", NO_RUN, Optional.empty()), byTheLevel()));
    decide("w-12", NO_RUN, Verdict.AUTHORIZED, Duration.ofHours(24).plusMillis(1));
    decide("w-13", NO_RUN, Verdict.AUTHORIZED, Duration.ofHours(24));

    to = next();
    decide("a-1", "run-1", Verdict.VETOED, FRESH);
  }

  @Test
  void countsWhatWasJudgedWithinTheTime() {
    side.fold();
    HealthView health = health();

    assertRate(health, HealthMeasure.VETOED, 1, 13);
    assertRate(health, HealthMeasure.DEFERRED, 1, 13);
    assertRate(health, HealthMeasure.INCIDENTS, 1, 6);
    assertRate(health, HealthMeasure.REPLANS, 3, 2);
    assertRate(health, HealthMeasure.STALE_FACTS, 1, 14);
    assertThat(health.position()).isEqualTo(ledger.events().size());
  }

  @Test
  void tellsWhatBecameOfWhatAGateAskedAbout() {
    side.fold();

    assertThat(health().gates())
        .extracting(
            Gate::name,
            gate -> gate.asked().count(),
            gate -> gate.approved().count(),
            gate -> gate.rejected().count(),
            gate -> gate.waiting().count())
        .containsExactly(
            tuple("repo-writes/four-eyes", 3L, 1L, 1L, 1L),
            tuple("ladder/level-2", 1L, 0L, 0L, 1L));
  }

  @Test
  void measuresHowSoonFailuresWereSeen() {
    side.fold();

    HealthView.Detection detection = health().detection();
    assertThat(detection.signals().count()).isEqualTo(4);
    assertThat(detection.medianMillis()).isEqualTo(5_000);
    assertThat(detection.p95Millis()).isEqualTo(60_000);
    assertThat(detection.worstMillis()).isEqualTo(60_000);
  }

  /// The time before is as long as the time, and holds what was recorded just before it.
  @Test
  void holdsOutcomesAgainstTheTimeBefore() {
    side.fold();

    List<Drift> drifts = health().drifts();
    assertThat(drifts)
        .extracting(Drift::attribute, Drift::value)
        .containsExactlyInAnyOrder(
            tuple(Attribute.ACTION, "repo.write"),
            tuple(Attribute.AGENT, "agent-7"),
            tuple(Attribute.PHASE, "plan"));
    assertThat(drifts)
        .allSatisfy(drift -> {
          assertThat(drift.failed().count()).isEqualTo(1);
          assertThat(drift.outcomes().count()).isEqualTo(4);
          assertThat(drift.failedBefore().count()).isEqualTo(1);
          assertThat(drift.outcomesBefore().count()).isEqualTo(2);
          assertThat(drift.flagged()).isFalse();
        });
  }

  /// A number that its entries do not bear out is worth nothing.
  @Test
  void namesTheVeryEntriesOfEachNumber() throws Exception {
    side.fold();
    HealthView health = health();

    for (HealthView.Rate rate : health.rates()) {
      assertThat(entries(rate.part())).as("%s", rate).hasSize((int) rate.part().count());
      if (rate.measure() == HealthMeasure.REPLANS) {
        assertThat(distinct(rate.whole(), "run")).hasSize((int) rate.whole().count());
      } else {
        assertThat(entries(rate.whole())).as("%s", rate).hasSize((int) rate.whole().count());
      }
    }
    for (Gate gate : health.gates()) {
      for (Counted counted :
          List.of(gate.asked(), gate.approved(), gate.rejected(), gate.waiting())) {
        assertThat(distinct(counted, "dispatchId")).as("%s", gate).hasSize((int) counted.count());
      }
    }
    assertThat(entries(health.detection().signals()))
        .hasSize((int) health.detection().signals().count());
    for (Drift drift : health.drifts()) {
      for (Counted counted :
          List.of(drift.failed(), drift.outcomes(), drift.failedBefore(), drift.outcomesBefore())) {
        assertThat(entries(counted)).as("%s", drift).hasSize((int) counted.count());
      }
    }
  }

  @Test
  void saysWhatItCannotKnow() {
    side.fold();

    assertThat(health().notKnown())
        .contains(
            "Failures that nobody signalled are in none of these numbers.",
            "Of 13 requests, 6 name no run: whether they were replans is not known.",
            "4 released requests have no outcome on record.",
            "Times to detection begin when a failure is said to have occurred; nobody checked"
                + " that.")
        .anyMatch(sentence -> sentence.startsWith("1 requests were judged after the fact"))
        .anyMatch(sentence -> sentence.startsWith("A level of the ladder"))
        .noneMatch(sentence -> sentence.contains("drift is not known"));
  }

  @Test
  void seesNothingOfAnotherTenant() {
    side.fold();

    HealthView other =
        side.reads().ask(new SummarizeHealth(OTHER, Ledger.START, to), HealthView.class);
    assertRate(other, HealthMeasure.VETOED, 1, 1);
    assertThat(other.gates()).isEmpty();
    assertThat(other.detection().signals().count()).isZero();
  }

  @Test
  void countsNothingWhereNothingIs() {
    side.reset();
    HealthView health = health();

    assertThat(health.rates()).allSatisfy(rate -> assertThat(rate.whole().count()).isZero());
    assertThat(health.gates()).isEmpty();
    assertThat(health.drifts()).isEmpty();
    assertThat(health.notKnown()).anyMatch(sentence -> sentence.contains("drift is not known"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void isTheSameInWhateverBatchesTheLogIsFolded(long seed) {
    side.fold();
    HealthView expected = health();

    side.reset();
    Random random = new Random(seed);
    List<PlacedEvent> events = ledger.events();
    int next = 0;
    while (next < events.size()) {
      int end = Math.min(events.size(), next + 1 + random.nextInt(7));
      side.fold(events.subList(next, end));
      next = end;
    }

    assertThat(health()).isEqualTo(expected);
  }

  @Test
  void isSentWithLimitsFlagsAndAddresses() throws Exception {
    side.fold();

    side.get(auditor(ACME), "/v1/governance-health?from=" + from + "&to=" + to)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.rates[?(@.measure == 'replans')].part.count").value(3))
        .andExpect(jsonPath("$.rates[?(@.measure == 'replans')].percent").value(150.0))
        .andExpect(jsonPath("$.rates[?(@.measure == 'replans')].flagged").value(false))
        .andExpect(jsonPath("$.limits[?(@.measure == 'replans')].sampleMin").value(20))
        .andExpect(jsonPath("$.gates[0].percentApproved").value(50.0))
        .andExpect(jsonPath("$.gates[1].percentApproved").doesNotExist())
        .andExpect(jsonPath("$.drifts[0].percentBefore").value(50.0));
  }

  @ParameterizedTest
  @CsvSource({
    "from=yesterday, from",
    "to=2026, to",
    "from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z, to",
    "from=2020-01-01T00:00:00Z, from"
  })
  void refusesAWrongTimeByName(String parameters, String field) throws Exception {
    side.get(auditor(ACME), "/v1/governance-health?" + parameters)
        .andExpect(status().isBadRequest())
        .andExpect(result ->
            assertThat(result.getResponse().getContentAsString())
                .contains("\"detail\":\"" + field + ":"));
  }

  @ParameterizedTest
  @CsvSource({
    "gate=four-eyes, gate",
    "state=RELEASED;FAILED, state",
    "state=, state",
    "sign=bad, sign"
  })
  void refusesAWrongFilterByName(String parameters, String field) throws Exception {
    side.get(auditor(ACME), "/v1/audit/entries?" + parameters)
        .andExpect(status().isBadRequest())
        .andExpect(result ->
            assertThat(result.getResponse().getContentAsString())
                .contains("\"detail\":\"" + field + ":"));
  }

  private HealthView health() {
    return side.reads().ask(new SummarizeHealth(ACME, from, to), HealthView.class);
  }

  private static void assertRate(HealthView health, HealthMeasure measure, long part, long whole) {
    assertThat(health.rates())
        .filteredOn(rate -> rate.measure() == measure)
        .singleElement()
        .satisfies(rate -> {
          assertThat(rate.part().count()).as("part of %s", measure).isEqualTo(part);
          assertThat(rate.whole().count()).as("whole of %s", measure).isEqualTo(whole);
        });
  }

  private List<Fields> entries(Counted counted) throws Exception {
    String body =
        side.get(auditor(ACME), "/v1/audit/entries?size=500&" + counted.entries())
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();
    if (Json.parse(body) instanceof Fields page
        && page.find("items").orElseThrow() instanceof Items items) {
      return items.values().stream().map(Fields.class::cast).toList();
    }
    throw new AssertionError("no page of entries: " + body);
  }

  private List<String> distinct(Counted counted, String name) throws Exception {
    return entries(counted).stream()
        .map(entry -> entry.find(name).orElseThrow())
        .map(value -> ((Text) value).value())
        .distinct()
        .toList();
  }

  private Instant next() {
    return Ledger.START.plusSeconds(ledger.events().size());
  }

  private void decide(String dispatch, String run, Verdict verdict, Duration factAge) {
    decide(ACME, dispatch, run, verdict, factAge);
  }

  private void decide(
      dev.phaseledger.api.TenantId tenant,
      String dispatch,
      String run,
      Verdict verdict,
      Duration factAge) {
    Judgement judged = Samples.judgement(verdict);
    ledger.record(
        tenant,
        "agent-7",
        decided(
            request(dispatch, run, Optional.empty()),
            judgement(
                judged,
                judged.results(),
                List.of(
                    new FactRead(
                        "reservation", "R1", Samples.NOW.minus(factAge), Digest.of("fact"))))));
  }

  private static Judgement byTheLevel() {
    Judgement judged = Samples.judgement(Verdict.APPROVAL_REQUIRED);
    return judgement(judged, Samples.judgement(Verdict.AUTHORIZED).results(), List.<FactRead>of());
  }

  private static Judgement judgement(
      Judgement judged, List<Judgement.InvariantResult> results, List<FactRead> facts) {
    return new Judgement(
        judged.verdict(),
        judged.explanation(),
        judged.basis(),
        judged.breach(),
        results,
        facts,
        judged.parameters(),
        judged.approval().map(asked -> new ApprovalRequirement(asked.roles(), asked.count())),
        judged.until());
  }

  private static DispatchDecided decided(DispatchRequest request, Judgement judgement) {
    return new DispatchDecided(CONTRACT, AGENT, request, Forms.digest(request), judgement);
  }

  private static DispatchRequest request(
      String dispatch, String run, Optional<Instant> recordedAt) {
    return new DispatchRequest(
        new DispatchId(dispatch),
        "repo.write",
        List.of("repo/main.c"),
        JsonValue.Fields.EMPTY,
        "the build is red",
        run.equals(NO_RUN) ? Map.of() : Map.of("run", run),
        Set.of(),
        0,
        false,
        Optional.of("plan"),
        recordedAt);
  }

  private void end(String dispatch, Outcome outcome) {
    ledger.record(ACME, "agent-7", Samples.ended(CONTRACT, dispatch, outcome));
  }

  private void signal(String dispatch, Duration after) {
    ledger.record(
        ACME,
        "ci",
        new FailureSignalled(
            CONTRACT,
            AGENT,
            Optional.of(new DispatchId(dispatch)),
            "signal-" + ledger.events().size(),
            "tests.failed",
            Severity.HIGH,
            "ci",
            "red",
            Samples.NOW,
            Samples.NOW.plus(after),
            List.of(),
            List.of()));
  }
}
