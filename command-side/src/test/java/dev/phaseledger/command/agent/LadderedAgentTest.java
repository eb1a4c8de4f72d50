package dev.phaseledger.command.agent;

import static dev.phaseledger.command.Scenario.AGENT;
import static dev.phaseledger.command.Scenario.NOW;
import static dev.phaseledger.command.Scenario.TENANT;
import static dev.phaseledger.command.Scenario.by;
import static dev.phaseledger.command.Scenario.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.AgentCommand;
import dev.phaseledger.api.command.AgentCommand.AnswerPromotion;
import dev.phaseledger.api.command.AgentCommand.AssessAgent;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.AgentCommand.SuspendAgent;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.AgentAuthority.Status;
import dev.phaseledger.command.authority.TenantPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LadderedAgentTest {

  private TenantPolicy policy = new Scenario().ladder(Ladders.WORK).policy;
  private AgentAuthority agent = at(0);
  private Instant now = NOW;

  @Nested
  class Registering {

    @Test
    void startsAtTheLowestLevelOfTheLadder() {
      assertThat(register(OptionalInt.empty()))
          .singleElement()
          .isInstanceOfSatisfying(
              AgentRegistered.class, event -> assertThat(event.level()).isZero());
      assertThat(register(OptionalInt.of(0))).hasSize(1);
    }

    @Test
    void refusesAnyOtherLevelByName() {
      assertThatThrownBy(() -> register(OptionalInt.of(1)))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("level");
    }

    @Test
    void takesTheLevelThatIsAskedForWithoutALadder() {
      policy = TenantPolicy.NONE;
      assertThat(register(OptionalInt.of(4)).getFirst())
          .isInstanceOfSatisfying(
              AgentRegistered.class, event -> assertThat(event.level()).isEqualTo(4));
      assertThatThrownBy(() -> register(OptionalInt.empty()))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("level");
    }

    private List<AgentEvent> register(OptionalInt level) {
      var command =
          new RegisterAgent(operator(), AGENT, "codes", level, new PrincipalId("olga"), Set.of());
      return AgentDecider.decide(command, Optional.empty(), policy, now);
    }
  }

  @Nested
  class ChangingLevels {

    @Test
    void anOperatorLowersAtOnce() {
      agent = at(3);
      happens(new ChangeAgentLevel(operator(), AGENT, 1, "careless"));
      assertThat(agent.level()).isOne();
    }

    @Test
    void nobodyRaisesPastTheLadder() {
      agent = at(1);
      refuses(new ChangeAgentLevel(operator(), AGENT, 2, "deserved"), "level");
    }

    @Test
    void aLevelOffTheLadderIsRefused() {
      agent = at(7);
      refuses(new ChangeAgentLevel(operator(), AGENT, 6, "less"), "level");
    }

    @Test
    void aHumanPutsAnAgentThatTheLadderDoesNotKnowWhereEveryAgentStarts() {
      policy = new Scenario().ladder(Ladders.FROM_ONE).policy;
      agent = at(0);
      refuses(new ChangeAgentLevel(LedgerItself.context(TENANT), AGENT, 1, "start"), "level");
      refuses(new ChangeAgentLevel(operator(), AGENT, 2, "start"), "level");
      happens(new ChangeAgentLevel(operator(), AGENT, 1, "start"));
      assertThat(agent.level()).isOne();
    }
  }

  @Nested
  class Reinstating {

    @Test
    void needsAHumanAndAReasonAndNoMoreThanTheLevelBefore() {
      agent = at(2);
      happens(new SuspendAgent(operator(), AGENT, "odd", Optional.empty()));
      assertThat(agent.status()).isEqualTo(Status.SUSPENDED);
      var service = by("cron", Principal.Kind.SERVICE, Role.OPERATOR);
      forbids(new ReinstateAgent(service, AGENT, 2, "fine"));
      refuses(new ReinstateAgent(operator(), AGENT, 2, " "), "reason");
      refuses(new ReinstateAgent(operator(), AGENT, 3, "fine"), "level");
      happens(new ReinstateAgent(operator(), AGENT, 1, "fine"));
      assertThat(agent.status()).isEqualTo(Status.ACTIVE);
      assertThat(agent.level()).isOne();
    }

    @Test
    void aSuspendedAgentCanStillBeRevokedAndNothingElse() {
      happens(new SuspendAgent(operator(), AGENT, "odd", Optional.empty()));
      assertThat(decide(new SuspendAgent(operator(), AGENT, "odd", Optional.empty()))).isEmpty();
      refuses(new ChangeAgentLevel(operator(), AGENT, 0, "odd"), "agentId");
      assertThat(assess(Ladders.record(9, 0))).isEmpty();
      happens(new RevokeAgent(operator(), AGENT, "worse"));
      assertThat(agent.status()).isEqualTo(Status.REVOKED);
      assertThat(decide(new SuspendAgent(operator(), AGENT, "odd", Optional.empty()))).isEmpty();
    }
  }

  @Nested
  class Assessing {

    @Test
    void promotesByRuleAndSaysWhichAndOnWhatRecord() {
      assertThat(assess(Ladders.record(5, 0)))
          .singleElement()
          .isInstanceOfSatisfying(
              AgentLevelChanged.class,
              event -> {
                assertThat(event.to()).isOne();
                assertThat(event.reason())
                    .contains("competence.consecutivePassesAtLevel >= 5")
                    .contains("competence.consecutivePassesAtLevel = 5");
                assertThat(event.causedBy().orElseThrow().path())
                    .isEqualTo("ladder work version 1: observer.promotion");
                assertThat(event.causedBy().orElseThrow().position())
                    .isEqualTo(OptionalLong.of(77));
              });
    }

    @Test
    void promotesNobodyBeforeTheCriterionHoldsOrTheCoolDownIsOver() {
      assertThat(assess(Ladders.record(4, 0))).isEmpty();
      assertThat(assess(Ladders.record(9, 0, Duration.ofMinutes(59)))).isEmpty();
    }

    @Test
    void ignoresTheRecordOfAnotherEpoch() {
      var stale = assessment(agent.epoch() - 1, Ladders.record(9, 0), "p-1");
      assertThat(decide(stale)).isEmpty();
      var ahead = assessment(agent.epoch() + 1, Ladders.record(9, 0), "p-1");
      assertThat(decide(ahead)).isEmpty();
    }

    @Test
    void demotesAtOnceEvenWhileTheTenantIsHalted() {
      agent = at(2);
      policy = policy.evolve(new TenantHalted("incident"));
      assertThat(assess(Ladders.record(9, 1)))
          .singleElement()
          .isInstanceOfSatisfying(
              AgentLevelChanged.class,
              event -> {
                assertThat(event.to()).isZero();
                assertThat(event.causedBy().orElseThrow().path()).contains("senior.violated");
                assertThat(event.reason()).contains("competence.violationsAtLevel = 1");
              });
    }

    @Test
    void promotesNobodyWhileTheTenantIsHalted() {
      policy = policy.evolve(new TenantHalted("incident"));
      assertThat(assess(Ladders.record(9, 0))).isEmpty();
    }

    @Test
    void doesNothingWithoutALadder() {
      policy = TenantPolicy.NONE;
      assertThat(assess(Ladders.record(9, 9))).isEmpty();
    }

    @Test
    void isRefusedToEverybodyButTheLedger() {
      for (Context caller :
          List.of(
              operator(),
              by("ledger", Principal.Kind.HUMAN, Role.OPERATOR),
              by("cron", Principal.Kind.SERVICE, Role.OPERATOR))) {
        forbids(new AssessAgent(caller, AGENT, agent.epoch(), Ladders.record(9, 0), "p-1"));
      }
    }

    @Test
    void proposesAPromotionThatAHumanGrantsAndNotTwice() {
      agent = at(1);
      PromotionProposed proposed = propose("p-1");
      assertThat(proposed.count()).isOne();
      assertThat(proposed.roles()).containsExactly("maintainer");
      assertThat(proposed.competence()).isEqualTo(Ladders.record(9, 0));
      assertThat(proposed.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(14)));
      assertThat(agent.level()).isOne();
      assertThat(agent.epoch()).isOne();
      assertThat(assess(Ladders.record(10, 0))).isEmpty();
    }

    @Test
    void proposesAgainOnceAProposalHasExpired() {
      agent = at(1);
      propose("p-1");
      now = NOW.plus(Duration.ofDays(14));
      assertThat(assess(Ladders.record(10, 0))).hasSize(1);
    }

    @Test
    void replacesAProposalThatAnotherVersionOfTheLadderMade() {
      agent = at(1);
      propose("p-1");
      policy = new Scenario().ladder(Ladders.next()).policy;
      refuses(answer(human("ada", "maintainer"), "p-1", true), "proposal");
      assertThat(assess(Ladders.record(10, 0)).getFirst()).isInstanceOf(PromotionProposed.class);
    }
  }

  @Nested
  class Answering {

    @Test
    void oneHumanWithTheRoleSufficesWhereTheRuleSaysHuman() {
      agent = at(1);
      propose("p-1");
      List<AgentEvent> events = happens(answer(human("ada", "maintainer"), "p-1", true));
      assertThat(events).hasSize(2);
      assertThat(events.getFirst())
          .isInstanceOfSatisfying(
              PromotionAnswered.class,
              event -> assertThat(event.roles()).containsExactly("maintainer"));
      assertThat(agent.level()).isEqualTo(2);
      assertThat(agent.epoch()).isEqualTo(2);
      assertThat(agent.promotion()).isEmpty();
    }

    @Test
    void fourEyesNeedTwoDifferentHumans() {
      agent = at(2);
      propose("p-1");
      assertThat(happens(answer(human("ada", "maintainer"), "p-1", true))).hasSize(1);
      assertThat(agent.level()).isEqualTo(2);
      assertThat(agent.epoch()).isOne();
      refuses(answer(human("ada", "maintainer"), "p-1", true), "proposal");
      happens(answer(by("bob", Principal.Kind.HUMAN, Role.APPROVER), "p-1", true));
      assertThat(agent.level()).isEqualTo(3);
    }

    @Test
    void theWrongCallersAreRefused() {
      agent = at(1);
      propose("p-1");
      forbids(answer(human("ada", "reviewer"), "p-1", true));
      forbids(answer(human("owner", "maintainer"), "p-1", true));
      forbids(answer(human(AGENT.value(), "maintainer"), "p-1", true));
      forbids(answer(LedgerItself.context(TENANT), "p-1", true));
      forbids(answer(operator(), "p-1", true));
      refuses(answer(human("ada", "maintainer"), "p-2", true), "proposal");
      refuses(new AnswerPromotion(human("ada", "maintainer"), AGENT, "p-1", true, ""), "reason");
    }

    @Test
    void aRejectionClosesItAndStartsTheCoolDown() {
      agent = at(1);
      propose("p-1");
      assertThat(happens(answer(human("ada", "maintainer"), "p-1", false))).hasSize(1);
      assertThat(agent.epoch()).isOne();
      refuses(answer(human("bob", "maintainer"), "p-1", true), "proposal");
      assertThat(assess(Ladders.record(10, 0))).isEmpty();
      now = NOW.plus(Duration.ofHours(1));
      assertThat(assess(Ladders.record(10, 0))).hasSize(1);
    }

    @Test
    void anExpiredProposalIsNotGranted() {
      agent = at(1);
      propose("p-1");
      now = NOW.plus(Duration.ofDays(14));
      refuses(answer(human("ada", "maintainer"), "p-1", true), "proposal");
    }

    @Test
    void anyChangeOfAuthorityEndsAProposal() {
      agent = at(1);
      propose("p-1");
      happens(new SuspendAgent(operator(), AGENT, "odd", Optional.empty()));
      happens(new ReinstateAgent(operator(), AGENT, 1, "fine"));
      refuses(answer(human("ada", "maintainer"), "p-1", true), "proposal");
    }

    @Test
    void aHaltedTenantGrantsNothingAndStillRejects() {
      agent = at(1);
      propose("p-1");
      policy = policy.evolve(new TenantHalted("incident"));
      refuses(answer(human("ada", "maintainer"), "p-1", true), "tenant");
      assertThat(decide(answer(human("ada", "maintainer"), "p-1", false))).hasSize(1);
    }
  }

  private PromotionProposed propose(String name) {
    List<AgentEvent> events = happens(assessment(agent.epoch(), Ladders.record(9, 0), name));
    assertThat(events).singleElement().isInstanceOf(PromotionProposed.class);
    return (PromotionProposed) events.getFirst();
  }

  private List<AgentEvent> assess(Competence competence) {
    return decide(assessment(agent.epoch(), competence, "p-next"));
  }

  private static AssessAgent assessment(long epoch, Competence competence, String proposal) {
    return new AssessAgent(LedgerItself.context(TENANT), AGENT, epoch, competence, proposal);
  }

  private static AnswerPromotion answer(Context by, String proposal, boolean granted) {
    return new AnswerPromotion(by, AGENT, proposal, granted, "looked at it");
  }

  private static Context human(String id, String group) {
    return new Context(
        new Principal(
            new PrincipalId(id),
            Principal.Kind.HUMAN,
            TENANT,
            Set.of(),
            Optional.empty(),
            Set.of(group)),
        Optional.empty(),
        Optional.empty());
  }

  private static AgentAuthority at(int level) {
    return AgentAuthority.registered(
        new AgentRegistered(AGENT, "codes", level, new PrincipalId("owner"), Set.of()));
  }

  private List<AgentEvent> decide(AgentCommand command) {
    return AgentDecider.decide(command, Optional.of(agent), policy, now);
  }

  private List<AgentEvent> happens(AgentCommand command) {
    List<AgentEvent> events = decide(command);
    events.forEach(event -> agent = agent.evolve(event, now));
    return events;
  }

  private void refuses(AgentCommand command, String field) {
    assertThatThrownBy(() -> decide(command))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining(field);
  }

  private void forbids(AgentCommand command) {
    assertThatThrownBy(() -> decide(command)).isInstanceOf(ForbiddenException.class);
  }
}
