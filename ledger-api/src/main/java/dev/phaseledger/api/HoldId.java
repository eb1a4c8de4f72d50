package dev.phaseledger.api;

/// Names a legal hold within its tenant, such as the reference of a case.
///
/// It stands in entries in the clear and stays there for ever, so it must not say who a person is.
public record HoldId(String value) implements Comparable<HoldId> {

  public HoldId {
    Identifiers.check("hold", value);
  }

  @Override
  public int compareTo(HoldId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
