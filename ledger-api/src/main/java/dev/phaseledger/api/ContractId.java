package dev.phaseledger.api;

/// An execution contract.
public record ContractId(String value) {

  public ContractId {
    Identifiers.check("contractId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
