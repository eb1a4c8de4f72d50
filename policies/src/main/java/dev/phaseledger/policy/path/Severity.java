package dev.phaseledger.policy.path;

/// How bad what was observed is, from the mildest to the worst.
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
