package dev.phaseledger.api;

/// An authenticated caller.
public record PrincipalId(String value) {

  public PrincipalId {
    Identifiers.check("principalId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
