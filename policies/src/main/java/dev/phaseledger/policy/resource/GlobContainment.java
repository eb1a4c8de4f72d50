package dev.phaseledger.policy.resource;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// Whether everything that one glob matches is matched by another.
///
/// Follows both over all texts at once, by the places in them that a text can lead to: of two texts
/// that lead to the same places one is enough. Characters that neither glob names are all alike, so
/// one stands for them.
final class GlobContainment {

  /// Places looked at, at most; two globs that would take more are taken to differ.
  static final int STEPS_MAX = 2_000_000;

  /// Stands for every character that is in neither glob: no glob can hold it.
  private static final char OTHER = '\u0001';

  private final Glob outer;
  private final Glob inner;
  private final int stepsPerPair;
  private final Set<Character> alphabet;

  /// Places in both globs that a text has led to.
  private static final class Pair {
    private final boolean[] outer;
    private final boolean[] inner;

    Pair(boolean[] outer, boolean[] inner) {
      this.outer = outer;
      this.inner = inner;
    }
  }

  private record Seen(BitSet outer, BitSet inner) {}

  private GlobContainment(String outer, String inner) {
    this.outer = Glob.pattern(outer);
    this.inner = Glob.pattern(inner);
    this.stepsPerPair = outer.length() + inner.length() + 2;
    this.alphabet = new TreeSet<>(Set.of('/', OTHER));
    (outer + inner).chars().filter(c -> c != '*').forEach(c -> alphabet.add((char) c));
  }

  /// Whether `outer` matches whatever `inner` matches; no, if that takes too long to find out.
  static boolean holds(String outer, String inner) {
    return outer.equals(inner) || new GlobContainment(outer, inner).holds();
  }

  private boolean holds() {
    int steps = STEPS_MAX;
    Deque<Pair> open = new ArrayDeque<>();
    Set<Seen> seen = new HashSet<>();
    open.add(new Pair(outer.start(), inner.start()));
    while (!open.isEmpty()) {
      Pair pair = open.remove();
      if (inner.accepts(pair.inner) && !outer.accepts(pair.outer)) {
        return false;
      }
      for (char c : alphabet) {
        steps -= stepsPerPair;
        if (steps < 0) {
          return false;
        }
        boolean[] nextInner = inner.step(pair.inner, c);
        BitSet innerPlaces = bits(nextInner);
        if (innerPlaces.isEmpty()) {
          continue;
        }
        boolean[] nextOuter = outer.step(pair.outer, c);
        BitSet outerPlaces = bits(nextOuter);
        if (outerPlaces.isEmpty()) {
          // From every place in a glob there is a text that ends it.
          return false;
        }
        if (seen.add(new Seen(outerPlaces, innerPlaces))) {
          open.add(new Pair(nextOuter, nextInner));
        }
      }
    }
    return true;
  }

  private static BitSet bits(boolean[] places) {
    BitSet bits = new BitSet(places.length);
    for (int i = 0; i < places.length; i++) {
      bits.set(i, places[i]);
    }
    return bits;
  }
}
