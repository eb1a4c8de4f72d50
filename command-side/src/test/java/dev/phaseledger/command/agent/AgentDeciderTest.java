package dev.phaseledger.command.agent;

import static dev.phaseledger.command.Scenario.AGENT;
import static dev.phaseledger.command.Scenario.NOW;
import static dev.phaseledger.command.Scenario.agentItself;
import static dev.phaseledger.command.Scenario.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.command.AgentCommand;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.TenantPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentDeciderTest {

  private static final RegisterAgent REGISTER =
      new RegisterAgent(operator(), AGENT, "codes", 3, new PrincipalId("olga"), Set.of("writer"));

  @Test
  void registersOnce() {
    List<AgentEvent> events = decide(REGISTER, Optional.empty());
    assertThat(events).singleElement().isInstanceOf(AgentRegistered.class);
    assertThatThrownBy(() -> decide(REGISTER, Optional.of(registered())))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("agentId");
  }

  @Test
  void everyChangeRaisesTheEpoch() {
    AgentAuthority agent = registered();
    for (var command :
        List.of(
            new ChangeAgentLevel(operator(), AGENT, 4, "earned"),
            new RevokeAgent(operator(), AGENT, "incident"),
            new ReinstateAgent(operator(), AGENT, 1, "fixed"))) {
      long before = agent.epoch();
      for (AgentEvent event : decide(command, Optional.of(agent))) {
        agent = agent.evolve(event, NOW);
      }
      assertThat(agent.epoch()).isEqualTo(before + 1);
    }
    assertThat(agent.level()).isEqualTo(1);
  }

  @Test
  void revokingTwiceChangesNothing() {
    AgentAuthority agent = registered();
    var revoke = new RevokeAgent(operator(), AGENT, "incident");
    for (AgentEvent event : decide(revoke, Optional.of(agent))) {
      agent = agent.evolve(event, NOW);
    }
    assertThat(decide(revoke, Optional.of(agent))).isEmpty();
  }

  @Test
  void anAgentCannotRaiseItsOwnLevel() {
    var command = new ChangeAgentLevel(agentItself(), AGENT, 9, "trust me");
    assertThatThrownBy(() -> decide(command, Optional.of(registered())))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void refusesAnUnknownAgentAndALevelOffTheLadder() {
    var command = new ChangeAgentLevel(operator(), AGENT, 10, "more");
    assertThatThrownBy(() -> decide(command, Optional.of(registered())))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("level");
    assertThatThrownBy(() -> decide(new RevokeAgent(operator(), AGENT, "x"), Optional.empty()))
        .isInstanceOf(NotFoundException.class);
  }

  private static List<AgentEvent> decide(AgentCommand command, Optional<AgentAuthority> known) {
    return AgentDecider.decide(command, known, TenantPolicy.NONE, NOW);
  }

  private static AgentAuthority registered() {
    return AgentAuthority.registered(
        (AgentRegistered) decide(REGISTER, Optional.empty()).getFirst());
  }
}
