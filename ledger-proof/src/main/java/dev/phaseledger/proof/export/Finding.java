package dev.phaseledger.proof.export;

import java.util.OptionalLong;

/// One thing that is wrong with an export.
///
/// `index` is the log index of the first entry concerned, empty if it is not about entries;
/// `entries` is how many consecutive entries are concerned (0 if none; for inserted lines, which
/// are no entries, `index` is the entry they stand before and `entries` is 0). The sentence is for
/// people.
public record Finding(FindingKind kind, OptionalLong index, long entries, String sentence) {
  static Finding of(FindingKind kind, String sentence) {
    return new Finding(kind, OptionalLong.empty(), 0, sentence);
  }

  static Finding at(FindingKind kind, IndexRange range, String sentence) {
    return new Finding(kind, OptionalLong.of(range.first()), range.count(), sentence);
  }

  /// Consecutive log indices.
  record IndexRange(long first, long count) {
    static IndexRange one(long index) {
      return new IndexRange(index, 1);
    }

    /// The index behind the last.
    long end() {
      return first + count;
    }

    String entriesAre() {
      return count == 1 ? "entry " + first + " is" : entries() + " are";
    }

    String entries() {
      return count == 1 ? "entry " + first : "entries %d to %d".formatted(first, first + count - 1);
    }
  }
}
