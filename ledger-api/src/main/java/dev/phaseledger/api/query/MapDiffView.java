package dev.phaseledger.api.query;

import dev.phaseledger.api.Digest;
import java.util.List;
import java.util.Optional;

/// What differs between two versions of a map.
///
/// @param added invariants that only the later one has
/// @param removed invariants that only the earlier one has
/// @param changed invariants that both have and that mean something else
/// @param lines the lines of both, each after ` `, `-` or `+`
/// @param unreadable why nothing is said of invariants: this release cannot read one of the two
public record MapDiffView(
    Digest from,
    Digest to,
    List<String> added,
    List<String> removed,
    List<String> changed,
    List<String> lines,
    Optional<String> unreadable) {

  public MapDiffView {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    lines = List.copyOf(lines);
  }
}
