package dev.phaseledger.proof.pack;

import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.pack.RangeLines.Place;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs the lines of `entries.jsonl` along the leaf hashes that the range names as included, and
/// says which entry is missing, altered, out of its place or was never recorded.
///
/// Memory is bounded: at most {@link #AHEAD_MAX} of each are looked at ahead, and it gives up after
/// {@link #UNMATCHED_MAX} that do not match.
final class EntriesCheck {

  /// How far ahead the two sides are searched for the place where they meet again, in entries.
  static final int AHEAD_MAX = 256;

  /// Places and lines that are kept because they do not match.
  static final int UNMATCHED_MAX = 500;

  @FunctionalInterface
  interface Source<T> {
    Optional<T> next() throws IOException;
  }

  record Line(long number, Sha256Hash leaf) {}

  /// A place, a line, or both, that do not match.
  private record Misfit(Optional<Place> place, Optional<Line> line) {}

  private final Source<Place> placesLeft;
  private final Source<Line> linesLeft;
  private final Deque<Place> places = new ArrayDeque<>();
  private final Deque<Line> lines = new ArrayDeque<>();
  private final List<Misfit> misfits = new ArrayList<>();
  private boolean gaveUp;

  /// @param places the included places of the range, in order
  EntriesCheck(Source<Place> places, Source<Line> lines) {
    this.placesLeft = places;
    this.linesLeft = lines;
  }

  List<PackFinding> run() throws IOException {
    while (!gaveUp) {
      fill(places, placesLeft, 1);
      fill(lines, linesLeft, 1);
      if (places.isEmpty() && lines.isEmpty()) {
        return findings();
      }
      if (!places.isEmpty()
          && !lines.isEmpty()
          && places.getFirst().leaf().equals(lines.getFirst().leaf())) {
        places.removeFirst();
        lines.removeFirst();
      } else {
        pass();
        gaveUp = misfits.size() > UNMATCHED_MAX;
      }
    }
    return findings();
  }

  private static <T> void fill(Deque<T> ahead, Source<T> source, int count) throws IOException {
    while (ahead.size() < count) {
      Optional<T> next = source.next();
      if (next.isEmpty()) {
        return;
      }
      ahead.addLast(next.get());
    }
  }

  /// Passes over the fewest places and lines after which the two meet again.
  private void pass() throws IOException {
    fill(places, placesLeft, AHEAD_MAX);
    fill(lines, linesLeft, AHEAD_MAX);
    Map<Sha256Hash, Integer> placeOf = new HashMap<>();
    int at = 0;
    for (Place place : places) {
      placeOf.putIfAbsent(place.leaf(), at++);
    }
    int skipPlaces = places.size();
    int skipLines = lines.size();
    int line = 0;
    for (Line candidate : lines) {
      Integer place = placeOf.get(candidate.leaf());
      if (place != null && place + line < skipPlaces + skipLines) {
        skipPlaces = place;
        skipLines = line;
      }
      line++;
    }
    for (int i = 0; i < Math.max(skipPlaces, skipLines); i++) {
      skip(i < skipPlaces, i < skipLines);
    }
  }

  private void skip(boolean place, boolean line) {
    misfits.add(
        new Misfit(
            place ? Optional.of(places.removeFirst()) : Optional.empty(),
            line ? Optional.of(lines.removeFirst()) : Optional.empty()));
  }

  private List<PackFinding> findings() {
    Map<Sha256Hash, Line> elsewhere = new HashMap<>();
    for (Misfit misfit : misfits) {
      misfit.line().ifPresent(line -> elsewhere.putIfAbsent(line.leaf(), line));
    }
    List<PackFinding> findings = new ArrayList<>();
    Set<Line> explained = new HashSet<>();
    for (Misfit misfit : misfits) {
      misfit
          .place()
          .ifPresent(place -> {
            Optional<Line> moved = Optional.ofNullable(elsewhere.get(place.leaf()));
            findings.add(lost(place, moved, misfit.line()));
            explained.addAll(moved.or(misfit::line).stream().toList());
          });
    }
    for (Misfit misfit : misfits) {
      misfit
          .line()
          .filter(line -> !explained.contains(line))
          .ifPresent(line ->
              findings.add(
                  PackFinding.of(
                      PackFiles.ENTRIES,
                      "line %d is no entry that belongs there".formatted(line.number()))));
    }
    if (gaveUp) {
      findings.add(PackFinding.of(PackFiles.ENTRIES, "more does not match and is not listed"));
    }
    return findings;
  }

  private static PackFinding lost(Place place, Optional<Line> moved, Optional<Line> instead) {
    String how =
        moved
            .map(line -> "is out of its place, on line " + line.number())
            .orElse(instead.isPresent() ? "is altered" : "is missing");
    return PackFinding.at(
        PackFiles.ENTRIES, place.index(), "entry %d %s".formatted(place.index(), how));
  }
}
