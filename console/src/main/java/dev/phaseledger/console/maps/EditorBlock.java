package dev.phaseledger.console.maps;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.Approvers;
import dev.phaseledger.api.query.MapDraftView;
import dev.phaseledger.api.query.MapDraftView.SourceProblem;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the editor is opened on.
///
/// @param basis what the text is that is opened, for people
/// @param tag what a change of the draft has to name; empty if there is none
/// @param checked the digest that the draft would be published under; empty if it cannot be
/// @param writers who has written the draft
/// @param own whether the reader is one of them
record EditorBlock(
    String name,
    String source,
    String basis,
    String tag,
    String checked,
    String writers,
    boolean own,
    List<SourceProblem> problems) {

  static EditorBlock of(MapDraftView draft, Principal reader) {
    Set<String> voices =
        Approvers.voices(reader.id(), reader.onBehalfOf()).stream()
            .map(PrincipalId::value)
            .collect(Collectors.toUnmodifiableSet());
    return new EditorBlock(
        draft.name(),
        draft.source(),
        "the saved draft",
        '"' + draft.tag().value() + '"',
        draft.checked().map(digest -> digest.value()).orElse(""),
        draft.authors().stream().sorted().collect(Collectors.joining(", ")),
        !Collections.disjoint(draft.authors(), voices),
        draft.problems());
  }

  /// A version as the beginning of the next one.
  ///
  /// @param highest the highest version number that was taken
  static EditorBlock next(VersionLine version, String source, String name, int highest) {
    return fresh(
        name,
        raised(source, version.version(), highest + 1),
        "%s, with its number raised to %d".formatted(version.label(), highest + 1));
  }

  /// What a map begins as.
  static EditorBlock starter(String name, Principal reader) {
    String source =
        """
        apiVersion: governance/v1
        kind: InvariantMap
        metadata: {name: %s, version: 1, owner: %s}
        spec:
          environment: gov-cel/1
          invariants:
            - id: LEVEL-01
              description: Only agents of level 2 act here
              expression: agent.level >= 2
              onViolation: {effect: VETO}
          tests:
            fixture:
              now: 2026-01-31T10:00:00Z
              agent: {level: 2}
            cases:
              - {name: a trusted agent, expect: {decision: ALLOW}}
              - {name: a new agent, given: {agent: {level: 1}}, expect: {decision: VETO}}
        """
            .formatted(quoted(name), quoted(reader.id().value()));
    return fresh(name, source, "a small map to start from");
  }

  private static EditorBlock fresh(String name, String source, String basis) {
    return new EditorBlock(name, source, basis, "", "", "", false, List.of());
  }

  /// A name as YAML reads it back, whatever is in it.
  private static String quoted(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9_-]*")
        ? name
        : "'" + name.replace("'", "''").replaceAll("\\p{Cntrl}", " ") + "'";
  }

  /// The same text with another version number, where it is written as authors write it; else the
  /// check says what is wrong with it.
  private static String raised(String source, int version, int next) {
    return source.replaceFirst("(\\bversion:\\s*)" + version + "\\b", "$1" + next);
  }

  public boolean saved() {
    return !tag.isEmpty();
  }

  /// The results among back-tests that are of this very draft.
  List<JobLine> fitting(List<JobLine> jobs) {
    return Optional.of(checked)
        .filter(digest -> !digest.isEmpty())
        .map(digest ->
            jobs.stream()
                .filter(job -> job.map().equals(digest) && !job.result().isEmpty())
                .toList())
        .orElse(List.of());
  }
}
