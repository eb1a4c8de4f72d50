package dev.phaseledger.command.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.StaleVersionException;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.AmendContract;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.EndContract;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.approval.ApprovalDecider;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.dispatch.DispatchDecider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContractDeciderTest {

  private static final Context AGENT = Scenario.agentItself();
  private static final Context OPERATOR = Scenario.operator();
  private static final Context STRANGER =
      Scenario.by("agent-8", Principal.Kind.AGENT, Role.AGENT, Role.APPROVER);

  private final Scenario scenario = new Scenario();

  @Nested
  class Issue {

    @Test
    void onlyAnOperatorIssuesAContractOfItsOwn() {
      assertThat(issue(OPERATOR, _ -> {})).hasOnlyElementsOfType(ContractIssued.class).hasSize(1);
      assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> issue(AGENT, _ -> {}));
    }

    @Test
    void refusesATakenNameAnUnknownAgentAndOneThatIsNotActive() {
      var command = new IssueContract(OPERATOR, Scenario.CONTRACT, terms(_ -> {}));
      refused(
          "contractId",
          () ->
              ContractDecider.issue(
                  command,
                  Optional.of(scenario.contract),
                  Optional.of(scenario.agent),
                  Optional.empty(),
                  Scenario.NOW));
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() ->
              ContractDecider.issue(
                  command, Optional.empty(), Optional.empty(), Optional.empty(), Scenario.NOW));
    }

    @Test
    void namesTheFieldThatIsWrong() {
      refusedTerms("scope[1]", terms -> terms.scope = List.of("src/**", "../etc"));
      refusedTerms("excluded[0]", terms -> terms.excluded = List.of(" "));
      refusedTerms("actions", terms -> terms.actions = Set.of());
      refusedTerms("requiredLevel", terms -> terms.requiredLevel = 10);
      refusedTerms("openDispatchesMax", terms -> terms.openDispatchesMax = 0);
      refusedTerms("stopping.actionsMax", terms -> terms.actionsMax = OptionalLong.of(-1));
      refusedTerms("stopping.costMicrosMax", terms -> terms.costMicrosMax = OptionalLong.of(-1));
      refusedTerms("stopping.durationMax", terms -> terms.durationMax = Optional.of(Duration.ZERO));
      refusedTerms(
          "stopping.heartbeatMax",
          terms -> terms.heartbeatMax = Optional.of(Duration.ofDays(9_999)));
      refusedTerms("stopping.expiresAt", terms -> terms.expiresAt = Scenario.NOW);
      refusedTerms("stopping.when", terms -> terms.when = Optional.of("contract.nothing > 1"));
      refusedTerms("approvers", terms -> terms.approvers = Set.of(" "));
      refusedTerms("inputs.read", terms -> terms.inputs = Map.of("read", JsonValue.Fields.EMPTY));
      refusedTerms(
          "inputs.write/type",
          terms ->
              terms.inputs =
                  Map.of(
                      "write", JsonValue.Fields.with("type", new JsonValue.Text("nope")).build()));
    }

    @Test
    void namesThePhaseAndTheGateThatIsWrong() {
      refusedTerms(
          "phases[1].name",
          terms -> terms.phases = List.of(new Phase("a", Set.of()), new Phase("a", Set.of())));
      refusedTerms(
          "phases[0].gates[1].kind",
          terms -> terms.phases = gates(gate("tests", ""), gate("tests", "")));
      refusedTerms("phases[0].gates[0].format", terms -> terms.phases = gates(gate("tests", " ")));
    }

    @Test
    void refusesAStopConditionThatHoldsFromTheStart() {
      refusedTerms("stopping.when", terms -> terms.when = Optional.of("contract.released >= 0"));
    }

    private static Gate gate(String kind, String format) {
      return new Gate(kind, format.isEmpty() ? Optional.empty() : Optional.of(format), false);
    }

    private static List<Phase> gates(Gate... gates) {
      return List.of(new Phase("submit", Set.of(), List.of(gates)));
    }
  }

  @Nested
  class Amend {

    @Test
    void replacesTheTermsByTheNextVersion() {
      List<ContractEvent> events = amend(OPERATOR, 1, terms -> terms.actions = Set.of("write"));
      var amended = (ContractAmended) events.getFirst();
      assertThat(amended.terms().version()).isEqualTo(2);
      assertThat(amended.reason()).isEqualTo("less is enough");
      scenario.happened("olga", events);
      assertThat(scenario.contract.terms().actions()).containsExactly("write");
      assertThatExceptionOfType(StaleVersionException.class)
          .isThrownBy(() -> amend(OPERATOR, 1, _ -> {}))
          .satisfies(stale -> assertThat(stale.field()).isEqualTo("version"));
      assertThat(amend(OPERATOR, 2, _ -> {})).hasSize(1);
    }

    @Test
    void onlyAnOperatorAmendsAndOnlyWhatIsActive() {
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> amend(AGENT, 1, _ -> {}));
      scenario.happened("olga", end(OPERATOR, Ending.STOPPED));
      refused("contractId", () -> amend(OPERATOR, 1, _ -> {}));
    }

    @Test
    void neitherTheAgentNorTheParentNorTheTemplateChanges() {
      refused(
          "agentId", () -> amend(OPERATOR, 1, t -> t.agent = new dev.phaseledger.api.AgentId("x")));
      refused("parent", () -> amend(OPERATOR, 1, t -> t.parent = Optional.of(Scenario.CONTRACT)));
      refused("template", () -> amend(OPERATOR, 1, t -> t.template = Optional.of("fix@1")));
    }

    @Test
    void keepsThePhaseThatTheWorkIsIn() {
      scenario.terms(terms(t -> t.phases = List.of(new Phase("plan", Set.of()))));
      refused(
          "phases", () -> amend(OPERATOR, 1, t -> t.phases = List.of(new Phase("do", Set.of()))));
      scenario.happened("olga", amend(OPERATOR, 1, _ -> {}));
      assertThat(scenario.contract.progress().current()).isEmpty();
    }

    /// What was shown to the approver holds the version of the contract.
    @Test
    void makesAnApprovalThatWasGivenBeforeStale() {
      scenario.map(Scenario.mapWith("{effect: REQUIRE_APPROVAL, roles: [approver], count: 2}"));
      scenario.happened(
          "agent-7",
          DispatchDecider.request(
              new RequestDispatch(AGENT, Scenario.CONTRACT, Scenario.deploy("d-1", 200)),
              scenario.situation()));
      Digest shown = shown();
      scenario.happened("anna", answer("anna", shown));
      scenario.happened("olga", amend(OPERATOR, 1, _ -> {}));

      List<LedgerEvent> second = answer("ben", shown);

      assertThat(second).noneMatch(ApprovalRecorded.class::isInstance);
      assertThat(((DispatchRejudged) second.getFirst()).judgement().verdict())
          .isEqualTo(Verdict.APPROVAL_REQUIRED);
      scenario.happened("ben", second);
      assertThat(pending().approvals()).isEmpty();
      assertThat(shown()).isNotEqualTo(shown);
    }

    private List<LedgerEvent> answer(String approver, Digest shown) {
      return ApprovalDecider.answer(
          new AnswerApproval(
              Scenario.approver(approver),
              Scenario.CONTRACT,
              pending().request().id(),
              true,
              shown,
              ""),
          scenario.situation());
    }

    private Pending pending() {
      return (Pending) scenario.contract.open().values().iterator().next();
    }

    private Digest shown() {
      Pending pending = pending();
      return ApprovalBinding.digest(
          pending.request().id(), pending.requestDigest(), pending.judgement().basis());
    }
  }

  @Nested
  class End {

    @Test
    void theAgentDeclaresItsOwnTaskDone() {
      assertThat(end(AGENT, Ending.FULFILLED))
          .containsExactly(
              new ContractEnded(Scenario.CONTRACT, Scenario.AGENT, Ending.FULFILLED, "done"));
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> end(STRANGER, Ending.FULFILLED));
    }

    @Test
    void onlyAnOperatorStopsAndRevokes() {
      assertThat(end(OPERATOR, Ending.STOPPED)).hasSize(1);
      assertThatExceptionOfType(ForbiddenException.class)
          .isThrownBy(() -> end(AGENT, Ending.STOPPED));
      assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> revoke(AGENT));
      refused("ending", () -> end(OPERATOR, Ending.EXPIRED));
    }

    @Test
    void hasNothingToDoWhereTheContractHasEnded() {
      scenario.happened("olga", end(OPERATOR, Ending.FULFILLED));
      assertThat(scenario.contract.status()).isEqualTo(ContractState.Status.FULFILLED);
      assertThat(end(OPERATOR, Ending.STOPPED)).isEmpty();
      assertThat(revoke(OPERATOR)).isEmpty();
      assertThat(ContractDecider.orphaned(scenario.contract, scenario.contract)).isEmpty();
    }
  }

  @Nested
  class StopCondition {

    @Test
    void vetoesTheNextDispatchAndStopsTheContractInTheSameAppend() {
      scenario.terms(terms(t -> t.when = Optional.of("contract.released >= 1")));
      scenario.happened("agent-7", dispatch("d-1"));
      List<LedgerEvent> events = dispatch("d-2");
      var judgement = ((DispatchDecided) events.getFirst()).judgement();
      assertThat(judgement.verdict()).isEqualTo(Verdict.VETOED);
      assertThat(judgement.breach().orElseThrow().clause()).isEqualTo("stopping.when");
      assertThat(events.getLast())
          .isInstanceOfSatisfying(
              ContractEnded.class,
              ended -> {
                assertThat(ended.ending()).isEqualTo(Ending.STOPPED);
                assertThat(ended.reason()).contains("contract.released >= 1");
              });
      scenario.happened("agent-7", events);
      assertThat(dispatch("d-3")).hasSize(1);
    }

    @Test
    void stopsNothingUntilItHolds() {
      scenario.terms(terms(t -> t.when = Optional.of("contract.released >= 2")));
      assertThat(dispatch("d-1")).hasSize(1);
      assertThat(ContractDecider.stopIfMet(scenario.contract, scenario.now)).isEmpty();
      scenario.happened("agent-7", dispatch("d-1"));
      scenario.happened("agent-7", dispatch("d-2"));
      assertThat(ContractDecider.stopIfMet(scenario.contract, scenario.now)).hasSize(1);
    }

    private List<LedgerEvent> dispatch(String id) {
      return DispatchDecider.request(
          new RequestDispatch(AGENT, Scenario.CONTRACT, Scenario.request(id, "write", "src/a")),
          scenario.situation());
    }
  }

  private List<ContractEvent> issue(Context by, Consumer<Scenario.Terms> change) {
    return ContractDecider.issue(
        new IssueContract(by, Scenario.CONTRACT, terms(change)),
        Optional.empty(),
        Optional.of(scenario.agent),
        Optional.empty(),
        Scenario.NOW);
  }

  private List<ContractEvent> amend(Context by, int version, Consumer<Scenario.Terms> change) {
    return Amendment.amend(
        new AmendContract(by, Scenario.CONTRACT, version, terms(change), "less is enough"),
        scenario.contract,
        Optional.empty(),
        List.of(),
        Scenario.NOW);
  }

  private List<ContractEvent> end(Context by, Ending ending) {
    return ContractDecider.end(
        new EndContract(by, Scenario.CONTRACT, ending, "done"), scenario.contract);
  }

  private List<ContractEvent> revoke(Context by) {
    List<ContractEvent> events =
        ContractDecider.revoke(
            new RevokeContract(by, Scenario.CONTRACT, "no more"), scenario.contract);
    assertThat(events).allMatch(ContractRevoked.class::isInstance);
    return events;
  }

  private void refusedTerms(String field, Consumer<Scenario.Terms> change) {
    refused(field, () -> issue(OPERATOR, change));
  }

  private static void refused(String field, Runnable call) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(call::run)
        .satisfies(refused -> assertThat(refused.field()).isEqualTo(field));
  }

  private static ContractTerms terms(Consumer<Scenario.Terms> change) {
    return Scenario.terms(terms -> {
      change.accept(terms);
      return terms;
    });
  }
}
