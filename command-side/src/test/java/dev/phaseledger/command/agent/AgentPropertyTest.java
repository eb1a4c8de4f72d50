package dev.phaseledger.command.agent;

import static dev.phaseledger.command.Scenario.AGENT;
import static dev.phaseledger.command.Scenario.NOW;
import static dev.phaseledger.command.Scenario.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.AgentCommand;
import dev.phaseledger.api.command.AgentCommand.AnswerPromotion;
import dev.phaseledger.api.command.AgentCommand.AssessAgent;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.AgentCommand.SuspendAgent;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.AgentAuthority.Status;
import dev.phaseledger.command.authority.AgentTransitions;
import dev.phaseledger.command.authority.TenantPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever anybody sends, in whichever order: an agent's status follows the table, its epoch
/// counts the changes, and its level rises only by a rule that holds or by enough humans.
class AgentPropertyTest {

  private static final int COMMANDS = 1_500;

  private final TenantPolicy policy = new Scenario().ladder(Ladders.WORK).policy;
  private AgentAuthority agent =
      AgentAuthority.registered(
          new AgentRegistered(AGENT, "codes", 0, new PrincipalId("owner"), Set.of()));
  private Instant now = NOW;
  private Optional<PromotionProposed> proposed = Optional.empty();
  private final List<PromotionAnswered> grants = new ArrayList<>();
  private int raises;
  private int accepted;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noSequenceOfCommandsRaisesAnAgentWithoutARuleOrHumans(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < COMMANDS; n++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(90)));
      AgentCommand command = command(random, n);
      List<AgentEvent> events;
      try {
        events = AgentDecider.decide(command, Optional.of(agent), policy, now);
      } catch (ForbiddenException | InvalidFieldException _) {
        continue;
      }
      accepted++;
      for (AgentEvent event : events) {
        happens(command, event);
      }
    }
    assertThat(accepted).isPositive();
    assertThat(raises).as("promotions, so that there was something to watch").isPositive();
  }

  private void happens(AgentCommand command, AgentEvent event) {
    AgentAuthority before = agent;
    agent = agent.evolve(event, now);
    assertThat(AgentTransitions.TABLE.next(Optional.of(before.status()), event.getClass()))
        .as("%s of an agent that is %s", event, before.status())
        .containsExactly(agent.status());
    switch (event) {
      case PromotionProposed p -> {
        assertThat(agent.epoch()).isEqualTo(before.epoch());
        proposed = Optional.of(p);
        grants.clear();
      }
      case PromotionAnswered a -> {
        assertThat(agent.epoch()).isEqualTo(before.epoch());
        if (a.granted()) {
          grants.add(a);
        }
      }
      case AgentEvent.AgentStepJudged _ -> assertThat(agent.epoch()).isEqualTo(before.epoch());
      case AgentEvent.AgentRegistered _,
          AgentLevelChanged _,
          AgentEvent.AgentSuspended _,
          AgentEvent.AgentRevoked _,
          AgentEvent.AgentReinstated _ ->
          assertThat(agent.epoch()).isEqualTo(before.epoch() + 1);
    }
    assertThat(agent.version()).isEqualTo(before.version() + 1);
    if (agent.level() > before.level()) {
      raises++;
      requireReason(command, event, before);
    }
    if (agent.epoch() > before.epoch()) {
      proposed = Optional.empty();
      grants.clear();
    }
  }

  /// By the rule's own words, not by the decider's code.
  private void requireReason(AgentCommand command, AgentEvent event, AgentAuthority before) {
    assertThat(event).isInstanceOf(AgentLevelChanged.class);
    assertThat(agent.level()).isEqualTo(before.level() + 1);
    if (command instanceof AssessAgent assessed) {
      assertThat(before.level()).isZero();
      assertThat(assessed.epoch()).isEqualTo(before.epoch());
      assertThat(assessed.competence().consecutivePassesAtLevel()).isGreaterThanOrEqualTo(5);
      return;
    }
    assertThat(command).isInstanceOf(AnswerPromotion.class);
    PromotionProposed open = proposed.orElseThrow();
    assertThat(open.from()).isEqualTo(before.level());
    assertThat(now).isBefore(open.expiresAt());
    assertThat(grants.stream().map(PromotionAnswered::by).distinct().count())
        .isGreaterThanOrEqualTo(before.level());
    assertThat(grants).noneMatch(grant -> grant.by().equals(before.owner()));
    assertThat(grants).allMatch(grant -> grant.proposal().equals(open.proposal()));
  }

  private AgentCommand command(Random random, int n) {
    Context by = anybody(random);
    int level = random.nextInt(5);
    return switch (random.nextInt(agent.status() == Status.ACTIVE ? 12 : 16)) {
      case 0 -> new ChangeAgentLevel(by, AGENT, level, "because");
      case 1 -> new SuspendAgent(by, AGENT, "because", Optional.empty());
      case 2 -> new RevokeAgent(by, AGENT, "because");
      case 3, 12, 13, 14, 15 -> new ReinstateAgent(by, AGENT, level, "because");
      case 4, 5, 6 ->
          assessment(random, random.nextInt(8) == 0 ? by : LedgerItself.context(TENANT), n);
      default ->
          new AnswerPromotion(
              by,
              AGENT,
              agent.promotion().map(open -> open.proposal()).orElse("p-none"),
              random.nextInt(6) > 0,
              "because");
    };
  }

  private AssessAgent assessment(Random random, Context by, int n) {
    long epoch = agent.epoch() - (random.nextInt(4) == 0 ? 1 : 0);
    return new AssessAgent(
        by,
        AGENT,
        epoch,
        Ladders.record(random.nextInt(9), random.nextInt(12) == 0 ? 1 : 0),
        "p-" + n);
  }

  private static Context anybody(Random random) {
    List<String> names = List.of("owner", "ada", "bob", "cyd", AGENT.value(), "ledger");
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Role role : List.of(Role.OPERATOR, Role.APPROVER, Role.AGENT)) {
      if (random.nextBoolean()) {
        roles.add(role);
      }
    }
    return new Context(
        new Principal(
            new PrincipalId(names.get(random.nextInt(names.size()))),
            // The ledger's own name is reserved; what is tried here is to pass for it.
            random.nextInt(4) == 0 ? Principal.Kind.AGENT : Principal.Kind.HUMAN,
            TENANT,
            roles,
            Optional.empty(),
            random.nextBoolean() ? Set.of("maintainer") : Set.of()),
        Optional.empty(),
        Optional.empty());
  }
}
