package dev.phaseledger.api.query;

import dev.phaseledger.api.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A map that is being written.
///
/// @param tag what a change of it has to name
/// @param checked the digest it would be published under; empty if it has problems
/// @param authors everybody who has had a hand in it
public record MapDraftView(
    String name,
    String source,
    Digest tag,
    Optional<Digest> checked,
    Set<String> authors,
    List<SourceProblem> problems,
    long position) {

  public MapDraftView {
    authors = Set.copyOf(authors);
    problems = List.copyOf(problems);
  }

  /// Something that speaks against it.
  ///
  /// @param line counted from 1; 0 if it has no place
  /// @param column counted from 1; 0 if it has no place
  /// @param hint what would be right, where the message does not say it; empty otherwise
  public record SourceProblem(int line, int column, String field, String message, String hint) {}
}
