package dev.phaseledger.api;

/// An isolation boundary; each tenant has one ledger.
public record TenantId(String value) {

  public TenantId {
    Identifiers.check("tenant", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
