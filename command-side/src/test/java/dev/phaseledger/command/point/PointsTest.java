package dev.phaseledger.command.point;

import static dev.phaseledger.command.Scenario.AGENT;
import static dev.phaseledger.command.Scenario.CONTRACT;
import static dev.phaseledger.command.Scenario.agentItself;
import static dev.phaseledger.command.Scenario.approver;
import static dev.phaseledger.command.Scenario.by;
import static dev.phaseledger.command.Scenario.deploy;
import static dev.phaseledger.command.Scenario.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.ContractCommand.AmendContract;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.EnterPhase;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.api.event.StepJudgement;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.agent.AgentDecider;
import dev.phaseledger.command.approval.ApprovalDecider;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.contract.Amendment;
import dev.phaseledger.command.contract.ContractDecider;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.contract.PhaseGate;
import dev.phaseledger.command.dispatch.DispatchDecider;
import dev.phaseledger.command.point.ContractPoint.Issuing;
import dev.phaseledger.command.point.PromotionPoint.Raising;
import dev.phaseledger.command.point.PublicationPoint.Publishing;
import dev.phaseledger.command.policy.PolicyDecider;
import dev.phaseledger.policy.CountBook;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PointsTest {

  private static final DispatchId D1 = new DispatchId("d1");

  private final Scenario scenario = new Scenario();

  /// A map of one invariant at one point.
  private static String asking(String point, String expression, String effect) {
    return """
    apiVersion: governance/v1
    kind: InvariantMap
    metadata: {name: steps, version: 1, owner: tests}
    spec:
      environment: gov-cel/1
      invariants:
        - id: STEP
          matchConstraints: {points: [%s]}
          expression: "%s"
          message: not like this
          onViolation: {effect: %s}
    """
        .formatted(point, expression, effect);
  }

  private static void assertSays(
      StepJudgement judgement, EnforcementPoint point, boolean permitted) {
    assertThat(judgement.point()).isEqualTo(point);
    assertThat(judgement.permitted()).isEqualTo(permitted);
    assertThat(judgement.results()).hasSize(1);
    assertThat(judgement.basis().now()).isEqualTo(Scenario.NOW);
  }

  private static void assertReadsBack(List<? extends LedgerEvent> events) {
    for (LedgerEvent event : events) {
      assertThat(EventCodec.decode(EventCodec.typeOf(event), EventCodec.encode(event)))
          .isEqualTo(event);
    }
  }

  @Nested
  class Answers {

    @Test
    void anAnswerThatIsRefusedIsRecordedAndDoesNotCount() {
      pending("answer.reason != '' && actor.id != 'ada'", "VETO");
      List<LedgerEvent> refused = answer(approver("ada"), true);
      assertThat(refused).singleElement().isInstanceOf(StepJudged.class);
      var judged = (StepJudged) refused.getFirst();
      assertSays(judged.judgement(), EnforcementPoint.APPROVAL, false);
      assertThat(judged.dispatch()).contains(D1);
      assertThat(judged.judgement().explanation()).contains("ada", "steps/STEP", "not like this");
      assertReadsBack(refused);

      scenario.happened("ada", refused);
      assertThat(scenario.contract.open().get(D1)).isInstanceOf(Pending.class);
      List<LedgerEvent> counted = answer(approver("ben"), true);
      assertThat(counted)
          .hasExactlyElementsOfTypes(
              StepJudged.class, ApprovalRecorded.class, DispatchRejudged.class);
      assertSays(((StepJudged) counted.getFirst()).judgement(), EnforcementPoint.APPROVAL, true);
    }

    @Test
    void aNoCanBeRefusedToo() {
      pending("answer.approved || answer.reason.size() > 20", "VETO");
      assertThat(answer(approver("ada"), false)).singleElement().isInstanceOf(StepJudged.class);
    }

    @Test
    void theDispatchAndEarlierApprovalsAreRead() {
      pending("command.parameters.amount == 500 && approvals.size() == 0", "VETO");
      assertThat(answer(approver("ada"), true)).hasSizeGreaterThan(1);
    }

    @Test
    void aRevocationEndsTheContractInTheSameAppend() {
      pending("actor.id != 'ada'", "REVOKE");
      List<LedgerEvent> events = answer(approver("ada"), true);
      assertThat(events)
          .hasExactlyElementsOfTypes(
              StepJudged.class, FailureSignalled.class, ContractRevoked.class);
      scenario.happened("ada", events);
      assertThat(scenario.contract.active()).isFalse();
    }

    @Test
    void aDemotionGoesWithAnAnswerThatCounts() {
      pending("actor.id != 'ada'", "DEMOTE");
      List<LedgerEvent> events = answer(approver("ada"), true);
      assertThat(events).hasSize(4).last().isInstanceOf(AgentLevelChanged.class);
      scenario.happened("ada", events);
      assertThat(scenario.agent.level()).isEqualTo(2);
    }

    @Test
    void whatCannotBeEvaluatedRefuses() {
      pending("command.parameters.missing == 1", "VETO");
      assertThat(answer(approver("ada"), true)).singleElement().isInstanceOf(StepJudged.class);
    }

    @Test
    void whereNoMapAsksNothingIsRecordedOfIt() {
      pending("true", "VETO");
      scenario.policy = new Scenario().map(Scenario.mapWith("{effect: REQUIRE_APPROVAL}")).policy;
      scenario.contract = new Scenario().contract;
      request();
      assertThat(answer(approver("ada"), true)).noneMatch(StepJudged.class::isInstance);
    }

    private void pending(String expression, String effect) {
      scenario.map(
          """
          apiVersion: governance/v1
          kind: InvariantMap
          metadata: {name: steps, version: 1, owner: tests}
          spec:
            environment: gov-cel/1
            parameters: {amount: int, missing: int}
            invariants:
              - id: ASK
                matchConstraints: {commands: [deploy]}
                expression: command.parameters.amount <= 100
                onViolation: {effect: REQUIRE_APPROVAL}
              - id: STEP
                matchConstraints: {points: [approval], commands: [deploy]}
                expression: "%s"
                message: not like this
                onViolation: {effect: %s}
          """
              .formatted(expression, effect));
      request();
    }

    private void request() {
      List<LedgerEvent> asked =
          DispatchDecider.request(
              new RequestDispatch(agentItself(), CONTRACT, deploy("d1", 500)),
              scenario.situation());
      scenario.happened(AGENT.value(), asked);
    }

    private List<LedgerEvent> answer(Context by, boolean granted) {
      var pending = (Pending) Objects.requireNonNull(scenario.contract.open().get(D1), "not open");
      return ApprovalDecider.answer(
          new AnswerApproval(by, CONTRACT, D1, granted, pending.shown(), "looked at it"),
          scenario.situation());
    }
  }

  @Nested
  class Phases {

    @Test
    void aPhaseThatIsRefusedIsNotEnteredAndBothAreRecorded() {
      phases("transition.from == 'plan' && transition.to == 'submit'", "VETO");
      List<LedgerEvent> refused = enter("verify");
      assertThat(refused).hasSize(2);
      assertSays(((StepJudged) refused.getFirst()).judgement(), EnforcementPoint.PHASE, false);
      assertThat((PhaseDecided) refused.getLast())
          .satisfies(decided -> assertThat(decided.granted()).isFalse())
          .satisfies(decided -> assertThat(decided.explanation()).contains("not like this"));
      assertReadsBack(refused);
      scenario.happened(AGENT.value(), refused);
      assertThat(scenario.contract.progress().current()).contains("plan");
    }

    @Test
    void aPhaseThatIsPermittedIsEntered() {
      phases("transition.from == 'plan' && contract.id == 'ctr-1'", "VETO");
      List<LedgerEvent> entered = enter("verify");
      assertThat(entered).hasSize(2);
      assertSays(((StepJudged) entered.getFirst()).judgement(), EnforcementPoint.PHASE, true);
      assertThat(((PhaseDecided) entered.getLast()).granted()).isTrue();
    }

    @Test
    void aRevocationFollowsTheRefusal() {
      phases("false", "REVOKE");
      List<LedgerEvent> events = enter("verify");
      assertThat(events).hasSize(4).last().isInstanceOf(ContractRevoked.class);
      scenario.happened(AGENT.value(), events);
      assertThat(scenario.contract.active()).isFalse();
    }

    @Test
    void whatTheContractRefusesIsNotAskedAbout() {
      phases("false", "REVOKE");
      assertThat(enter("submit")).singleElement().isInstanceOf(PhaseDecided.class);
    }

    private void phases(String expression, String effect) {
      scenario.map(asking("phase", expression, effect));
      scenario.terms(
          Scenario.terms(terms -> {
            terms.phases =
                List.of(
                    new Phase("plan", Set.of()),
                    new Phase("verify", Set.of()),
                    new Phase("submit", Set.of()));
            return terms;
          }));
    }

    private List<LedgerEvent> enter(String phase) {
      var command = new EnterPhase(agentItself(), CONTRACT, phase, "ready");
      return PhasePoint.held(
          command, PhaseGate.enter(command, scenario.contract, scenario.now), scenario.situation());
    }
  }

  @Nested
  class Outcomes {

    @Test
    void whatHasHappenedIsRecordedWhateverInvariantsSay() {
      released("outcome.status == 'SUCCEEDED' || command.action != 'deploy'", "REVOKE");
      List<LedgerEvent> events = report(Outcome.FAILED);
      assertThat(events)
          .hasExactlyElementsOfTypes(
              OutcomeRecorded.class,
              StepJudged.class,
              FailureSignalled.class,
              ContractRevoked.class);
      assertSays(((StepJudged) events.get(1)).judgement(), EnforcementPoint.OUTCOME, true);
      assertReadsBack(events);
      scenario.happened(AGENT.value(), events);
      assertThat(scenario.contract.open()).isEmpty();
      assertThat(scenario.contract.active()).isFalse();
    }

    @Test
    void aSignalIsRaisedByWhatWasReportedOfTheDispatch() {
      released("outcome.costMicros * 2 > command.estCostMicros", "SIGNAL");
      assertThat(report(Outcome.SUCCEEDED, OptionalLong.of(900)))
          .hasExactlyElementsOfTypes(OutcomeRecorded.class, StepJudged.class);
      assertThat(report(Outcome.SUCCEEDED, OptionalLong.of(100)))
          .hasExactlyElementsOfTypes(
              OutcomeRecorded.class, StepJudged.class, FailureSignalled.class);
    }

    @Test
    void aFailureDemotes() {
      released("outcome.status != 'FAILED'", "DEMOTE");
      scenario.happened(AGENT.value(), report(Outcome.FAILED));
      assertThat(scenario.agent.level()).isEqualTo(2);
    }

    private void released(String expression, String effect) {
      scenario.map(asking("outcome", expression, effect));
      scenario.happened(
          AGENT.value(),
          DispatchDecider.request(
              new RequestDispatch(agentItself(), CONTRACT, deploy("d1", 5)), scenario.situation()));
    }

    private List<LedgerEvent> report(Outcome outcome) {
      return report(outcome, OptionalLong.empty());
    }

    private List<LedgerEvent> report(Outcome outcome, OptionalLong costMicros) {
      var command =
          new RecordOutcome(
              agentItself(), CONTRACT, D1, outcome, "done", Optional.empty(), costMicros);
      return OutcomePoint.held(
          command,
          DispatchDecider.outcome(command, scenario.contract, scenario.now),
          scenario.situation());
    }
  }

  @Nested
  class Contracts {

    private final ContractTerms terms = Scenario.terms(plain -> plain);

    @Test
    void aContractThatIsRefusedIsRecordedWithItsTermsForTheAgent() {
      scenario.map(asking("contract", "contract.requiredLevel > 2 && actor.id != ''", "VETO"));
      List<LedgerEvent> events = issue();
      assertThat(events).singleElement().isInstanceOf(AgentStepJudged.class);
      var judged = (AgentStepJudged) events.getFirst();
      assertSays(judged.judgement(), EnforcementPoint.CONTRACT, false);
      assertThat(judged.judgement().step().find("asked"))
          .contains(
              JsonValue.Fields.with("contractId", new JsonValue.Text("ctr-2"))
                  .put("terms", Forms.encode(terms))
                  .build());
      assertReadsBack(events);
      long epoch = scenario.agent.epoch();
      scenario.happened("olga", events);
      assertThat(scenario.agent.epoch()).isEqualTo(epoch);
    }

    @Test
    void aContractThatIsPermittedIsIssuedWithWhatWasSaid() {
      scenario.map(asking("contract", "contract.requiredLevel == 2 && agent.level == 3", "VETO"));
      assertThat(issue()).hasExactlyElementsOfTypes(ContractIssued.class, StepJudged.class);
    }

    @Test
    void anAmendmentIsHeldAgainstTheNewTerms() {
      scenario.map(asking("contract", "contract.requiredLevel <= 2", "VETO"));
      List<LedgerEvent> refused = amend(3);
      assertThat(refused).singleElement().isInstanceOf(StepJudged.class);
      scenario.happened("olga", refused);
      assertThat(scenario.contract.terms().version()).isEqualTo(1);
      assertThat(amend(1)).hasExactlyElementsOfTypes(StepJudged.class, ContractAmended.class);
    }

    private List<LedgerEvent> issue() {
      return ContractPoint.held(
          ContractDecider.issue(
              new IssueContract(operator(), new ContractId("ctr-2"), terms),
              Optional.empty(),
              Optional.of(scenario.agent),
              Optional.empty(),
              scenario.now),
          new Issuing(
              operator().by(), scenario.agent, scenario.policy, CountBook.NONE, scenario.now));
    }

    private List<LedgerEvent> amend(int level) {
      ContractTerms amended =
          Scenario.terms(change -> {
            change.requiredLevel = level;
            return change;
          });
      return ContractPoint.held(
          Amendment.amend(
              new AmendContract(operator(), CONTRACT, 1, amended, "other work"),
              scenario.contract,
              Optional.empty(),
              List.of(),
              scenario.now),
          operator().by(),
          scenario.situation());
    }
  }

  @Nested
  class Promotions {

    @Test
    void aPromotionThatIsRefusedRaisesNothing() {
      scenario.map(asking("promotion", "promotion.to - promotion.from == 1", "VETO"));
      List<AgentEvent> refused = change(5);
      assertThat(refused).singleElement().isInstanceOf(AgentStepJudged.class);
      assertSays(
          ((AgentStepJudged) refused.getFirst()).judgement(), EnforcementPoint.PROMOTION, false);
      assertReadsBack(refused);
      AgentAuthority before = scenario.agent;
      scenario.happened("olga", refused);
      assertThat(scenario.agent.level()).isEqualTo(before.level());
      assertThat(scenario.agent.epoch()).isEqualTo(before.epoch());
      assertThat(change(4))
          .hasExactlyElementsOfTypes(AgentStepJudged.class, AgentLevelChanged.class);
    }

    @Test
    void aDemotionIsNotAskedAbout() {
      scenario.map(asking("promotion", "false", "VETO"));
      assertThat(change(1)).singleElement().isInstanceOf(AgentLevelChanged.class);
    }

    @Test
    void whoPromotesIsRead() {
      scenario.map(asking("promotion", "actor.id != agent.principal", "VETO"));
      assertThat(change(4)).hasSize(2);
      assertThat(change(4, by("owner", Principal.Kind.HUMAN, Role.OPERATOR))).hasSize(1);
    }

    private List<AgentEvent> change(int level) {
      return change(level, operator());
    }

    private List<AgentEvent> change(int level, Context by) {
      return PromotionPoint.held(
          AgentDecider.decide(
              new ChangeAgentLevel(by, AGENT, level, "did well"),
              Optional.of(scenario.agent),
              scenario.policy,
              scenario.now),
          new Raising(by.by(), scenario.agent, scenario.policy, CountBook.NONE, scenario.now));
    }
  }

  @Nested
  class Publications {

    private final Context author = by("ann", Principal.Kind.HUMAN, Role.POLICY_AUTHOR);

    @Test
    void aPublicationThatIsRefusedIsRecordedAndPublishesNothing() {
      scenario.map(asking("publish", "publication.name != 'amounts'", "VETO"));
      List<LedgerEvent> refused = publish(Scenario.mapWith("{effect: VETO}"));
      assertThat(refused).singleElement().isInstanceOf(PublicationJudged.class);
      StepJudgement judgement = ((PublicationJudged) refused.getFirst()).judgement();
      assertSays(judgement, EnforcementPoint.PUBLISH, false);
      assertThat(judgement.step().find("digest")).isPresent();
      assertReadsBack(refused);
      var digest = scenario.policy.digest();
      scenario.happened("ann", refused);
      assertThat(scenario.policy.maps()).containsOnlyKeys("steps");
      assertThat(scenario.policy.digest()).isEqualTo(digest);
    }

    @Test
    void whatPermitsIsRecordedBeforeIt() {
      scenario.map(asking("publish", "actor.id == 'ann'", "VETO"));
      assertThat(publish(Scenario.mapWith("{effect: VETO}")))
          .hasExactlyElementsOfTypes(PublicationJudged.class, InvariantMapPublished.class);
    }

    @Test
    void aMapThatCouldNeverBeReplacedIsNotPublished() {
      assertThatThrownBy(() -> publish(asking("publish", "false", "VETO")))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("nothing could replace it");
    }

    private List<LedgerEvent> publish(String source) {
      return PublicationPoint.held(
          PolicyDecider.publish(new PublishInvariantMap(author, source), scenario.policy),
          new Publishing(author.by(), scenario.policy, CountBook.NONE, scenario.now));
    }
  }

  @Test
  void theSameSituationGivesTheSameJudgement() {
    scenario.map(asking("phase", "agent.level > 1", "VETO"));
    var one =
        UnderContract.judge(
            EnforcementPoint.PHASE, JsonValue.Fields.EMPTY, scenario.situation(), "A step");
    var again =
        UnderContract.judge(
            EnforcementPoint.PHASE, JsonValue.Fields.EMPTY, scenario.situation(), "A step");
    assertThat(one).isPresent().isEqualTo(again);
  }

  @Test
  void dispatchesAreNotHeldAgainstWhatAsksElsewhere() {
    scenario.map(asking("outcome", "false", "REVOKE"));
    List<LedgerEvent> events =
        DispatchDecider.request(
            new RequestDispatch(agentItself(), CONTRACT, deploy("d1", 5)), scenario.situation());
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            dev.phaseledger.api.event.ContractEvent.DispatchDecided.class,
            decided -> assertThat(decided.judgement().verdict()).isEqualTo(Verdict.AUTHORIZED));
  }
}
