package dev.phaseledger.query.due;

import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static dev.phaseledger.query.testing.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Escalation;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.query.DueItem;
import dev.phaseledger.api.query.DueItem.Kind;
import dev.phaseledger.api.query.InternalQuery.ListDue;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DueProjectionTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final Instant LATE = NOW.plus(Duration.ofDays(60));

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void issue() {
    given(Samples.registered(AGENT), Samples.issued(CONTRACT, AGENT));
  }

  @Test
  void aContractIsDueWhenItExpiresAndNotBefore() {
    Instant expires = NOW.plus(Duration.ofDays(1));
    assertThat(due(expires.minusMillis(1))).isEmpty();
    // The views keep whole milliseconds, rounded up: never due before its time.
    assertThat(due(expires)).isEmpty();
    assertThat(due(expires.plusMillis(1)))
        .extracting(DueItem::kind, DueItem::dispatch)
        .containsExactly(tuple(Kind.EXPIRY, ""));
  }

  @Test
  void aPendingDispatchIsEscalatedFirstAndTimesOutThen() {
    given(decided(pending(NOW)));
    assertThat(kinds("d-1")).containsExactly(Kind.ESCALATION, Kind.TIMEOUT);
    given(new ApprovalEscalated(CONTRACT, new DispatchId("d-1"), Set.of("lead"), "late"));
    assertThat(kinds("d-1")).containsExactly(Kind.TIMEOUT);
  }

  @Test
  void aNewJudgementGivesNoMoreTimeAndRepeatsNoEscalation() {
    given(decided(pending(NOW)));
    List<DueItem> before = items("d-1");
    given(rejudged(pending(NOW.plusSeconds(60))));
    assertThat(items("d-1")).isEqualTo(before);
    given(new ApprovalEscalated(CONTRACT, new DispatchId("d-1"), Set.of("lead"), "late"));
    given(rejudged(pending(NOW.plusSeconds(90))));
    assertThat(kinds("d-1")).containsExactly(Kind.TIMEOUT);
  }

  @Test
  void whatIsReleasedOrRejectedIsDueForNothing() {
    given(decided(pending(NOW)));
    given(rejudged(Samples.judgement(Verdict.AUTHORIZED)));
    assertThat(items("d-1")).isEmpty();
    given(Samples.decided(CONTRACT, "d-2", Verdict.APPROVAL_REQUIRED));
    given(Samples.answered(CONTRACT, "d-2", false));
    assertThat(items("d-2")).isEmpty();
  }

  @Test
  void aDeferredDispatchIsDueOnceSomethingArrivesAndUntilItIsJudged() {
    given(decided(deferred("EVIDENCE(tests)")));
    assertThat(kinds("d-1")).containsExactly(Kind.TIMEOUT);
    given(Samples.evidence(CONTRACT, Optional.empty()));
    assertThat(kinds("d-1")).containsExactlyInAnyOrder(Kind.DEFERRAL, Kind.TIMEOUT);
    given(rejudged(Samples.judgement(Verdict.VETOED)));
    assertThat(items("d-1")).isEmpty();
  }

  @Test
  void aDeferredDispatchIsDueWhenItsTimeComes() {
    given(decided(deferred("AFTER(PT2H)")));
    assertThat(items("d-1"))
        .first()
        .satisfies(item -> {
          assertThat(item.kind()).isEqualTo(Kind.DEFERRAL);
          assertThat(item.due()).isBetween(NOW.plusSeconds(7_200), NOW.plusSeconds(7_201));
        });
  }

  @Test
  void nothingIsDueUnderAContractThatHasEnded() {
    given(decided(pending(NOW)), Samples.revoked(CONTRACT, RevocationCause.OPERATOR));
    assertThat(due(LATE)).isEmpty();
  }

  @Test
  void continuesBehindTheLastItem() {
    given(decided(pending(NOW)));
    List<DueItem> all = due(LATE);
    assertThat(all).hasSize(3);
    List<DueItem> rest = ask(new ListDue(LATE, Optional.of(all.getFirst()), 10));
    assertThat(rest).isEqualTo(all.subList(1, 3));
  }

  private static Judgement pending(Instant now) {
    return judgement(
        now,
        Verdict.APPROVAL_REQUIRED,
        Optional.of(
            new ApprovalRequirement(
                Set.of("reviewer"),
                1,
                Optional.of(new Escalation(Duration.ofHours(1), Set.of("lead"))))),
        Optional.empty());
  }

  private static Judgement deferred(String until) {
    return judgement(NOW, Verdict.DEFERRED, Optional.empty(), Optional.of(until));
  }

  private static Judgement judgement(
      Instant now,
      Verdict verdict,
      Optional<ApprovalRequirement> approval,
      Optional<String> until) {
    return new Judgement(
        verdict,
        "It is " + verdict + ".",
        new Basis(now, 1, 1, 2, Samples.POLICY),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        approval,
        until,
        Optional.of(Duration.ofHours(6)));
  }

  private static LedgerEvent decided(Judgement judgement) {
    return Samples.decided(CONTRACT, AGENT, "d-1", judgement);
  }

  private static LedgerEvent rejudged(Judgement judgement) {
    return new DispatchRejudged(CONTRACT, AGENT, new DispatchId("d-1"), judgement);
  }

  private void given(LedgerEvent... events) {
    for (LedgerEvent event : events) {
      side.ledger().record(ACME, "writer", event);
    }
    side.fold();
  }

  private List<Kind> kinds(String dispatch) {
    return items(dispatch).stream().map(DueItem::kind).toList();
  }

  private List<DueItem> items(String dispatch) {
    return due(LATE).stream().filter(item -> item.dispatch().equals(dispatch)).toList();
  }

  private List<DueItem> due(Instant now) {
    return ask(new ListDue(now, Optional.empty(), 100));
  }

  private List<DueItem> ask(ListDue query) {
    return side.queries().query(query, ResponseTypes.multipleInstancesOf(DueItem.class)).join();
  }
}
