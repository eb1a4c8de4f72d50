package dev.phaseledger.command.dispatch;

import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.policy.CountBook;
import java.time.Instant;

/// Everything that a dispatch is judged on. Equal situations give equal judgements.
///
/// @param beyond answers how often things happened beyond the contract; what it is asked is
///   recorded with the decision
public record Situation(
    ContractState contract,
    AgentAuthority agent,
    TenantPolicy policy,
    Instant now,
    CountBook beyond) {

  /// A situation in which nothing beyond the contract was counted.
  public Situation(ContractState contract, AgentAuthority agent, TenantPolicy policy, Instant now) {
    this(contract, agent, policy, now, CountBook.NONE);
  }
}
