package dev.phaseledger.api;

/// What a principal may do within its tenant.
public enum Role {
  /// Ask to act, and report evidence and outcomes, as the agent it is.
  AGENT,
  /// Register agents, issue contracts, revoke, import.
  OPERATOR,
  /// Approve or reject dispatches of others.
  APPROVER,
  /// Publish invariant maps.
  POLICY_AUTHOR,
  /// Read everything of the tenant.
  AUDITOR,
  /// Open personal data and erase it; read everything of the tenant.
  PRIVACY_OFFICER
}
