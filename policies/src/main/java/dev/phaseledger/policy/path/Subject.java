package dev.phaseledger.policy.path;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;

/// Whom a path counts for, and rests for after it fired.
public sealed interface Subject {

  /// As a sentence names it.
  String described();

  /// An agent, under all of its contracts.
  record OfAgent(AgentId agent) implements Subject {
    @Override
    public String described() {
      return "agent " + agent;
    }
  }

  /// One contract.
  record OfContract(ContractId contract) implements Subject {
    @Override
    public String described() {
      return "contract " + contract;
    }
  }

  /// What a document can count by.
  enum Kind {
    AGENT,
    CONTRACT
  }
}
