package dev.phaseledger.api.query;

import dev.phaseledger.api.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a tenant's invariant maps stand.
///
/// @param maps by name
/// @param secondPerson whether publishing one needs somebody who did not write it
public record MapsView(List<MapState> maps, boolean secondPerson) {

  public MapsView {
    maps = List.copyOf(maps);
  }

  /// One map.
  ///
  /// @param inForce empty if it was never published
  /// @param versions how many different ones there were
  /// @param highest the highest version number that was taken; 0 if none was
  /// @param draft what is being written, if something is
  public record MapState(
      String name,
      Optional<VersionInForce> inForce,
      int versions,
      int highest,
      Optional<DraftState> draft) {}

  /// The version that decides.
  ///
  /// @param unfit why it refuses what it is asked about until it is published again, if it does
  public record VersionInForce(int version, Digest digest, Optional<String> unfit) {}

  /// What is being written.
  ///
  /// @param checked whether it can be published as it is
  public record DraftState(boolean checked, Set<String> authors, long position) {
    public DraftState {
      authors = Set.copyOf(authors);
    }
  }
}
