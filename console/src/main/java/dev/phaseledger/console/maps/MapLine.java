package dev.phaseledger.console.maps;

import dev.phaseledger.api.query.MapsView.DraftState;
import dev.phaseledger.api.query.MapsView.MapState;
import dev.phaseledger.api.query.MapsView.VersionInForce;
import dev.phaseledger.console.page.Badge;
import java.util.Optional;
import java.util.stream.Collectors;

/// One map as pages show how it stands.
///
/// @param version the version in force; empty if none is
/// @param unfit why it refuses what it is asked about until it is published again; empty if it does
///   not
/// @param draft how its draft stands; none without one
/// @param writers who has written the draft
record MapLine(
    String name,
    Badge state,
    String version,
    String digest,
    String unfit,
    int versions,
    int highest,
    Optional<Badge> draft,
    String writers) {

  static MapLine of(MapState state) {
    Optional<String> unfit = state.inForce().flatMap(VersionInForce::unfit);
    return new MapLine(
        state.name(),
        badge(state, unfit),
        state.inForce().map(now -> Integer.toString(now.version())).orElse(""),
        state.inForce().map(now -> now.digest().value()).orElse(""),
        unfit.orElse(""),
        state.versions(),
        state.highest(),
        state.draft().map(MapLine::badge),
        state.draft().map(MapLine::writers).orElse(""));
  }

  private static Badge badge(MapState state, Optional<String> unfit) {
    if (state.inForce().isEmpty()) {
      return new Badge("never published", "plain");
    }
    return unfit.isEmpty() ? new Badge("in force", "good") : new Badge("publish again", "bad");
  }

  private static Badge badge(DraftState draft) {
    return draft.checked()
        ? new Badge("draft ready to publish", "waiting")
        : new Badge("draft unfinished", "plain");
  }

  private static String writers(DraftState draft) {
    return draft.authors().stream().sorted().collect(Collectors.joining(", "));
  }
}
