package dev.phaseledger.command.dispatch;

import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.contract.ContractState;
import java.time.Instant;

/// Everything that a dispatch is judged on. Equal situations give equal judgements.
public record Situation(
    ContractState contract, AgentAuthority agent, TenantPolicy policy, Instant now) {}
