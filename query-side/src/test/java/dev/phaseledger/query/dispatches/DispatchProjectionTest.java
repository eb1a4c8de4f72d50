package dev.phaseledger.query.dispatches;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.FindDispatch;
import dev.phaseledger.api.query.LedgerQuery.FindTrail;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.TrailView;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DispatchProjectionTest {

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void issueAContract() {
    given(Samples.registered(AGENT), Samples.issued(CONTRACT, AGENT));
  }

  @Test
  void rebuildsRequestAndJudgementExactlyAsDecided() {
    var event = Samples.decided(CONTRACT, "d-1", Verdict.CONSTRAINED);
    PlacedEvent placed = given(event);

    DispatchView view = dispatch("d-1");

    assertThat(view.request()).isEqualTo(event.request());
    assertThat(view.judgement()).isEqualTo(event.judgement());
    assertThat(view.decidedAt()).isEqualTo(placed.time());
    assertThat(view.index()).isEqualTo(placed.index());
    assertThat(view.position()).isEqualTo(placed.position());
    assertThat(view.contractId()).isEqualTo(CONTRACT.value());
    assertThat(view.agentId()).isEqualTo(AGENT.value());
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHORIZED, RELEASED, 1, 1, 250",
    "CONSTRAINED, RELEASED, 1, 1, 250",
    "APPROVAL_REQUIRED, PENDING, 0, 1, 0",
    "DEFERRED, DEFERRED, 0, 1, 0",
    "VETOED, VETOED, 0, 0, 0"
  })
  void startsWhereItsVerdictLeads(
      Verdict verdict, String state, long released, long open, long spent) {
    given(Samples.decided(CONTRACT, "d-1", verdict));

    assertThat(dispatch("d-1").state()).isEqualTo(state);
    assertThat(contract())
        .extracting(
            ContractView::decided,
            ContractView::released,
            ContractView::open,
            ContractView::spentMicros)
        .containsExactly(1L, released, open, spent);
  }

  @ParameterizedTest
  @EnumSource
  void endsAsItsOutcomeSays(Outcome outcome) {
    given(
        Samples.decided(CONTRACT, "d-1", Verdict.AUTHORIZED),
        Samples.ended(CONTRACT, "d-1", outcome));

    assertThat(dispatch("d-1").state()).isEqualTo(outcome.name());
    assertThat(contract().open()).isZero();
    assertThat(contract().released()).isOne();
  }

  @Test
  void findsAnUnknownDispatchNowhere() {
    assertThat(side.reads().find(new FindDispatch(ACME, new DispatchId("d-9")), DispatchView.class))
        .isEmpty();
    assertThat(side.reads().find(new FindTrail(ACME, new DispatchId("d-9")), TrailView.class))
        .isEmpty();
  }

  @Nested
  class WhilePending {

    @BeforeEach
    void decide() {
      given(Samples.decided(CONTRACT, "d-1", Verdict.APPROVAL_REQUIRED));
    }

    @Test
    void showsTheDigestThatAnApprovalMustName() {
      assertThat(dispatch("d-1").shown()).contains(Samples.shown("d-1").value());
      assertThat(pending()).extracting(DispatchView::dispatchId).containsExactly("d-1");
    }

    @Test
    void isReleasedWhenJudgedAnewAfterAnApproval() {
      given(
          Samples.answered(CONTRACT, "d-1", true),
          Samples.rejudged(CONTRACT, "d-1", Verdict.AUTHORIZED));

      DispatchView view = dispatch("d-1");
      assertThat(view.state()).isEqualTo("RELEASED");
      assertThat(view.judgement().verdict()).isEqualTo(Verdict.AUTHORIZED);
      assertThat(view.shown()).isEmpty();
      assertThat(view.approvals())
          .singleElement()
          .satisfies(approval -> {
            assertThat(approval.approver()).isEqualTo("reviewer-1");
            assertThat(approval.granted()).isTrue();
            assertThat(approval.reason()).isEqualTo("looks right");
          });
      assertThat(contract().released()).isOne();
      assertThat(contract().open()).isOne();
      assertThat(contract().spentMicros()).isEqualTo(250);
      assertThat(pending()).isEmpty();
    }

    @Test
    void staysPendingUntilEnoughHaveApproved() {
      given(Samples.answered(CONTRACT, "d-1", true));

      assertThat(dispatch("d-1").state()).isEqualTo("PENDING");
      assertThat(contract().open()).isOne();
    }

    @Test
    void isRejectedByOneWhoDoesNotApprove() {
      given(Samples.answered(CONTRACT, "d-1", false));

      assertThat(dispatch("d-1").state()).isEqualTo("REJECTED");
      assertThat(contract().open()).isZero();
      assertThat(pending()).isEmpty();
    }

    @Test
    void isVoidOnceItsContractEnds() {
      given(Samples.decided(CONTRACT, "d-2", Verdict.AUTHORIZED));
      PlacedEvent end = given(Samples.revoked(CONTRACT, RevocationCause.OPERATOR));

      assertThat(dispatch("d-1").state()).isEqualTo("VOID");
      assertThat(dispatch("d-2").state()).isEqualTo("RELEASED");
      assertThat(contract().open()).isOne();
      assertThat(contract().status()).isEqualTo("REVOKED");
      assertThat(contract().endedReason()).contains("no longer needed");
      assertThat(contract().position()).isEqualTo(end.position());
      assertThat(trail("d-1").steps()).hasSize(2);
      assertThat(trail("d-2").steps()).hasSize(1);
    }

    @Test
    void isNotEndedByAnotherContractsEnd() {
      var another = new ContractId("contract-2");
      given(Samples.issued(another, AGENT), Samples.revoked(another, RevocationCause.OPERATOR));

      assertThat(dispatch("d-1").state()).isEqualTo("PENDING");
    }
  }

  @Test
  void foldsAWholeLifeWithinOneBatchAsOverManyBatches() {
    record(Samples.decided(CONTRACT, "d-1", Verdict.APPROVAL_REQUIRED));
    record(Samples.answered(CONTRACT, "d-1", true));
    record(Samples.rejudged(CONTRACT, "d-1", Verdict.AUTHORIZED));
    record(Samples.ended(CONTRACT, "d-1", Outcome.SUCCEEDED));
    side.fold();

    assertThat(dispatch("d-1").state()).isEqualTo("SUCCEEDED");
    assertThat(contract())
        .extracting(ContractView::decided, ContractView::released, ContractView::open)
        .containsExactly(1L, 1L, 0L);
  }

  @Test
  void tellsTheTrailInTheOrderOfTheLogWithTheEntriesAsRecorded() {
    given(
        Samples.decided(CONTRACT, "d-1", Verdict.APPROVAL_REQUIRED),
        Samples.decided(CONTRACT, "d-2", Verdict.AUTHORIZED),
        Samples.answered(CONTRACT, "d-1", true),
        Samples.rejudged(CONTRACT, "d-1", Verdict.AUTHORIZED),
        Samples.evidence(CONTRACT, Optional.of("d-1")),
        Samples.evidence(CONTRACT, Optional.empty()),
        Samples.ended(CONTRACT, "d-1", Outcome.FAILED),
        Samples.signalled(CONTRACT, Optional.of("d-1")));

    TrailView trail = trail("d-1");

    assertThat(trail.dispatch()).isEqualTo(dispatch("d-1"));
    assertThat(trail.steps())
        .extracting(TrailView.Step::type)
        .containsExactly(
            "dispatch.decided.v4",
            "approval.recorded.v2",
            "dispatch.rejudged.v4",
            "evidence.recorded.v2",
            "outcome.recorded.v2",
            "failure.signalled.v2");
    assertThat(trail.steps())
        .extracting(TrailView.Step::sentence)
        .containsExactly(
            "Agent agent-7 asked for repo.write: needs approval. It is APPROVAL_REQUIRED.",
            "reviewer-1 approved. Reason: looks right",
            "It was judged anew: authorized. It is AUTHORIZED.",
            "Evidence of kind tests by ci was put on record. It shows one fact.",
            "Agent agent-7 reported: it failed. all done",
            "ci detected a failure (agent.overclaimed, high): said done, was not");
    assertThat(trail.steps())
        .allSatisfy(step ->
            assertThat(step.entry().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(side.log().entries(ACME.value(), step.index(), 1).getFirst()));
  }

  @Test
  void putsARevocationOnTheTrailOfTheDispatchThatBroughtItAbout() {
    given(Samples.decided(CONTRACT, "d-1", Verdict.AUTHORIZED));
    given(Samples.decided(CONTRACT, AGENT, "d-2", Samples.breach("scope")));
    given(Samples.revoked(CONTRACT, RevocationCause.BREACH));

    assertThat(trail("d-2").steps())
        .extracting(TrailView.Step::type)
        .containsExactly("dispatch.decided.v4", "contract.revoked.v2");
    assertThat(trail("d-1").steps()).hasSize(1);
  }

  @Test
  void findsDispatchesByWhatTheyViolated() {
    given(
        Samples.decided(CONTRACT, "d-1", Verdict.VETOED),
        Samples.decided(CONTRACT, "d-2", Verdict.AUTHORIZED),
        Samples.decided(CONTRACT, AGENT, "d-3", Samples.breach("scope")),
        Samples.decided(CONTRACT, "d-4", Verdict.VETOED));

    assertThat(violating("repo-writes/no-force-push")).containsExactly("d-4", "d-1");
    assertThat(violating("contract/scope")).containsExactly("d-3");
    assertThat(violating("repo-writes/small-changes")).isEmpty();
  }

  @Test
  void filtersByContractAndVerdictTogether() {
    var another = new ContractId("contract-2");
    given(
        Samples.issued(another, AGENT),
        Samples.decided(CONTRACT, "d-1", Verdict.VETOED),
        Samples.decided(another, "d-2", Verdict.VETOED),
        Samples.decided(another, "d-3", Verdict.AUTHORIZED));

    assertThat(
            list(
                new ListDispatches(
                    ACME,
                    Optional.of(another),
                    Optional.of(Verdict.VETOED),
                    Optional.empty(),
                    false,
                    Cursor.first())))
        .extracting(DispatchView::dispatchId)
        .containsExactly("d-2");
  }

  private PlacedEvent given(LedgerEvent... events) {
    PlacedEvent last = record(events[0]);
    side.fold();
    for (int i = 1; i < events.length; i++) {
      last = record(events[i]);
      side.fold();
    }
    return last;
  }

  private PlacedEvent record(LedgerEvent event) {
    return side.ledger().record(ACME, "writer", event);
  }

  private DispatchView dispatch(String id) {
    return side.reads()
        .find(new FindDispatch(ACME, new DispatchId(id)), DispatchView.class)
        .orElseThrow();
  }

  private TrailView trail(String id) {
    return side.reads()
        .find(new FindTrail(ACME, new DispatchId(id)), TrailView.class)
        .orElseThrow();
  }

  private ContractView contract() {
    return side.reads().find(new FindContract(ACME, CONTRACT), ContractView.class).orElseThrow();
  }

  private List<DispatchView> pending() {
    return list(
        new ListDispatches(
            ACME, Optional.empty(), Optional.empty(), Optional.empty(), true, Cursor.first()));
  }

  private List<String> violating(String name) {
    return list(
            new ListDispatches(
                ACME, Optional.empty(), Optional.empty(), Optional.of(name), false, Cursor.first()))
        .stream()
        .map(DispatchView::dispatchId)
        .toList();
  }

  private List<DispatchView> list(ListDispatches query) {
    return side.reads().list(query, DispatchView.class).items();
  }
}
