package dev.phaseledger.store;

import java.util.List;
import java.util.Optional;

/// The next entries of the log as they were committed, and the plan that is to be answered with
/// them. They may be seen, and the plan answered, only once the commit is durable.
///
/// @param entries in the order of positions; none if the plan only refuses
/// @param plan of this node; empty if others wrote the entries
record Committed(List<Followed> entries, Optional<Plan> plan) {

  /// What a plan of this node wrote.
  static Committed of(Plan plan) {
    return new Committed(plan.entries().stream().map(Followed::known).toList(), Optional.of(plan));
  }

  /// What was read from the log.
  static Committed read(List<Followed> entries) {
    return new Committed(entries, Optional.empty());
  }

  /// A plan whose entries have been passed on already.
  static Committed answer(Plan plan) {
    return new Committed(List.of(), Optional.of(plan));
  }
}
