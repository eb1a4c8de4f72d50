package dev.phaseledger.api.query;

import java.util.List;

/// What was delegated under a contract, directly or not, in the order of its delegation.
public record DelegatesView(List<Delegate> delegates) {

  public DelegatesView {
    delegates = List.copyOf(delegates);
  }

  /// One contract that was delegated.
  public record Delegate(String contractId, String agentId) {}
}
