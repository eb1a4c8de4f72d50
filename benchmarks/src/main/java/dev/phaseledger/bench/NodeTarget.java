package dev.phaseledger.bench;

/// A node of a service, to be measured beside others on the same database.
public interface NodeTarget extends DecisionTarget {

  /// What the node has counted since it was opened.
  ///
  /// @param commits of its own
  /// @param entries that it committed
  /// @param conflicts appends refused because what they were decided on had changed
  /// @param fallbacks commits that had to take the lock, because another node was faster
  /// @param foreign entries of other nodes that it read
  record Counters(long commits, long entries, long conflicts, long fallbacks, long foreign) {

    Counters plus(Counters other) {
      return new Counters(
          commits + other.commits,
          entries + other.entries,
          conflicts + other.conflicts,
          fallbacks + other.fallbacks,
          foreign + other.foreign);
    }

    Counters since(Counters before) {
      return new Counters(
          commits - before.commits,
          entries - before.entries,
          conflicts - before.conflicts,
          fallbacks - before.fallbacks,
          foreign - before.foreign);
    }
  }

  Counters counters();
}
