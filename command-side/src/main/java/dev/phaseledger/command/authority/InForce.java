package dev.phaseledger.command.authority;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The authority of every agent and the policy of every tenant, as of the last append this node
/// knows.
///
/// Deciders read it without locks. A decision made on it carries a guard on the version it read, so
/// a change that this node has not seen yet makes the append fail instead of slipping past.
public final class InForce implements LogListener {

  private final ConcurrentHashMap<StreamId, AgentAuthority> agents = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<TenantId, TenantPolicy> policies = new ConcurrentHashMap<>();

  /// The agent's authority, if it is registered.
  public Optional<AgentAuthority> agent(TenantId tenant, AgentId agent) {
    return Optional.ofNullable(agents.get(StreamId.agent(tenant, agent)));
  }

  /// The tenant's policy; the empty one if nothing was published.
  public TenantPolicy policy(TenantId tenant) {
    return policies.getOrDefault(tenant, TenantPolicy.NONE);
  }

  /// The tenants with a ladder in force.
  public Set<TenantId> tenantsWithLadder() {
    return policies.entrySet().stream()
        .filter(entry -> entry.getValue().ladder().isPresent())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<StreamId.Subject> subjects() {
    return Set.of(StreamId.Subject.AGENT, StreamId.Subject.POLICY);
  }

  @Override
  public void onRecorded(RecordedEvent recorded) {
    switch (recorded.event()) {
      case AgentEvent event ->
          agents.compute(
              recorded.stream(),
              (_, known) -> {
                if (event instanceof AgentRegistered registered) {
                  return AgentAuthority.registered(registered);
                }
                if (known == null) {
                  throw new IllegalStateException(
                      "position " + recorded.position() + ": agent was never registered");
                }
                return known.evolve(event, recorded.time());
              });
      case PolicyEvent event ->
          policies.compute(
              recorded.stream().tenant(),
              (_, known) ->
                  (known == null ? TenantPolicy.NONE : known).evolve(event, recorded.position()));
      case ContractEvent _, LogEvent _, SubjectEvent _ -> {}
    }
  }
}
