package dev.phaseledger.api;

/// A registered worker.
public record AgentId(String value) {

  public AgentId {
    Identifiers.check("agentId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
