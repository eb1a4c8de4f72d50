package dev.phaseledger.command.authority;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapDrafted;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A tenant's maps beside those in force: what is being written, and every version there was.
/// Immutable.
///
/// @param drafts by the name of the map
/// @param versions the source of every published version, by the name of the map and by digest
/// @param highest the highest version that its author ever gave it, by the name of the map
/// @param secondPerson whether publishing a map needs somebody who did not write it
public record Drafting(
    Map<String, Draft> drafts,
    Map<String, Map<Digest, String>> versions,
    Map<String, Integer> highest,
    boolean secondPerson) {

  static final Drafting NONE = new Drafting(Map.of(), Map.of(), Map.of(), false);

  public Drafting {
    drafts = Map.copyOf(drafts);
    versions = Map.copyOf(versions);
    highest = Map.copyOf(highest);
  }

  /// A map that is being written.
  ///
  /// @param checked the digest it would be published under; empty if it has problems
  /// @param authors everybody who has had a hand in it, or for whom somebody had
  /// @param position where it is on record
  public record Draft(
      String name,
      String source,
      Optional<Digest> checked,
      Set<PrincipalId> authors,
      long position) {
    public Draft {
      authors = Set.copyOf(authors);
    }

    /// What names this state of it.
    public Digest tag() {
      return Digest.of(source);
    }
  }

  /// The draft of a map, if there is one.
  public Optional<Draft> draft(String name) {
    return Optional.ofNullable(drafts.get(name));
  }

  /// The source of a published version.
  public Optional<String> version(String name, Digest digest) {
    return Optional.ofNullable(versions.getOrDefault(name, Map.of()).get(digest));
  }

  /// The sources of the published versions of a map, by digest.
  public Map<Digest, String> versions(String name) {
    return versions.getOrDefault(name, Map.of());
  }

  /// Whether this source was published under the name before.
  public boolean wasPublished(String name, String source) {
    return versions.getOrDefault(name, Map.of()).containsValue(source);
  }

  /// The highest version of a map so far; 0 if there was none.
  public int highest(String name) {
    return highest.getOrDefault(name, 0);
  }

  Drafting with(InvariantMapDrafted e, long position) {
    Map<String, Draft> next = new HashMap<>(drafts);
    next.put(e.name(), new Draft(e.name(), e.source(), e.checked(), e.authors(), position));
    return new Drafting(next, versions, highest, secondPerson);
  }

  Drafting without(String name) {
    Map<String, Draft> next = new HashMap<>(drafts);
    next.remove(name);
    return new Drafting(next, versions, highest, secondPerson);
  }

  /// A draft that was published is none any more; one that somebody goes on writing stays.
  Drafting with(InvariantMapPublished e) {
    Map<String, Map<Digest, String>> allVersions = new HashMap<>(versions);
    Map<Digest, String> own = new LinkedHashMap<>(versions.getOrDefault(e.name(), Map.of()));
    own.put(e.digest(), e.source());
    allVersions.put(e.name(), Collections.unmodifiableMap(own));
    Map<String, Integer> allHighest = new HashMap<>(highest);
    allHighest.merge(e.name(), e.version(), Math::max);
    Drafting next = new Drafting(drafts, allVersions, allHighest, secondPerson);
    return draft(e.name()).filter(draft -> draft.source().equals(e.source())).isPresent()
        ? next.without(e.name())
        : next;
  }

  Drafting with(boolean needsSecondPerson) {
    return new Drafting(drafts, versions, highest, needsSecondPerson);
  }
}
