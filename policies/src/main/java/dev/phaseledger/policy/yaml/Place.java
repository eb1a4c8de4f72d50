package dev.phaseledger.policy.yaml;

/// A place in a document; line and column count from 1.
public record Place(int line, int column) {

  /// Where a document starts.
  public static final Place START = new Place(1, 1);

  /// No place: what is wrong is wrong with the whole.
  public static final Place NOWHERE = new Place(0, 0);
}
