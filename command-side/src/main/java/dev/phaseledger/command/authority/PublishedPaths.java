package dev.phaseledger.command.authority;

import dev.phaseledger.policy.path.RevocationPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The revocation paths of one tenant: those in force and the versions before them, so that what
/// was recorded before a publication is held against what was in force then.
///
/// @param versions newest first, at most [#VERSIONS_MAX]
public record PublishedPaths(List<Version> versions) {

  /// Versions that are kept. A follower that is further behind than so many publications holds old
  /// entries against the oldest one that is kept, from where that was published.
  static final int VERSIONS_MAX = 8;

  /// Nothing was published.
  public static final PublishedPaths NONE = new PublishedPaths(List.of());

  /// One published version.
  ///
  /// @param position where it was published
  public record Version(RevocationPaths paths, long position) {}

  public PublishedPaths {
    versions = List.copyOf(versions);
  }

  /// What is in force.
  public Optional<RevocationPaths> current() {
    return versions.stream().map(Version::paths).findFirst();
  }

  /// What was in force when an entry was recorded; empty if nothing was.
  public Optional<RevocationPaths> at(long position) {
    return versions.stream()
        .filter(version -> version.position() < position)
        .map(Version::paths)
        .findFirst();
  }

  PublishedPaths with(Version version) {
    List<Version> next = new ArrayList<>();
    next.add(version);
    next.addAll(versions.subList(0, Math.min(versions.size(), VERSIONS_MAX - 1)));
    return new PublishedPaths(next);
  }
}
