package dev.phaseledger.command.agent;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.command.AgentCommand.AnswerPromotion;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.AgentCommand.SuspendAgent;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Registers agents, changes their authority and takes answers to proposed promotions.
@RestController
@RequestMapping("/v1/agents")
final class AgentCommandEndpoint {

  private final LedgerCommands ledger;

  AgentCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record Registration(
      @Nullable String agentId,
      @Nullable String description,
      @Nullable Integer level,
      @Nullable String owner,
      @Nullable List<@Nullable String> roles) {}

  record Reason(@Nullable String reason) {}

  record LevelChange(@Nullable Integer level, @Nullable String reason) {}

  record Answer(@Nullable Boolean granted, @Nullable String reason) {}

  @PostMapping
  ResponseEntity<Written> register(
      Principal caller, RequestEnvelope envelope, @RequestBody Registration body) {
    var agent = new AgentId(Given.required("agentId", body.agentId()));
    var command =
        new RegisterAgent(
            envelope.context(caller),
            agent,
            Given.text(body.description()),
            body.level() == null ? OptionalInt.empty() : OptionalInt.of(body.level()),
            Given.optional(body.owner()).map(PrincipalId::new).orElse(caller.id()),
            Given.set("roles", body.roles()));
    return Written.created(agent.value(), ledger.send(command));
  }

  @PostMapping("/{agent}/revocation")
  Written revoke(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String agent,
      @RequestBody Reason body) {
    var command =
        new RevokeAgent(
            envelope.context(caller), new AgentId(agent), Given.required("reason", body.reason()));
    return Written.of(agent, ledger.send(command));
  }

  @PostMapping("/{agent}/suspension")
  Written suspend(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String agent,
      @RequestBody Reason body) {
    var command =
        new SuspendAgent(
            envelope.context(caller),
            new AgentId(agent),
            Given.required("reason", body.reason()),
            Optional.empty());
    return Written.of(agent, ledger.send(command));
  }

  @PostMapping("/{agent}/level")
  Written changeLevel(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String agent,
      @RequestBody LevelChange body) {
    var command =
        new ChangeAgentLevel(
            envelope.context(caller),
            new AgentId(agent),
            Given.required("level", body.level()),
            Given.required("reason", body.reason()));
    return Written.of(agent, ledger.send(command));
  }

  @PostMapping("/{agent}/reinstatement")
  Written reinstate(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String agent,
      @RequestBody LevelChange body) {
    var command =
        new ReinstateAgent(
            envelope.context(caller),
            new AgentId(agent),
            Given.required("level", body.level()),
            Given.required("reason", body.reason()));
    return Written.of(agent, ledger.send(command));
  }

  @PostMapping("/{agent}/promotions/{proposal}/answer")
  Written answerPromotion(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String agent,
      @PathVariable String proposal,
      @RequestBody Answer body) {
    var command =
        new AnswerPromotion(
            envelope.context(caller),
            new AgentId(agent),
            proposal,
            Given.required("granted", body.granted()),
            Given.required("reason", body.reason()));
    return Written.of(agent, ledger.send(command));
  }
}
