package dev.phaseledger.command.point;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.StepJudgement;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.ContractState.Cause;
import dev.phaseledger.command.dispatch.Inputs;
import dev.phaseledger.command.dispatch.Judge;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.point.StepJudge.Ruling;
import dev.phaseledger.policy.CountBook;
import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.StepInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds invariants against the terms that a contract is to have: when it is issued, delegated or
/// amended.
public final class ContractPoint {

  private static final String ASKED = "asked";
  private static final String CONTRACT_ID = "contractId";

  private ContractPoint() {}

  /// What a contract is issued under.
  public record Issuing(
      Principal by, AgentAuthority holder, TenantPolicy policy, CountBook beyond, Instant now) {}

  /// What issuing a contract leads to. A refusal has no contract to be recorded under: it stands in
  /// the stream of the contract that was to be delegated from, or else of the agent that was to
  /// hold it.
  ///
  /// @param issued the contract's first event, behind the delegation if it is delegated
  public static List<LedgerEvent> held(List<ContractEvent> issued, Issuing issuing) {
    ContractIssued first = (ContractIssued) issued.getLast();
    ContractState contract = ContractState.issued(first);
    var situation =
        new Situation(
            contract, issuing.holder(), issuing.policy(), issuing.now(), issuing.beyond());
    Optional<Ruling> ruling =
        judge(
            issuing.by(),
            situation,
            "Issuing contract %s to agent %s"
                .formatted(contract.contract(), issuing.holder().agent()));
    if (ruling.isEmpty()) {
      return List.copyOf(issued);
    }
    if (ruling.get().permitted()) {
      var events = new ArrayList<LedgerEvent>(issued);
      events.add(UnderContract.judged(ruling.get(), Optional.empty(), situation));
      return events;
    }
    StepJudgement refused = refused(ruling.get(), contract.contract(), first.terms());
    return issued.getFirst() instanceof ContractDelegated delegated
        ? List.of(
            new StepJudged(
                delegated.contract(), issuing.holder().agent(), Optional.empty(), refused))
        : List.of(new AgentStepJudged(issuing.holder().agent(), refused));
  }

  /// What amending a contract leads to.
  public static List<LedgerEvent> held(
      List<ContractEvent> decided, Principal by, Situation situation) {
    if (decided.size() != 1 || !(decided.getFirst() instanceof ContractAmended amended)) {
      return List.copyOf(decided);
    }
    ContractState after = situation.contract().evolve(amended, new Cause(by.id(), situation.now()));
    var amending =
        new Situation(
            after, situation.agent(), situation.policy(), situation.now(), situation.beyond());
    Optional<Ruling> ruling =
        judge(
            by,
            amending,
            "Amending contract %s to version %d"
                .formatted(after.contract(), amended.terms().version()));
    if (ruling.isEmpty()) {
      return List.of(amended);
    }
    return ruling.get().permitted()
        ? List.of(UnderContract.judged(ruling.get(), Optional.empty(), situation), amended)
        : List.of(
            new StepJudged(
                after.contract(),
                after.terms().agent(),
                Optional.empty(),
                refused(ruling.get(), after.contract(), amended.terms())));
  }

  private static Optional<Ruling> judge(Principal by, Situation situation, String what) {
    if (!situation.policy().snapshot().asksAt(EnforcementPoint.CONTRACT)) {
      return Optional.empty();
    }
    DecisionInput under = Inputs.of(situation, StepInput.NO_DISPATCH, List.of(), Set.of());
    return StepJudge.judge(
        new StepInput(
            EnforcementPoint.CONTRACT,
            StepForms.by(by).build(),
            Optional.of(under.agent()),
            Optional.of(under),
            false,
            situation.beyond(),
            situation.now()),
        Optional.empty(),
        situation.policy().snapshot(),
        new Judge(situation).basis(),
        what);
  }

  /// Whether an event is the refusal of a contract.
  public static boolean refuses(LedgerEvent event, ContractId contract) {
    Optional<StepJudgement> judgement =
        event instanceof AgentStepJudged step
            ? Optional.of(step.judgement())
            : event instanceof StepJudged step ? Optional.of(step.judgement()) : Optional.empty();
    return judgement
        .filter(refused -> !refused.permitted())
        .flatMap(refused -> refused.step().find(ASKED))
        .flatMap(
            asked -> asked instanceof Fields fields ? fields.find(CONTRACT_ID) : Optional.empty())
        .filter(new JsonValue.Text(contract.value())::equals)
        .isPresent();
  }

  /// With the terms: no other entry tells what was refused.
  private static StepJudgement refused(Ruling ruling, ContractId contract, ContractTerms terms) {
    return StepForms.with(
        ruling.judgement(),
        ASKED,
        Fields.with(CONTRACT_ID, new JsonValue.Text(contract.value()))
            .put("terms", Forms.encode(terms))
            .build());
  }
}
