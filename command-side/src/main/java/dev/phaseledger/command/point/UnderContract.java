package dev.phaseledger.command.point;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.StepJudgement;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import dev.phaseledger.command.dispatch.Inputs;
import dev.phaseledger.command.dispatch.Judge;
import dev.phaseledger.command.dispatch.SealedRequest;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.dispatch.Violated;
import dev.phaseledger.command.evidence.EvidenceDecider;
import dev.phaseledger.command.point.StepJudge.Ruling;
import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.StepInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges steps that are taken under a contract that has been issued, and says what that leads to.
final class UnderContract {

  private static final String SIGNAL_KIND = "invariant.violated";

  private UnderContract() {}

  /// The ruling on a step that is about no dispatch.
  static Optional<Ruling> judge(
      EnforcementPoint point, Fields step, Situation situation, String what) {
    return asked(point, situation)
        ? judge(
            point,
            step,
            Inputs.of(situation, StepInput.NO_DISPATCH, List.of(), Set.of()),
            Optional.empty(),
            situation,
            what)
        : Optional.empty();
  }

  /// The ruling on a step that is about a dispatch.
  static Optional<Ruling> judge(
      EnforcementPoint point,
      Fields step,
      SealedRequest request,
      List<Approval> approvals,
      Situation situation,
      String what) {
    return asked(point, situation)
        ? judge(
            point,
            step,
            Inputs.of(situation, request.real(), approvals, Set.of()),
            request.recorded().personal().isEmpty()
                ? Optional.empty()
                : Optional.of(request.recorded()),
            situation,
            what)
        : Optional.empty();
  }

  private static boolean asked(EnforcementPoint point, Situation situation) {
    return situation.policy().snapshot().asksAt(point);
  }

  private static Optional<Ruling> judge(
      EnforcementPoint point,
      Fields step,
      DecisionInput under,
      Optional<DispatchRequest> recorded,
      Situation situation,
      String what) {
    return StepJudge.judge(
        new StepInput(
            point,
            step,
            Optional.of(under.agent()),
            Optional.of(under),
            point == EnforcementPoint.APPROVAL || point == EnforcementPoint.OUTCOME,
            situation.beyond(),
            situation.now()),
        recorded,
        situation.policy().snapshot(),
        new Judge(situation).basis(),
        what);
  }

  static StepJudged judged(Ruling ruling, Optional<DispatchId> dispatch, Situation situation) {
    return new StepJudged(
        situation.contract().contract(),
        situation.contract().terms().agent(),
        dispatch,
        ruling.judgement());
  }

  /// What a ruling leads to beside letting a step go ahead or not.
  ///
  /// @param situation after everything that is recorded before in the same append
  static List<LedgerEvent> consequences(
      Ruling ruling, Optional<DispatchId> dispatch, Situation situation) {
    ContractState contract = situation.contract();
    StepJudgement judgement = ruling.judgement();
    var events = new ArrayList<LedgerEvent>();
    if (ruling.signals() || ruling.revokes()) {
      events.add(signal(judgement, dispatch, situation));
    }
    if (ruling.revokes() && contract.active()) {
      events.add(
          new ContractRevoked(
              contract.contract(),
              contract.terms().agent(),
              judgement.explanation(),
              RevocationCause.INVARIANT));
    }
    int level = situation.agent().level();
    int lowered = Math.max(0, level - ruling.demoteLevels());
    // An agent that may not act has no level to lose: reinstating it sets one.
    if (lowered < level && situation.agent().active()) {
      events.add(
          new AgentLevelChanged(
              contract.terms().agent(), level, lowered, "Demoted. " + judgement.explanation()));
    }
    return events;
  }

  private static FailureSignalled signal(
      StepJudgement judgement, Optional<DispatchId> dispatch, Situation situation) {
    return new FailureSignalled(
        situation.contract().contract(),
        situation.contract().terms().agent(),
        dispatch,
        name(judgement),
        SIGNAL_KIND,
        Severity.MEDIUM,
        "ledger:" + Violated.names(judgement.results()),
        judgement.explanation(),
        situation.now(),
        situation.now(),
        List.of(),
        List.of());
  }

  /// The same judgement has the same name, and one made at another time another.
  private static String name(StepJudgement judgement) {
    return EvidenceDecider.signal(
        SIGNAL_KIND,
        judgement.point() + "\n" + judgement.explanation() + "\n" + judgement.basis().now());
  }
}
