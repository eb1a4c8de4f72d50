package dev.phaseledger.command.dispatch;

import static dev.phaseledger.command.Scenario.CONTRACT;
import static dev.phaseledger.command.Scenario.NOW;
import static dev.phaseledger.command.Scenario.agentItself;
import static dev.phaseledger.command.Scenario.deploy;
import static dev.phaseledger.command.Scenario.mapWith;
import static dev.phaseledger.command.Scenario.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.agent.Ladders;
import dev.phaseledger.command.approval.ApprovalDecider;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The agent's contract grants `write` and `deploy` throughout; its level is what differs.
class LadderedDispatchTest {

  private final Scenario scenario = new Scenario();

  @Test
  void vetoesWhatTheLevelDoesNotAllowThoughTheContractGrantsIt() {
    level(1);
    List<LedgerEvent> events = decide(deploy("d-1", 1));
    assertThat(events).as("no signal and no revocation").hasSize(1);
    Judgement judgement = judgement(events);
    assertThat(judgement.verdict()).isEqualTo(Verdict.VETOED);
    assertThat(judgement.breach().orElseThrow().clause()).isEqualTo("ladder.actions");
    assertThat(judgement.breach().orElseThrow().severe()).isFalse();
    assertThat(judgement.explanation()).contains("level does not allow").contains("junior");
  }

  @Test
  void theContractIsAskedBeforeTheLevel() {
    level(1);
    Judgement judgement = judgement(decide(request("d-1", "fly", "src/a")));
    assertThat(judgement.breach().orElseThrow().clause()).isEqualTo("actions");
  }

  @Test
  void vetoesEverythingAtALevelThatTheLadderDoesNotHave() {
    scenario.ladder(Ladders.WORK);
    level(3);
    assertThat(judgement(decide(deploy("d-1", 1))).verdict()).isEqualTo(Verdict.AUTHORIZED);
    scenario.happened(
        "olga", List.of(new AgentLevelChanged(Scenario.AGENT, 3, 7, "before the ladder")));
    assertThat(judgement(decide(deploy("d-2", 1))).breach().orElseThrow().clause())
        .isEqualTo("ladder.level");
  }

  @Test
  void asksForTheApprovalThatTheLevelNeeds() {
    level(1);
    Judgement judgement = judgement(decide(request("d-1", "write", "src/a")));
    assertThat(judgement.verdict()).isEqualTo(Verdict.APPROVAL_REQUIRED);
    assertThat(judgement.approval()).contains(new ApprovalRequirement(Set.of("maintainer"), 2));
    assertThat(judgement.explanation()).contains("Level 1 of the ladder work requires approval");
  }

