package dev.phaseledger.query.agents;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.LadderView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindAgent;
import dev.phaseledger.api.query.LedgerQuery.FindTenant;
import dev.phaseledger.api.query.LedgerQuery.ListAgentsByCompetenceChange;
import dev.phaseledger.api.query.LedgerQuery.ListLadders;
import dev.phaseledger.api.query.LedgerQuery.ListOpenPromotions;
import dev.phaseledger.api.query.PromotionView;
import dev.phaseledger.api.query.TenantView;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.testing.Ledger;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompetenceProjectionTest {

  private final QuerySide side = QuerySide.empty();
  private final Set<String> decided = new HashSet<>();

  @Test
  void countsOutcomesAndTheRunOfSuccesses() {
    given(Samples.registered(AGENT));
    given(Samples.ended(CONTRACT, "d-1", Outcome.SUCCEEDED));
    given(Samples.ended(CONTRACT, "d-2", Outcome.FAILED));
    given(Samples.ended(CONTRACT, "d-3", Outcome.SUCCEEDED));
    PlacedEvent last = given(Samples.ended(CONTRACT, "d-4", Outcome.SUCCEEDED));
    Competence record = competence();
    assertThat(record.executions()).isEqualTo(4);
    assertThat(record.passes()).isEqualTo(3);
    assertThat(record.failures()).isOne();
    assertThat(record.consecutivePasses()).isEqualTo(2);
    assertThat(record.position()).isEqualTo(last.position());
  }

  @Test
  void takesNoAgentsWordForItsOwnSuccess() {
    given(Samples.registered(AGENT));
    given(Samples.ended(CONTRACT, "d-1", Outcome.SUCCEEDED));
    record(Samples.decided(CONTRACT, "d-2", Verdict.AUTHORIZED));
    record(Samples.decided(CONTRACT, "d-3", Verdict.AUTHORIZED));
    side.ledger().record(ACME, AGENT.value(), Samples.ended(CONTRACT, "d-2", Outcome.SUCCEEDED));
    side.fold();
    assertThat(competence().executions()).isEqualTo(2);
    assertThat(competence().passes()).isOne();
    assertThat(competence().consecutivePasses()).isOne();
    side.ledger().record(ACME, AGENT.value(), Samples.ended(CONTRACT, "d-3", Outcome.FAILED));
    side.fold();
    assertThat(competence().failures()).isOne();
    assertThat(competence().consecutivePasses()).isZero();
  }

  @Test
  void takesAnAgentThatLostTrackForOneThatFailed() {
    given(Samples.registered(AGENT));
    given(Samples.ended(CONTRACT, "d-1", Outcome.SUCCEEDED));
    given(Samples.ended(CONTRACT, "d-2", Outcome.UNKNOWN));
    assertThat(competence().failures()).isOne();
    assertThat(competence().consecutivePasses()).isZero();
  }

  @Test
  void countsBreachesAndViolatedInvariantsAndNoOtherSignals() {
    given(Samples.registered(AGENT));
    given(Samples.ended(CONTRACT, "d-1", Outcome.SUCCEEDED));
    given(Samples.signalled(CONTRACT, Optional.of("d-1")));
    assertThat(competence().consecutivePasses()).isOne();
    given(signal("contract.breach", "d-2"));
    given(signal("invariant.violated", "d-3"));
    assertThat(competence().violations()).isEqualTo(2);
    assertThat(competence().violationsAtLevel()).isEqualTo(2);
    assertThat(competence().consecutivePasses()).isZero();
    assertThat(competence().failures()).isZero();
  }

  @Test
  void countsVetoesWheneverTheyAreGivenAndEndsNoRunForThem() {
    given(Samples.registered(AGENT));
    given(Samples.ended(CONTRACT, "d-0", Outcome.SUCCEEDED));
    given(Samples.decided(CONTRACT, "d-1", Verdict.VETOED));
    given(Samples.decided(CONTRACT, "d-2", Verdict.APPROVAL_REQUIRED));
    given(Samples.rejudged(CONTRACT, "d-2", Verdict.VETOED));
    assertThat(competence().vetoes()).isEqualTo(2);
    assertThat(competence().consecutivePasses()).isOne();
  }

  @Test
  void countsNothingOfWhatWasJudgedAfterTheFact() {
    PlacedEvent registered = given(Samples.registered(AGENT));
    given(afterTheFact("d-1", Verdict.VETOED), signal("contract.breach", "d-1"));
    given(afterTheFact("d-2", Verdict.AUTHORIZED));
    given(Samples.ended(CONTRACT, "d-2", Outcome.FAILED));
    given(signal("invariant.violated", "d-2"));
    Competence record = competence();
    assertThat(record.executions() + record.violations() + record.vetoes()).isZero();
    assertThat(record.position()).isEqualTo(registered.position());
  }

  @Test
  void countsNeitherWhatIsOpenNorWhatWasClosedNorEvidence() {
    PlacedEvent registered = given(Samples.registered(AGENT));
    given(Samples.decided(CONTRACT, "d-1", Verdict.AUTHORIZED));
    given(
        new DispatchClosed(
            CONTRACT,
            AGENT,
            new DispatchId("d-1"),
            Closing.CANCELLED,
            "called off",
            Optional.empty()));
    given(Samples.evidence(CONTRACT, Optional.of("d-1")));
    assertThat(competence().executions()).isZero();
    assertThat(competence().position()).isEqualTo(registered.position());
  }

  @Test
  void startsALevelAnewWithEachChangeAndReinstatementAndNotWithASuspension() {
    given(Samples.registered(AGENT));
    given(Samples.ended(CONTRACT, "d-1", Outcome.SUCCEEDED));
    PlacedEvent promoted = given(new AgentLevelChanged(AGENT, 2, 3, "earned"));
    assertThat(competence().executionsAtLevel()).isZero();
    assertThat(competence().consecutivePassesAtLevel()).isZero();
    assertThat(competence().consecutivePasses()).isOne();
    assertThat(competence().levelSince()).isEqualTo(promoted.time());

    given(Samples.ended(CONTRACT, "d-2", Outcome.SUCCEEDED));
    given(new AgentSuspended(AGENT, "looked at", Optional.empty()));
    assertThat(competence().levelSince()).isEqualTo(promoted.time());
    assertThat(competence().executionsAtLevel()).isOne();

    PlacedEvent reinstated = given(new AgentReinstated(AGENT, 3, "fine"));
    assertThat(competence().levelSince()).isEqualTo(reinstated.time());
    assertThat(competence().executionsAtLevel()).isZero();
    assertThat(competence().executions()).isEqualTo(2);
  }

  /// The order within a batch counts as it does between batches.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void foldsTheSameRecordHoweverEventsAreBatched(long seed) {
    Random random = new Random(seed);
    record(Samples.registered(AGENT));
    for (int n = 0; n < 20; n++) {
      record(Samples.decided(CONTRACT, "d-" + n, Verdict.AUTHORIZED));
    }
    for (int n = 0; n < 200; n++) {
      record(anything(random, n));
    }
    for (PlacedEvent placed : side.ledger().events()) {
      side.fold(List.of(placed));
    }
    Competence oneByOne = competence();
    assertThat(oneByOne).isEqualTo(counted(side.ledger().events()));

    side.reset();
    side.fold();
    assertThat(competence()).isEqualTo(oneByOne);
  }

  @Test
  void listsActiveAgentsInTheOrderOfTheirLastChange() {
    AgentId other = new AgentId("agent-8");
    AgentId gone = new AgentId("agent-9");
    given(Samples.registered(AGENT));
    PlacedEvent second = given(Samples.registered(other));
    given(Samples.registered(gone));
    given(new AgentSuspended(gone, "looked at", Optional.empty()));
    PlacedEvent worked = given(Samples.ended(CONTRACT, "d-1", Outcome.SUCCEEDED));
    assertThat(changed(0, 10)).containsExactly("agent-8", "agent-7");
    assertThat(changed(0, 1)).containsExactly("agent-8");
    assertThat(changed(second.position(), 10)).containsExactly("agent-7");
    assertThat(changed(worked.position(), 10)).isEmpty();
  }

  @Test
  void listsNobodyWhileTheViewsDoNotHoldWhatIsOnRecord() {
    given(Samples.registered(AGENT));
    record(Samples.decided(CONTRACT, "d-1", Verdict.AUTHORIZED));
    record(Samples.ended(CONTRACT, "d-1", Outcome.FAILED));
    assertThat(changed(0, 10)).isEmpty();
    side.fold();
    assertThat(changed(0, 10)).containsExactly("agent-7");
  }

  @Nested
  class Promotions {

    private final Instant expiry = Instant.parse("2026-12-04T09:00:00Z");

    @Test
    void areOpenUntilTheyExpire() {
      given(Samples.registered(AGENT));
      PlacedEvent placed = given(proposed("p-1"));
      PromotionView view = open(Ledger.START).getFirst();
      assertThat(view.proposal()).isEqualTo("p-1");
      assertThat(view.roles()).containsExactly("maintainer");
      assertThat(view.competence().executions()).isEqualTo(5);
      assertThat(view.proposedAt()).isEqualTo(placed.time());
      assertThat(open(expiry)).isEmpty();
      assertThat(open(expiry.minusNanos(1))).hasSize(1);
    }

    @Test
    void nameWhoGrantedThem() {
      given(Samples.registered(AGENT));
      given(proposed("p-1"));
      given(answered("ada", true), answered("bob", true));
      assertThat(open(Ledger.START).getFirst().grantedBy()).containsExactly("ada", "bob");
    }

    @Test
    void areClosedByARejectionAndByAnyChangeOfAuthority() {
      given(Samples.registered(AGENT));
      given(proposed("p-1"));
      given(answered("ada", false));
      assertThat(open(Ledger.START)).isEmpty();
      given(proposed("p-1"));
      given(new AgentLevelChanged(AGENT, 2, 1, "demoted"));
      assertThat(open(Ledger.START)).isEmpty();
      given(proposed("p-2"));
      given(proposed("p-3"));
      assertThat(open(Ledger.START)).extracting(PromotionView::proposal).containsExactly("p-3");
    }

    private PromotionProposed proposed(String proposal) {
      Instant now = Ledger.START;
      return new PromotionProposed(
          AGENT,
          proposal,
          2,
          3,
          "ladder work version 1: junior.promotion",
          "enough passes",
          new Competence(5, 5, 0, 5, 0, 0, now, now, 5, 5, 0, 9),
          2,
          Set.of("maintainer"),
          expiry);
    }

    private PromotionAnswered answered(String by, boolean granted) {
      return new PromotionAnswered(
          AGENT, "p-1", new PrincipalId(by), Set.of("maintainer"), granted, "looked at it");
    }

    private List<PromotionView> open(Instant now) {
      return side.reads()
          .list(new ListOpenPromotions(ACME, now, Cursor.first()), PromotionView.class)
          .items();
    }
  }

  @Nested
  class Tenants {

    @Test
    void areHaltedUntilTheyAreResumed() {
      assertThat(tenant().halt()).isEmpty();
      PlacedEvent halted = given(new TenantHalted("incident"));
      assertThat(tenant().halt())
          .contains(new TenantView.Halt("incident", "writer", halted.time()));
      given(new TenantResumed("over"));
      assertThat(tenant().halt()).isEmpty();
    }

    @Test
    void haveOneLadderInForceWhateverItsName() {
      given(new LadderPublished("work", 1, Digest.of("1"), "one"));
      given(new LadderPublished("other", 2, Digest.of("2"), "two"));
      assertThat(side.reads().list(new ListLadders(ACME, Cursor.first()), LadderView.class).items())
          .extracting(LadderView::name, LadderView::active, LadderView::source)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("other", true, "two"),
              org.assertj.core.groups.Tuple.tuple("work", false, "one"));
    }

    private TenantView tenant() {
      return side.reads().ask(new FindTenant(ACME), TenantView.class);
    }
  }

  private LedgerEvent anything(Random random, int n) {
    String dispatch = "d-" + random.nextInt(20);
    return switch (random.nextInt(8)) {
      case 0 -> new AgentLevelChanged(AGENT, 2, 2, "again");
      case 1 -> signal("contract.breach", dispatch);
      case 2 -> Samples.ended(CONTRACT, dispatch, Outcome.FAILED);
      case 3 -> Samples.decided(CONTRACT, "new-" + n, Verdict.VETOED);
      case 4 -> new AgentReinstated(AGENT, 2, "fine");
      default -> Samples.ended(CONTRACT, dispatch, Outcome.SUCCEEDED);
    };
  }

  /// The record by its definition, one event after the other.
  private static Competence counted(List<PlacedEvent> events) {
    long passes = 0;
    long failures = 0;
    long run = 0;
    long violations = 0;
    long vetoes = 0;
    long atLevel = 0;
    long runAtLevel = 0;
    long violationsAtLevel = 0;
    Instant since = events.getFirst().time();
    for (PlacedEvent placed : events) {
      switch (Tag.of(placed.event())) {
        case LEVEL -> {
          since = placed.time();
          atLevel = 0;
          runAtLevel = 0;
          violationsAtLevel = 0;
        }
        case PASS -> {
          passes++;
          run++;
          atLevel++;
          runAtLevel++;
        }
        case FAILURE -> {
          failures++;
          atLevel++;
          run = 0;
          runAtLevel = 0;
        }
        case VIOLATION -> {
          violations++;
          violationsAtLevel++;
          run = 0;
          runAtLevel = 0;
        }
        case VETO -> vetoes++;
        case NOTHING -> {}
      }
    }
    return new Competence(
        passes + failures,
        passes,
        failures,
        run,
        violations,
        vetoes,
        events.getFirst().time(),
        since,
        atLevel,
        runAtLevel,
        violationsAtLevel,
        events.getLast().position());
  }

  private enum Tag {
    LEVEL,
    PASS,
    FAILURE,
    VIOLATION,
    VETO,
    NOTHING;

    static Tag of(LedgerEvent event) {
      if (event instanceof dev.phaseledger.api.event.ContractEvent.OutcomeRecorded ended) {
        return ended.outcome() == Outcome.SUCCEEDED ? PASS : FAILURE;
      }
      if (event instanceof FailureSignalled) {
        return VIOLATION;
      }
      if (event instanceof DispatchDecided made) {
        return made.judgement().verdict() == Verdict.VETOED ? VETO : NOTHING;
      }
      return LEVEL;
    }
  }

  private static FailureSignalled signal(String kind, String dispatch) {
    return new FailureSignalled(
        CONTRACT,
        AGENT,
        Optional.of(new DispatchId(dispatch)),
        "sig-" + kind,
        kind,
        Severity.HIGH,
        "ledger:contract/scope",
        "outside",
        Samples.NOW,
        Samples.NOW,
        List.of(),
        List.of());
  }

  private static DispatchDecided afterTheFact(String dispatch, Verdict verdict) {
    DispatchRequest plain = Samples.request(dispatch);
    DispatchRequest recorded =
        new DispatchRequest(
            plain.id(),
            plain.action(),
            plain.resources(),
            plain.parameters(),
            plain.justification(),
            plain.labels(),
            plain.dataClasses(),
            plain.costMicros(),
            plain.irreversible(),
            plain.phase(),
            Optional.of(Samples.NOW.minus(Duration.ofDays(1))));
    return new DispatchDecided(
        CONTRACT, AGENT, recorded, Forms.digest(recorded), Samples.judgement(verdict));
  }

  private List<String> changed(long after, int size) {
    return side
        .queries()
        .query(
            new ListAgentsByCompetenceChange(ACME, after, size),
            ResponseTypes.multipleInstancesOf(AgentView.class))
        .join()
        .stream()
        .map(AgentView::agentId)
        .toList();
  }

  private PlacedEvent given(LedgerEvent... events) {
    PlacedEvent last = null;
    for (LedgerEvent event : events) {
      if (event instanceof ContractEvent onContract && !(event instanceof DispatchDecided)) {
        AfterTheFact.dispatch(onContract)
            .filter(id -> !decided.contains(id.value()))
            .ifPresent(id -> record(Samples.decided(CONTRACT, id.value(), Verdict.AUTHORIZED)));
      }
      last = record(event);
    }
    side.fold();
    return java.util.Objects.requireNonNull(last);
  }

  private PlacedEvent record(LedgerEvent event) {
    if (event instanceof DispatchDecided made) {
      decided.add(made.request().id().value());
    }
    return side.ledger().record(ACME, "writer", event);
  }

  private Competence competence() {
    return side.reads()
        .find(new FindAgent(ACME, AGENT), AgentView.class)
        .orElseThrow()
        .competence();
  }
}
