package dev.phaseledger.policy.yaml;

/// A place in a document; line and column count from 1.
public record Place(int line, int column) {

  /// Where a document starts.
  public static final Place START = new Place(1, 1);
}
