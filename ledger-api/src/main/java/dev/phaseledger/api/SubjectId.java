package dev.phaseledger.api;

/// A person whom personal data is about, by a pseudonym.
///
/// It stands in entries in the clear and stays there for ever, so it must not be a name, an address
/// or anything else that says who the person is to somebody who holds nothing but the ledger.
public record SubjectId(String value) implements Comparable<SubjectId> {

  public SubjectId {
    Identifiers.check("subject", value);
  }

  @Override
  public int compareTo(SubjectId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
