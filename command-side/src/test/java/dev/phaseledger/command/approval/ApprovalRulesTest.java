package dev.phaseledger.command.approval;

import static dev.phaseledger.command.Scenario.CONTRACT;
import static dev.phaseledger.command.Scenario.agentItself;
import static dev.phaseledger.command.Scenario.approver;
import static dev.phaseledger.command.Scenario.deploy;
import static dev.phaseledger.command.Scenario.mapWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.CloseDispatch;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.ContractCommand.WithdrawApproval;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.dispatch.Closings;
import dev.phaseledger.command.dispatch.DispatchDecider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApprovalRulesTest {

  private static final DispatchId D1 = new DispatchId("d1");

  private final Scenario scenario = new Scenario();

  @Test
  void aGroupCountsAsARole() {
    pending("{effect: REQUIRE_APPROVAL, roles: [maintainer]}");
    assertThatThrownBy(() -> grant(approver("ada")))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("maintainer");
    assertThat(verdict(grant(member("ada", "maintainer")))).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void aQuorumNeedsAsManyPeopleOfTheRoles() {
    pending("{effect: REQUIRE_APPROVAL, roles: [maintainer, security], count: 3}");
    assertThat(verdict(happened("a", grant(member("a", "maintainer")))))
        .isEqualTo(Verdict.APPROVAL_REQUIRED);
    assertThat(verdict(happened("b", grant(member("b", "security")))))
        .isEqualTo(Verdict.APPROVAL_REQUIRED);
    assertThat(verdict(grant(member("c", "security")))).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void whomTheRequesterActsForNeverApproves() {
    scenario.map(mapWith("{effect: REQUIRE_APPROVAL}"));
    var requester =
        new Context(
            principal("agent-7", Principal.Kind.AGENT, Role.AGENT, Optional.of("boss"), Set.of()),
            Optional.empty(),
            Optional.empty());
    scenario.happened(
        "agent-7",
        DispatchDecider.request(
            new RequestDispatch(requester, CONTRACT, deploy("d1", 101)), scenario.situation()));
    assertThatThrownBy(() -> grant(approver("boss"))).isInstanceOf(ForbiddenException.class);
    assertThat(verdict(grant(approver("ada")))).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void whoActsForSomebodyExcludedIsExcludedToo() {
    pending("{effect: REQUIRE_APPROVAL}");
    assertThatThrownBy(() -> grant(deputy("dora", "owner"))).isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> grant(deputy("dora", "agent-7")))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void aDeputyDoesNotMakeTheTwoOfOne() {
    pending("{effect: REQUIRE_APPROVAL, count: 2}");
    happened("ada", grant(approver("ada")));
    assertThatThrownBy(() -> grant(deputy("dora", "ada")))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("for whom you act");
  }

  @Test
  void norDoesWhomADeputyActsFor() {
    pending("{effect: REQUIRE_APPROVAL, count: 2}");
    happened("dora", grant(deputy("dora", "ada")));
    assertThatThrownBy(() -> grant(approver("ada")))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("dora has approved it already for ada");
    assertThatThrownBy(() -> grant(deputy("dan", "ada"))).isInstanceOf(ForbiddenException.class);
  }

  @Test
  void aRejectionNeedsAReason() {
    pending("{effect: REQUIRE_APPROVAL}");
    assertThatThrownBy(() -> answer(approver("ada"), false, shown(), " "))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("reason");
  }

  @Test
  void aRejectionCountsThoughPolicyHasChanged() {
    pending("{effect: REQUIRE_APPROVAL}");
    Digest shown = shown();
    scenario.map(mapWith("{effect: SIGNAL}").replace("version: 1", "version: 2"));
    List<LedgerEvent> events = answer(approver("ada"), false, shown, "no");
    assertThat(events).singleElement().isInstanceOf(ApprovalRecorded.class);
    assertThat(scenario.happened("ada", events).contract.open()).isEmpty();
  }

  @Test
  void anAnswerAfterTheDeadlineClosesInsteadOfReleasing() {
    pending("{effect: REQUIRE_APPROVAL, timeout: 10m}");
    scenario.now = Scenario.NOW.plus(Duration.ofMinutes(10));
    List<LedgerEvent> events = grant(approver("ada"));
    assertThat(events).singleElement().isInstanceOf(DispatchClosed.class);
    assertThat(scenario.happened("ada", events).contract.open()).isEmpty();
  }

  @Test
  void whatWasEscalatedMayBeApprovedByTheOthersToo() {
    pending(
        "{effect: REQUIRE_APPROVAL, roles: [maintainer], timeout: 50m,"
            + " escalate: {after: 20m, roles: [lead]}}");
    assertThatThrownBy(() -> grant(member("lea", "lead"))).isInstanceOf(ForbiddenException.class);
    happened("ledger", List.of(new ApprovalEscalated(CONTRACT, D1, Set.of("lead"), "late")));
    assertThat(verdict(grant(member("lea", "lead")))).isEqualTo(Verdict.AUTHORIZED);
    assertThat(verdict(grant(member("mia", "maintainer")))).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void aWithdrawnApprovalCountsNoMore() {
    pending("{effect: REQUIRE_APPROVAL, count: 2}");
    happened("ada", grant(approver("ada")));
    List<LedgerEvent> events = withdraw(approver("ada"));
    assertThat(events).singleElement().isInstanceOf(ApprovalWithdrawn.class);
    happened("ada", events);
    assertThat(verdict(happened("bo", grant(approver("bo"))))).isEqualTo(Verdict.APPROVAL_REQUIRED);
    assertThat(verdict(grant(approver("ada")))).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void nobodyWithdrawsAnothersApprovalOrOneThatReleased() {
    pending("{effect: REQUIRE_APPROVAL, count: 2}");
    happened("ada", grant(approver("ada")));
    assertThatThrownBy(() -> withdraw(approver("bo"))).isInstanceOf(InvalidFieldException.class);
    happened("bo", grant(approver("bo")));
    assertThatThrownBy(() -> withdraw(approver("ada"))).isInstanceOf(InvalidFieldException.class);
  }

  @Test
  void theRequesterWithdrawsWhatWaits() {
    pending("{effect: REQUIRE_APPROVAL}");
    assertThatThrownBy(() -> close(approver("ada"), Closing.WITHDRAWN))
        .isInstanceOf(ForbiddenException.class);
    happened("agent-7", close(agentItself(), Closing.WITHDRAWN));
    assertThat(scenario.contract.open()).isEmpty();
  }

  @Test
  void anOperatorCancelsAlsoWhatWasReleased() {
    pending("{effect: REQUIRE_APPROVAL}");
    happened("ada", grant(approver("ada")));
    assertThatThrownBy(() -> close(agentItself(), Closing.WITHDRAWN))
        .isInstanceOf(InvalidFieldException.class);
    assertThatThrownBy(() -> close(agentItself(), Closing.CANCELLED))
        .isInstanceOf(ForbiddenException.class);
    happened("olga", close(Scenario.operator(), Closing.CANCELLED));
    assertThat(scenario.contract.open()).isEmpty();
    assertThatThrownBy(() -> close(Scenario.operator(), Closing.CANCELLED))
        .isInstanceOf(InvalidFieldException.class);
  }

  @Test
  void nobodyClosesADispatchForLackOfTime() {
    pending("{effect: REQUIRE_APPROVAL}");
    assertThatThrownBy(() -> close(Scenario.operator(), Closing.TIMED_OUT))
        .isInstanceOf(InvalidFieldException.class);
  }

  @Test
  void nothingIsReleasedUnderAContractThatExpiredMeanwhile() {
    pending("{effect: REQUIRE_APPROVAL, timeout: 2d}");
    scenario.now = Scenario.NOW.plusSeconds(3_600);
    assertForbiddenMeanwhile("stopping.expiresAt");
  }

  @Test
  void nothingIsReleasedToAnAgentThatWasSuspendedMeanwhile() {
    pending("{effect: REQUIRE_APPROVAL}");
    scenario.happened("olga", List.of(suspended()));
    assertForbiddenMeanwhile("agent");
  }

  @Test
  void nothingIsReleasedInATenantThatWasHaltedMeanwhile() {
    pending("{effect: REQUIRE_APPROVAL}");
    scenario.happened("olga", List.of(new TenantHalted("incident")));
    assertForbiddenMeanwhile("tenant");
  }

  private static LedgerEvent suspended() {
    return new AgentSuspended(Scenario.AGENT, "checked", Optional.empty());
  }

  private void assertForbiddenMeanwhile(String clause) {
    List<LedgerEvent> events = grant(approver("ada"));
    assertThat(verdict(events)).isEqualTo(Verdict.VETOED);
    assertThat(
            events.stream()
                .filter(DispatchRejudged.class::isInstance)
                .map(e -> ((DispatchRejudged) e).judgement().breach().orElseThrow().clause()))
        .containsExactly(clause);
    assertThat(scenario.happened("ada", events).contract.open()).isEmpty();
  }

  private void pending(String onViolation) {
    scenario.map(mapWith(onViolation));
    happened(
        "agent-7",
        DispatchDecider.request(
            new RequestDispatch(agentItself(), CONTRACT, deploy("d1", 101)), scenario.situation()));
  }

  private List<LedgerEvent> happened(String actor, List<LedgerEvent> events) {
    scenario.happened(actor, events);
    return events;
  }

  private Digest shown() {
    return ((Pending) Objects.requireNonNull(scenario.contract.open().get(D1))).shown();
  }

  private List<LedgerEvent> grant(Context by) {
    return answer(by, true, shown(), "looked at it");
  }

  private List<LedgerEvent> answer(Context by, boolean granted, Digest shown, String reason) {
    return ApprovalDecider.answer(
        new AnswerApproval(by, CONTRACT, D1, granted, shown, reason), scenario.situation());
  }

  private List<LedgerEvent> withdraw(Context by) {
    return ApprovalDecider.withdraw(
        new WithdrawApproval(by, CONTRACT, D1, "second thoughts"), scenario.contract);
  }

  private List<LedgerEvent> close(Context by, Closing closing) {
    return Closings.close(
        new CloseDispatch(by, CONTRACT, D1, closing, "not needed", Optional.empty()),
        scenario.contract);
  }

  private static Context member(String id, String group) {
    return new Context(
        principal(id, Principal.Kind.HUMAN, Role.APPROVER, Optional.empty(), Set.of(group)),
        Optional.empty(),
        Optional.empty());
  }

  private static Context deputy(String id, String of) {
    return new Context(
        principal(id, Principal.Kind.HUMAN, Role.APPROVER, Optional.of(of), Set.of()),
        Optional.empty(),
        Optional.empty());
  }

  private static Principal principal(
      String id, Principal.Kind kind, Role role, Optional<String> actsFor, Set<String> groups) {
    return new Principal(
        new PrincipalId(id),
        kind,
        Scenario.TENANT,
        Set.of(role),
        actsFor.map(PrincipalId::new),
        groups);
  }

  private static Verdict verdict(List<LedgerEvent> events) {
    return events.stream()
        .filter(DispatchRejudged.class::isInstance)
        .map(e -> ((DispatchRejudged) e).judgement().verdict())
        .findFirst()
        .orElseThrow();
  }
}
