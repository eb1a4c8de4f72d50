package dev.phaseledger.command.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.policy.Count;
import dev.phaseledger.policy.Count.Per;
import dev.phaseledger.policy.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantHistoryTest {

  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final List<String> REGIONS = List.of("north", "south");
  private static final List<String> ACTIONS = List.of("write", "deploy");
  private static final List<Duration> STRETCHES =
      List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(7), Duration.ofDays(9));

  /// What happened to a dispatch, as a test counts it: one by one.
  private record Happened(Counted what, String agent, String action, String region, Instant at) {}

  private record Dispatch(ContractId contract, AgentId agent, DispatchRequest request) {}

  private final List<Happened> happened = new ArrayList<>();
  private final TenantHistory history = new TenantHistory(Set.of("region"));
  private Instant now = START;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithCountingOneByOne(long seed) {
    var random = new Random(seed);
    var open = new ArrayList<Dispatch>();
    for (int i = 0; i < 1_500; i++) {
      now = now.plusSeconds(random.nextInt(random.nextInt(30) == 0 ? 200_000 : 600));
      if (open.isEmpty() || random.nextInt(3) > 0) {
        ask(random, i).ifPresent(open::add);
      } else {
        goOn(open, random);
      }
    }
    for (Duration stretch : STRETCHES) {
      for (Counted what : Counted.values()) {
        compare(what, stretch);
      }
    }
    assertThat(happened).hasSizeGreaterThan(1_000);
  }

  private void compare(Counted what, Duration within) {
    HistoryCounts counts = history.counts();
    for (int agent = 0; agent < 3; agent++) {
      String name = "agent-" + agent;
      assertThat(counts.count(new Count(what, Per.AGENT, "", name, within), now))
          .hasValue(expected(what, within, each -> each.agent().equals(name)));
    }
    for (String action : ACTIONS) {
      assertThat(counts.count(new Count(what, Per.ACTION, "", action, within), now))
          .hasValue(expected(what, within, each -> each.action().equals(action)));
    }
    for (String region : REGIONS) {
      assertThat(counts.count(new Count(what, Per.LABEL, "region", region, within), now))
          .hasValue(expected(what, within, each -> each.region().equals(region)));
    }
    assertThat(counts.count(new Count(what, Per.TENANT, "", "", within), now))
        .hasValue(expected(what, within, _ -> true));
  }

  private long expected(
      Counted what, Duration within, java.util.function.Predicate<Happened> holder) {
    long slot =
        within.compareTo(Duration.ofHours(1)) <= 0
            ? 60
            : within.compareTo(Duration.ofDays(1)) <= 0 ? 3_600 : 86_400;
    long slots = (within.toSeconds() + slot - 1) / slot;
    return happened.stream()
        .filter(each -> each.what() == what && holder.test(each))
        .filter(each -> each.at().getEpochSecond() / slot >= now.getEpochSecond() / slot - slots)
        .count();
  }

  private Optional<Dispatch> ask(Random random, int number) {
    var agent = new AgentId("agent-" + random.nextInt(3));
    var dispatch =
        new Dispatch(
            new ContractId("ctr-" + agent.value()),
            agent,
            request(
                "d-" + number,
                ACTIONS.get(random.nextInt(2)),
                Map.of("region", REGIONS.get(random.nextInt(2)), "trace", "t" + number)));
    Verdict verdict = any(random, Verdict.values());
    follow(
        new DispatchDecided(
            dispatch.contract(),
            agent,
            dispatch.request(),
            Digest.of("request"),
            judgement(verdict)));
    return judged(dispatch, verdict) ? Optional.of(dispatch) : Optional.empty();
  }

  /// Whether something is still to come.
  private boolean judged(Dispatch dispatch, Verdict verdict) {
    switch (verdict) {
      case AUTHORIZED, CONSTRAINED -> note(dispatch, Counted.RELEASES);
      case VETOED -> {
        note(dispatch, Counted.VETOES);
        note(dispatch, Counted.DENIALS);
      }
      case APPROVAL_REQUIRED, DEFERRED -> {}
    }
    return verdict != Verdict.VETOED;
  }

  private void goOn(List<Dispatch> open, Random random) {
    Dispatch dispatch = open.remove(random.nextInt(open.size()));
    DispatchId id = dispatch.request().id();
    switch (random.nextInt(4)) {
      case 0 -> {
        Verdict verdict = any(random, Verdict.values());
        follow(new DispatchRejudged(dispatch.contract(), dispatch.agent(), id, judgement(verdict)));
        if (judged(dispatch, verdict)) {
          open.add(dispatch);
        }
      }
      case 1 -> {
        boolean granted = random.nextBoolean();
        follow(
            new ApprovalRecorded(
                dispatch.contract(),
                id,
                new PrincipalId("ada"),
                Optional.empty(),
                Set.of(),
                granted,
                Digest.of("shown"),
                ""));
        if (granted) {
          note(dispatch, Counted.APPROVALS);
          open.add(dispatch);
        } else {
          note(dispatch, Counted.REJECTIONS);
          note(dispatch, Counted.DENIALS);
        }
      }
      case 2 -> {
        Outcome outcome = any(random, Outcome.values());
        follow(
            new OutcomeRecorded(
                dispatch.contract(), dispatch.agent(), id, outcome, "", Optional.empty()));
        switch (outcome) {
          case SUCCEEDED -> note(dispatch, Counted.SUCCESSES);
          case FAILED -> note(dispatch, Counted.FAILURES);
          case UNKNOWN -> {}
        }
      }
      default -> {
        Closing closing = any(random, Closing.values());
        follow(
            new DispatchClosed(
                dispatch.contract(), dispatch.agent(), id, closing, "", Optional.empty()));
        if (closing == Closing.TIMED_OUT) {
          note(dispatch, Counted.DENIALS);
        }
      }
    }
  }

  private void follow(ContractEvent event) {
    history.follow(event, now);
  }

  private void note(Dispatch dispatch, Counted what) {
    happened.add(
        new Happened(
            what,
            dispatch.agent().value(),
            dispatch.request().action(),
            String.valueOf(dispatch.request().labels().get("region")),
            now));
  }

  @Test
  void whatWasCountedStaysAsItIsWhateverFollows() {
    follow(vetoed("d-1", "agent-1"));
    HistoryCounts before = history.counts();
    follow(vetoed("d-2", "agent-1"));
    var count = new Count(Counted.VETOES, Per.AGENT, "", "agent-1", Duration.ofHours(1));
    assertThat(before.count(count, now)).hasValue(1);
    assertThat(history.counts().count(count, now)).hasValue(2);
  }

  @Test
  void aLabelThatNobodyAskedForIsNotCounted() {
    follow(vetoed("d-1", "agent-1"));
    assertThat(
            history
                .counts()
                .count(new Count(Counted.VETOES, Per.LABEL, "trace", "t", Duration.ofDays(1)), now))
        .isEmpty();
  }

  /// More keys than are told apart can hide nothing: what happens to the others counts for each.
  @Test
  void keysBeyondTheLimitAreCountedTogether() {
    for (int i = 0; i < Tallies.KEYS_MAX; i++) {
      follow(vetoed("d-" + i, "agent-" + i));
    }
    follow(vetoed("x-1", "late-1"));
    follow(vetoed("x-2", "late-2"));
    assertThat(vetoes("late-1")).isEqualTo(2);
    assertThat(vetoes("late-3")).isEqualTo(2);
    assertThat(vetoes("agent-7")).isEqualTo(3);
    now = now.plus(Duration.ofDays(40));
    follow(vetoed("x-3", "late-3"));
    assertThat(vetoes("late-3")).isEqualTo(1);
  }

  private long vetoes(String agent) {
    return history
        .counts()
        .count(new Count(Counted.VETOES, Per.AGENT, "", agent, Duration.ofDays(31)), now)
        .orElseThrow();
  }

  private static DispatchDecided vetoed(String id, String agent) {
    return new DispatchDecided(
        new ContractId("ctr-1"),
        new AgentId(agent),
        request(id, "write", Map.of("region", "north", "trace", "t")),
        Digest.of("request"),
        judgement(Verdict.VETOED));
  }

  private static DispatchRequest request(String id, String action, Map<String, String> labels) {
    DispatchRequest plain = Scenario.request(id, action, "src/a");
    return new DispatchRequest(
        plain.id(),
        plain.action(),
        plain.resources(),
        plain.parameters(),
        plain.justification(),
        labels,
        plain.dataClasses(),
        plain.costMicros(),
        plain.irreversible(),
        plain.phase(),
        plain.recordedAt());
  }

  private static Judgement judgement(Verdict verdict) {
    return new Judgement(
        verdict,
        "",
        new Basis(START, 1, 1, 1, Digest.of("policy")),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void everyThingThatIsCountedHasAWordOfItsOwn() {
    var words = new EnumMap<Counted, String>(Counted.class);
    for (Counted what : Counted.values()) {
      words.put(what, what.text());
    }
    assertThat(words.values()).doesNotHaveDuplicates();
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
