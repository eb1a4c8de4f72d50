package dev.phaseledger.api.query;

/// A contract that was delegated under another one.
public record DelegateView(String contractId, String agentId) {}
