package dev.phaseledger.command.passing;

import static dev.phaseledger.command.Scenario.CONTRACT;
import static dev.phaseledger.command.Scenario.agentItself;
import static dev.phaseledger.command.Scenario.approver;
import static dev.phaseledger.command.Scenario.deploy;
import static dev.phaseledger.command.Scenario.mapWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.PassTime;
import dev.phaseledger.api.command.ContractCommand.RecordHeartbeat;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.Silence;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.contract.OpenDispatch.Deferred;
import dev.phaseledger.command.deferral.Deferral;
import dev.phaseledger.command.dispatch.DispatchDecider;
import dev.phaseledger.command.dispatch.Opener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PassingDeciderTest {

  private static final PrincipalId LEDGER = new PrincipalId("ledger");

  private final Scenario scenario = new Scenario();

  @Test
  void nobodyButTheLedgerPassesTime() {
    assertThatThrownBy(() ->
            PassingDecider.pass(
                new PassTime(Scenario.operator(), CONTRACT), scenario.situation(), Opener.NONE))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void nothingHappensBeforeItsTime() {
    ask("{effect: REQUIRE_APPROVAL, timeout: 30m, escalate: {after: 10m, roles: [lead]}}", "d1");
    assertThat(passAfter(Duration.ofMinutes(10).minusNanos(1))).isEmpty();
  }

  @Test
  void anExpiredContractEndsOnce() {
    ask("{effect: REQUIRE_APPROVAL, timeout: 2d}", "d1");
    List<LedgerEvent> events = passAfter(Duration.ofHours(1));
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            ContractEnded.class, ended -> assertThat(ended.ending()).isEqualTo(Ending.EXPIRED));
    happened(events);
    assertThat(scenario.contract.open()).isEmpty();
    assertThat(pass()).isEmpty();
  }

  @Nested
  class Approvals {

    @Test
    void areEscalatedOnceAndThenTimeOut() {
      ask("{effect: REQUIRE_APPROVAL, timeout: 30m, escalate: {after: 10m, roles: [lead]}}", "d1");
      List<LedgerEvent> events = passAfter(Duration.ofMinutes(10));
      assertThat(events)
          .singleElement()
          .isInstanceOfSatisfying(
              ApprovalEscalated.class, e -> assertThat(e.roles()).containsExactly("lead"));
      happened(events);
      assertThat(pass()).isEmpty();

      events = passAfter(Duration.ofMinutes(30));
      assertThat(events).singleElement().satisfies(PassingDeciderTest::isTimedOut);
      happened(events);
      assertThat(scenario.contract.open()).isEmpty();
      assertThat(pass()).isEmpty();
    }

    @Test
    void timeOutAfterADayWhereNoInvariantSaysSo() {
      longTerms();
      ask("{effect: REQUIRE_APPROVAL}", "d1");
      assertThat(passAfter(Duration.ofHours(24).minusNanos(1))).isEmpty();
      assertThat(passAfter(Duration.ofHours(24)))
          .singleElement()
          .satisfies(PassingDeciderTest::isTimedOut);
    }
  }

  @Nested
  class Deferrals {

    @Test
    void stayOpenAndCount() {
      ask("{effect: DEFER, until: EVIDENCE(tests)}", "d1");
      assertThat(scenario.contract.open().values()).singleElement().isInstanceOf(Deferred.class);
    }

    @Test
    void doNotStayOpenAfterTheFact() {
      scenario.map(mapWith("{effect: DEFER, until: EVIDENCE(tests)}"));
      DispatchRequest asked = deploy("d1", 101);
      ask(
          new DispatchRequest(
              asked.id(),
              asked.action(),
              asked.resources(),
              asked.parameters(),
              asked.justification(),
              asked.labels(),
              asked.dataClasses(),
              asked.costMicros(),
              asked.irreversible(),
              asked.phase(),
              Optional.of(Scenario.NOW)));
      assertThat(scenario.contract.open()).isEmpty();
    }

    @Test
    void areJudgedAnewWhenWhatTheyWaitForArrives() {
      waitForTests("d1");
      assertThat(arrives("diff")).isEmpty();
      assertThat(verdicts(arrives("tests"))).containsExactly(Verdict.AUTHORIZED);
      assertThat(scenario.contract.released()).isOne();
    }

    @Test
    void areJudgedAnewOnlyWhenAllOfItIsThere() {
      scenario.map(deferring("EVIDENCE(tests) & EVIDENCE(review)"));
      ask(deploy("d1", 101));
      assertThat(arrives("tests")).isEmpty();
      assertThat(verdicts(arrives("review"))).containsExactly(Verdict.AUTHORIZED);
    }

    @Test
    void areJudgedOneAfterTheOtherEachOnWhatTheOneBeforeLeft() {
      scenario.terms(
          Scenario.terms(terms -> {
            terms.actionsMax = OptionalLong.of(1);
            return terms;
          }));
      waitForTests("d1");
      ask(deploy("d2", 101));
      assertThat(verdicts(arrives("tests"))).containsExactly(Verdict.AUTHORIZED, Verdict.VETOED);
    }

    @Test
    void areJudgedSoManyAtATimeAndTheRestAsTimePasses() {
      scenario.terms(
          Scenario.terms(terms -> {
            terms.openDispatchesMax = 100;
            return terms;
          }));
      scenario.map(deferring("EVIDENCE(tests)"));
      for (int i = 0; i < Deferral.REJUDGED_PER_APPEND_MAX + 4; i++) {
        ask(deploy("d" + i, 101));
      }
      assertThat(verdicts(arrives("tests"))).hasSize(Deferral.REJUDGED_PER_APPEND_MAX);
      assertThat(verdicts(happened(pass()))).hasSize(4);
      assertThat(pass()).isEmpty();
    }

    @Test
    void areClosedOnceTheyWereJudgedTooOften() {
      ask("{effect: DEFER, until: EVIDENCE(tests)}", "d1");
      for (int i = 1; i < Deferral.REJUDGED_MAX; i++) {
        assertThat(verdicts(arrives("tests"))).containsExactly(Verdict.DEFERRED);
        assertThat(scenario.contract.open()).hasSize(1);
      }
      assertThat(arrives("tests")).hasSize(2).last().isInstanceOf(DispatchClosed.class);
      assertThat(scenario.contract.open()).isEmpty();
    }

    @Test
    void areJudgedAnewWhenTheirTimeComes() {
      ask("{effect: DEFER, until: AFTER(PT10M)}", "d1");
      assertThat(passAfter(Duration.ofMinutes(9))).isEmpty();
      assertThat(verdicts(happened(passAfter(Duration.ofMinutes(10)))))
          .containsExactly(Verdict.DEFERRED);
      assertThat(pass()).isEmpty();
    }

    @Test
    void timeOut() {
      ask("{effect: DEFER, until: EVIDENCE(tests), timeout: 5m}", "d1");
      assertThat(passAfter(Duration.ofMinutes(5)))
          .singleElement()
          .satisfies(PassingDeciderTest::isTimedOut);
    }
  }

  @Nested
  class Heartbeats {

    @Test
    void aSilenceIsSignalledOnceAndVetoesUntilTheNextSign() {
      heartbeatMax(Duration.ofMinutes(5));
      happened("agent-7", beat());
      List<LedgerEvent> events = passAfter(Duration.ofMinutes(5));
      assertThat(events)
          .singleElement()
          .isInstanceOfSatisfying(
              FailureSignalled.class, e -> assertThat(e.kind()).isEqualTo(Silence.KIND));
      happened(events);
      assertThat(pass()).isEmpty();

      DispatchDecided refused = ask(deploy("d1", 1));
      assertThat(refused.judgement().breach().orElseThrow().clause()).isEqualTo(Silence.CLAUSE);
      assertThat(ask(deploy("d2", 1)).judgement().verdict()).isEqualTo(Verdict.VETOED);

      happened("agent-7", beat());
      assertThat(ask(deploy("d3", 1)).judgement().verdict()).isEqualTo(Verdict.AUTHORIZED);
      assertThat(passAfter(Duration.ofMinutes(10))).hasSize(1);
    }

    @Test
    void nobodyElseGivesASignOfLife() {
      heartbeatMax(Duration.ofMinutes(5));
      assertThatThrownBy(() ->
              PassingDecider.heartbeat(
                  new RecordHeartbeat(approver("ada"), CONTRACT, ""), scenario.contract))
          .isInstanceOf(ForbiddenException.class);
    }

    private List<LedgerEvent> beat() {
      return PassingDecider.heartbeat(
          new RecordHeartbeat(agentItself(), CONTRACT, "working"), scenario.contract);
    }
  }

  private static void isTimedOut(LedgerEvent event) {
    assertThat(event)
        .isInstanceOfSatisfying(
            DispatchClosed.class, e -> assertThat(e.closing()).isEqualTo(Closing.TIMED_OUT));
  }

  private void waitForTests(String dispatch) {
    scenario.map(deferring("EVIDENCE(tests)"));
    ask(deploy(dispatch, 101));
  }

  /// A map that lets through what tests were made for.
  private static String deferring(String until) {
    return mapWith("{effect: DEFER, until: '" + until + "'}")
        .replace(
            "command.parameters.amount <= 100",
            "command.parameters.amount <= 100 || evidence.exists(e, e.kind == 'tests')");
  }

  private void ask(String onViolation, String dispatch) {
    scenario.map(mapWith(onViolation));
    ask(deploy(dispatch, 101));
  }

  private DispatchDecided ask(DispatchRequest request) {
    List<LedgerEvent> events =
        DispatchDecider.request(
            new RequestDispatch(agentItself(), CONTRACT, request), scenario.situation());
    happened("agent-7", events);
    return (DispatchDecided) events.getFirst();
  }

  /// What evidence leads to beside its own entry.
  private List<LedgerEvent> arrives(String kind) {
    var evidence =
        new Evidence(kind, Digest.of(kind), "ci", scenario.now, List.of(), JsonValue.Fields.EMPTY);
    happened(
        "agent-7", List.of(new EvidenceRecorded(CONTRACT, Optional.empty(), evidence, List.of())));
    return happened(
        "agent-7", Deferral.judge(scenario.situation(), new PrincipalId("agent-7"), Opener.NONE));
  }

  private List<LedgerEvent> passAfter(Duration time) {
    scenario.now = Scenario.NOW.plus(time);
    return pass();
  }

  private List<LedgerEvent> pass() {
    return PassingDecider.pass(
        new PassTime(LedgerItself.context(Scenario.TENANT), CONTRACT),
        scenario.situation(),
        Opener.NONE);
  }

  private List<LedgerEvent> happened(List<LedgerEvent> events) {
    return happened(LEDGER.value(), events);
  }

  private List<LedgerEvent> happened(String actor, List<LedgerEvent> events) {
    scenario.happened(actor, events);
    return events;
  }

  private void longTerms() {
    stopping(Scenario.NOW.plus(Duration.ofDays(90)), Optional.empty());
  }

  private void heartbeatMax(Duration max) {
    stopping(Scenario.NOW.plusSeconds(3_600), Optional.of(max));
  }

  private void stopping(Instant expires, Optional<Duration> heartbeatMax) {
    ContractTerms terms = scenario.contract.terms();
    var stopping =
        new StoppingConditions(
            terms.stopping().notBefore(),
            expires,
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            heartbeatMax);
    happened(
        "olga",
        List.of(
            new ContractAmended(
                CONTRACT,
                new ContractTerms(
                    2,
                    terms.agent(),
                    terms.task(),
                    terms.scope(),
                    terms.excluded(),
                    terms.actions(),
                    terms.inputs(),
                    terms.dataClasses(),
                    terms.requiredLevel(),
                    terms.openDispatchesMax(),
                    stopping,
                    terms.phases(),
                    terms.onBreach(),
                    terms.attributes()),
                "longer")));
  }

  private static List<Verdict> verdicts(List<LedgerEvent> events) {
    return events.stream()
        .filter(DispatchRejudged.class::isInstance)
        .map(e -> ((DispatchRejudged) e).judgement().verdict())
        .toList();
  }
}
