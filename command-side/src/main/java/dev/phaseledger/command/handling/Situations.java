package dev.phaseledger.command.handling;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.history.Histories;
import dev.phaseledger.policy.CountBook;
import java.time.Instant;

/// What decisions are made on beside the stream that they are recorded in.
final class Situations {

  private final InForce inForce;
  private final Histories histories;

  Situations(InForce inForce, Histories histories) {
    this.inForce = inForce;
    this.histories = histories;
  }

  /// What is in force, guarded: if any of it has changed by the time of the append, the decision is
  /// made again. What is counted beyond the contract is not guarded, and is recorded where it is
  /// read.
  Situation of(TenantId tenant, ContractState contract, Instant now) {
    AgentAuthority agent = agent(tenant, contract);
    TenantPolicy policy = inForce.policy(tenant);
    Applied.guard(tenant, agent);
    Applied.guard(tenant, policy);
    return new Situation(contract, agent, policy, now, beyond(tenant, policy, now));
  }

  /// Answers how often things happened, as of what this node knows.
  CountBook beyond(TenantId tenant, TenantPolicy policy, Instant now) {
    return histories.book(tenant, policy.snapshot(), now);
  }

  /// The agent that holds a contract.
  AgentAuthority agent(TenantId tenant, ContractState contract) {
    // The contract was read from the store, so its agent is on record; this node follows the log.
    return inForce
        .agent(tenant, contract.terms().agent())
        .orElseThrow(() ->
            new ConflictException(
                StreamId.agent(tenant, contract.terms().agent())
                    + " is not known to this node yet"));
  }

  InForce inForce() {
    return inForce;
  }
}
