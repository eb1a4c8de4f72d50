package dev.phaseledger.proof.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A source whose next elements can be seen before they are taken.
final class Lookahead<T> {
  private static final int COMPACT_AT = 1_024;

  private final Source<T> source;
  private final List<T> seen = new ArrayList<>();
  private int taken;

  Lookahead(Source<T> source) {
    this.source = source;
  }

  /// The element `ahead` places after the next one, or empty beyond the end.
  Optional<T> peek(int ahead) throws IOException {
    while (seen.size() - taken <= ahead) {
      Optional<T> next = source.next();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      seen.add(next.get());
    }
    return Optional.of(seen.get(taken + ahead));
  }

  /// Passes over the next element, which must have been seen.
  void drop() {
    if (taken == seen.size()) {
      throw new IllegalStateException("nothing seen to drop");
    }
    taken++;
    if (taken == seen.size()) {
      seen.clear();
      taken = 0;
    } else if (taken >= COMPACT_AT) {
      seen.subList(0, taken).clear();
      taken = 0;
    }
  }
}