  @Test
  void releasesOnceEnoughHaveApprovedWhoHoldTheRole() {
    level(1);
    DispatchRequest write = request("d-1", "write", "src/a");
    var judge = new Judge(scenario.situation());
    assertThat(verdict(judge, write, approval("ada", "maintainer")))
        .isEqualTo(Verdict.APPROVAL_REQUIRED);
    assertThat(verdict(judge, write, approval("ada", "maintainer"), approval("bob", "reviewer")))
        .isEqualTo(Verdict.APPROVAL_REQUIRED);
    assertThat(verdict(judge, write, approval("ada", "maintainer"), approval("bob", "maintainer")))
        .isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void makesOneRequirementOfTheMapsAndTheLevels() {
    scenario.map(
        mapWith("{effect: REQUIRE_APPROVAL, roles: [finance], count: 1}")
            .replace("commands: [deploy]", "commands: [write]")
            .replace("<= 100", "<= 10"));
    level(1);
    Judgement judgement = judgement(decide(request("d-1", "write", "src/a")));
    assertThat(judgement.approval())
        .contains(new ApprovalRequirement(Set.of("finance", "maintainer"), 2));
    assertThat(judgement.explanation()).contains("INV-AMOUNT").contains("requires approval too");
  }

  @Test
  void aVetoOfAnInvariantOutranksTheLevelsApproval() {
    scenario.map(
        mapWith("{effect: VETO}")
            .replace("commands: [deploy]", "commands: [write]")
            .replace("<= 100", "<= 10"));
    level(1);
    assertThat(judgement(decide(request("d-1", "write", "src/a"))).verdict())
        .isEqualTo(Verdict.VETOED);
  }

  @Test
  void bindsDecisionsToTheLadderAndKeepsTheDigestOfThoseWithoutOne() {
    assertThat(scenario.policy.digest()).isEqualTo(scenario.policy.snapshot().digest());
    scenario.map(mapWith("{effect: VETO}"));
    Digest without = scenario.policy.digest();
    assertThat(without).isEqualTo(scenario.policy.snapshot().digest());
    level(2);
    Digest first = scenario.policy.digest();
    assertThat(first).isNotEqualTo(without);
    assertThat(judgement(decide(deploy("d-1", 1))).basis().policy()).isEqualTo(first);
    scenario.ladder(Ladders.next());
    assertThat(scenario.policy.digest()).isNotEqualTo(first).isNotEqualTo(without);
  }

  @Test
  void anApprovalGivenUnderAnotherLadderReleasesNothing() {
    level(1);
    DispatchRequest write = request("d-1", "write", "src/a");
    scenario.happened("agent-7", decide(write));
    Digest shown =
        ApprovalBinding.digest(
            write.id(), Forms.digest(write), new Judge(scenario.situation()).basis());
    scenario.ladder(Ladders.next());
    var answer = new AnswerApproval(maintainer("ada"), CONTRACT, write.id(), true, shown, "fine");
    List<LedgerEvent> events = ApprovalDecider.answer(answer, scenario.situation());
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            DispatchRejudged.class,
            event -> assertThat(event.judgement().verdict()).isEqualTo(Verdict.APPROVAL_REQUIRED));
  }

  @Test
  void aHaltedTenantVetoesEverythingUntilItIsResumed() {
    scenario.happened("olga", List.of(new TenantHalted("incident 9")));
    Judgement judgement = judgement(decide(request("d-1", "write", "src/a")));
    assertThat(judgement.verdict()).isEqualTo(Verdict.VETOED);
    assertThat(judgement.breach().orElseThrow().clause()).isEqualTo("tenant");
    assertThat(judgement.explanation()).contains("incident 9");
    scenario.happened("olga", List.of(new TenantResumed("over")));
    assertThat(judgement(decide(request("d-2", "write", "src/a"))).verdict())
        .isEqualTo(Verdict.AUTHORIZED);
  }

  private void level(int level) {
    if (scenario.policy.ladder().isEmpty()) {
      scenario.ladder(Ladders.WORK);
    }
    scenario.terms(
        Scenario.terms(terms -> {
          terms.requiredLevel = 1;
          return terms;
        }));
    int held = scenario.agent.level();
    scenario.happened(
        "olga", List.of(new AgentLevelChanged(Scenario.AGENT, held, level, "for the test")));
  }

  private List<LedgerEvent> decide(DispatchRequest request) {
    return DispatchDecider.request(
        new RequestDispatch(agentItself(), CONTRACT, request), scenario.situation());
  }

  private static Judgement judgement(List<LedgerEvent> events) {
    return ((DispatchDecided) events.getFirst()).judgement();
  }

  private static Verdict verdict(Judge judge, DispatchRequest request, Approval... approvals) {
    return judge
        .rejudge(SealedRequest.plain(request), List.of(approvals), Set.of())
        .judgement()
        .verdict();
  }

  private static Context maintainer(String id) {
    var by =
        new Principal(
            new PrincipalId(id),
            Principal.Kind.HUMAN,
            Scenario.TENANT,
            Set.of(Role.APPROVER),
            Optional.empty(),
            Set.of("maintainer"));
    return new Context(by, Optional.empty(), Optional.empty());
  }

  private static Approval approval(String by, String role) {
    return new Approval(
        new ApprovalRecorded(
            CONTRACT,
            request("d-1", "write").id(),
            new PrincipalId(by),
            Optional.empty(),
            Set.of(role),
            true,
            Digest.of("shown"),
            "fine"),
        NOW);
  }
}
