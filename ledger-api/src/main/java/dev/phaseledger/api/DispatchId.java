package dev.phaseledger.api;

/// One request to act.
public record DispatchId(String value) {

  public DispatchId {
    Identifiers.check("dispatchId", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
