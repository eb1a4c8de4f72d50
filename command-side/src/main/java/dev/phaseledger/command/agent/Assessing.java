package dev.phaseledger.command.agent;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.AgentCommand.AssessAgent;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.LedgerQuery.ListAgentsByCompetenceChange;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.duty.Duty;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;

/// Has agents assessed whose work on record has changed.
///
/// It stays cheap with many agents: it remembers how far it has come in the order of changes, so
/// that a round asks for nothing but what is new, and it sends a command only for those of whom the
/// decider, asked beforehand on what this node knows, has something to say. All agents are looked
/// at again every [#SWEEP_INTERVAL], because criteria may read the time, and when the tenant's
/// policy changes. What it remembers is no state of the ledger's: a node that starts looks at all
/// of them once.
@Component
final class Assessing implements Duty {

  /// Agents that are asked for at once.
  static final int PAGE_AGENTS = 500;

  /// How long an agent whose record does not change may wait until it is looked at again.
  static final Duration SWEEP_INTERVAL = Duration.ofMinutes(10);

  private final InForce inForce;
  private final QueryGateway queries;
  private final LedgerCommands ledger;
  private final IdSource ids;

  /// Used by the one thread that performs this duty.
  private final Map<TenantId, Seen> seen = new HashMap<>();

  /// How far a tenant's agents were looked at.
  ///
  /// @param position position of the last change that was looked at
  /// @param policyVersion version of the policy they were held against
  /// @param sweptAt when looking at all of them was begun
  private record Seen(long position, long policyVersion, Instant sweptAt) {

    Seen upTo(long changed) {
      return new Seen(changed, policyVersion, sweptAt);
    }
  }

  Assessing(InForce inForce, QueryGateway queries, LedgerCommands ledger, IdSource ids) {
    this.inForce = inForce;
    this.queries = queries;
    this.ledger = ledger;
    this.ids = ids;
  }

  @Override
  public String name() {
    return "assessing";
  }

  @Override
  public int perform(Instant now) {
    int sent = 0;
    for (TenantId tenant : inForce.tenantsWithLadder()) {
      sent += assess(tenant, now);
    }
    return sent;
  }

  private int assess(TenantId tenant, Instant now) {
    TenantPolicy policy = inForce.policy(tenant);
    Seen start = seen.get(tenant);
    if (start == null
        || start.policyVersion() != policy.version()
        || !now.isBefore(start.sweptAt().plus(SWEEP_INTERVAL))) {
      start = new Seen(0, policy.version(), now);
      seen.put(tenant, start);
    }
    int sent = 0;
    Seen at = start;
    List<AgentView> page;
    do {
      page = changed(tenant, at.position());
      for (AgentView agent : page) {
        // Before it is sent: one that cannot be decided on holds up no other, and is tried again
        // with the next sweep.
        at = at.upTo(agent.competence().position());
        seen.put(tenant, at);
        sent += assess(tenant, agent, policy, now);
      }
    } while (page.size() == PAGE_AGENTS && !Thread.currentThread().isInterrupted());
    return sent;
  }

  private int assess(TenantId tenant, AgentView view, TenantPolicy policy, Instant now) {
    var agent = new AgentId(view.agentId());
    Optional<AgentAuthority> known = inForce.agent(tenant, agent);
    var command =
        new AssessAgent(
            LedgerItself.context(tenant), agent, view.epoch(), view.competence(), ids.next());
    // Views may know of a change on another node before this node has heard of it.
    boolean behind = known.isEmpty() || known.get().epoch() < view.epoch();
    if (!behind && Assessment.assess(command, known.get(), policy, now).isEmpty()) {
      return 0;
    }
    return ledger.send(command).events().isEmpty() ? 0 : 1;
  }

  private List<AgentView> changed(TenantId tenant, long after) {
    try {
      return queries
          .query(
              new ListAgentsByCompetenceChange(tenant, after, PAGE_AGENTS),
              ResponseTypes.multipleInstancesOf(AgentView.class))
          .join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }
}
