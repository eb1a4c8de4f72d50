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
import dev.phaseledger.api.Role;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.dispatch.DispatchDecider;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ApprovalDeciderTest {

  private final Scenario scenario = new Scenario();

  @Test
  void aGrantReleasesTheDispatch() {
    Digest shown = pending("{effect: REQUIRE_APPROVAL, roles: [approver]}");
    List<LedgerEvent> events = answer(approver("ada"), true, shown);
    assertThat(events)
        .extracting(Object::getClass)
        .containsExactly((Class) ApprovalRecorded.class, DispatchRejudged.class);
    assertThat(verdict(events)).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void anApprovalIsUsedOnce() {
    Digest shown = pending("{effect: REQUIRE_APPROVAL, roles: [approver]}");
    scenario.happened("ada", answer(approver("ada"), true, shown));
    assertThatThrownBy(() -> answer(approver("ada"), true, shown))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("does not wait for approval");
  }

  @Test
  void aRejectionEndsIt() {
    Digest shown = pending("{effect: REQUIRE_APPROVAL, roles: [approver]}");
    List<LedgerEvent> events = answer(approver("ada"), false, shown);
    assertThat(events).singleElement().isInstanceOf(ApprovalRecorded.class);
    scenario.happened("ada", events);
    assertThat(scenario.contract.open()).isEmpty();
  }

  @Test
  void twoApproversMustBeTwoPeople() {
    Digest shown = pending("{effect: REQUIRE_APPROVAL, roles: [approver], count: 2}");
    List<LedgerEvent> first = answer(approver("ada"), true, shown);
    assertThat(verdict(first)).isEqualTo(Verdict.APPROVAL_REQUIRED);
    scenario.happened("ada", first);
    assertThatThrownBy(() -> answer(approver("ada"), true, shown))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("approved it already");
    assertThat(verdict(answer(approver("bo"), true, shown))).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void theRequesterNeverApproves() {
    Digest shown = pending("{effect: REQUIRE_APPROVAL}");
    Context requester = Scenario.by("agent-7", Principal.Kind.HUMAN, Role.AGENT, Role.APPROVER);
    assertThatThrownBy(() -> answer(requester, true, shown)).isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> answer(approver("owner"), true, shown))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void anAgentOrServiceNeverApproves() {
    Digest shown = pending("{effect: REQUIRE_APPROVAL}");
    for (Principal.Kind kind : List.of(Principal.Kind.AGENT, Principal.Kind.SERVICE)) {
      assertThatThrownBy(() -> answer(Scenario.by("bot", kind, Role.APPROVER), true, shown))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @Test
  void anApprovalOfSomethingElseIsRefused() {
    pending("{effect: REQUIRE_APPROVAL}");
    assertThatThrownBy(() -> answer(approver("ada"), true, Digest.of("something else")))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("shown");
  }

  @Test
  void anApprovalIsStaleOnceTheAuthorityEpochHasChanged() {
    Digest shown = pending("{effect: REQUIRE_APPROVAL}");
    scenario.happened("olga", List.of(new AgentLevelChanged(Scenario.AGENT, 3, 4, "promoted")));
    assertReleasesNothing(shown);
  }

  @Test
  void anApprovalIsStaleOnceThePolicyHasChanged() {
    Digest shown = pending("{effect: REQUIRE_APPROVAL}");
    scenario.map(mapWith("{effect: REQUIRE_APPROVAL}").replace("version: 1", "version: 2"));
    assertReleasesNothing(shown);
  }

  @Test
  void anApprovalOfTheOldStateDoesNotCountTowardsTheNewOne() {
    Digest old = pending("{effect: REQUIRE_APPROVAL, roles: [approver], count: 2}");
    scenario.happened("ada", answer(approver("ada"), true, old));
    scenario.map(
        mapWith("{effect: REQUIRE_APPROVAL, roles: [approver], count: 2}")
            .replace("version: 1", "version: 2"));
    List<LedgerEvent> stale = answer(approver("bo"), true, old);
    scenario.happened("bo", stale);
    Digest shown = shown();

    List<LedgerEvent> second = answer(approver("bo"), true, shown);
    assertThat(verdict(second)).isEqualTo(Verdict.APPROVAL_REQUIRED);
    scenario.happened("bo", second);
    // Whoever approved the old state may look again, and approve the new one.
    assertThat(verdict(answer(approver("ada"), true, shown))).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void aRevocationVoidsWhatIsPending() {
    Digest shown = pending("{effect: REQUIRE_APPROVAL}");
    scenario.happened(
        "olga",
        List.of(new ContractRevoked(CONTRACT, Scenario.AGENT, "enough", RevocationCause.OPERATOR)));
    assertThatThrownBy(() -> answer(approver("ada"), true, shown))
        .isInstanceOf(InvalidFieldException.class);
  }

  private void assertReleasesNothing(Digest shown) {
    List<LedgerEvent> events = answer(approver("ada"), true, shown);
    assertThat(events).singleElement().isInstanceOf(DispatchRejudged.class);
    assertThat(verdict(events)).isEqualTo(Verdict.APPROVAL_REQUIRED);
    scenario.happened("ada", events);
    assertThatThrownBy(() -> answer(approver("ada"), true, shown))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("look at it again");
  }

  private Digest pending(String onViolation) {
    scenario.map(mapWith(onViolation));
    List<LedgerEvent> events =
        DispatchDecider.request(
            new RequestDispatch(agentItself(), CONTRACT, deploy("d1", 101)), scenario.situation());
    scenario.happened("agent-7", events);
    var decided = (DispatchDecided) events.getFirst();
    return ApprovalBinding.digest(
        decided.request().id(), decided.requestDigest(), decided.judgement().basis());
  }

  /// What a human is shown of the pending dispatch now.
  private Digest shown() {
    var pending =
        (Pending) Objects.requireNonNull(scenario.contract.open().get(new DispatchId("d1")));
    return ApprovalBinding.digest(
        pending.request().id(), pending.requestDigest(), pending.judgement().basis());
  }

  private List<LedgerEvent> answer(Context by, boolean granted, Digest shown) {
    return ApprovalDecider.answer(
        new AnswerApproval(by, CONTRACT, new DispatchId("d1"), granted, shown, "looked at it"),
        scenario.situation());
  }

  private static Verdict verdict(List<LedgerEvent> events) {
    return events.stream()
        .filter(DispatchRejudged.class::isInstance)
        .map(e -> ((DispatchRejudged) e).judgement().verdict())
        .findFirst()
        .orElseThrow();
  }
}
