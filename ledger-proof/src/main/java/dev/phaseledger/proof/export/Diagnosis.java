package dev.phaseledger.proof.export;

import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.export.ExportFiles.TreeSize;
import dev.phaseledger.proof.export.Finding.IndexRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Turns the gaps of a comparison into findings, once the signed root has told which side is sound.
final class Diagnosis {
  private enum Sound {
    ENTRIES,
    HASHES,
    NEITHER
  }

  private final Comparison comparison;
  private final TreeHead signed;
  private final Findings findings;
  private final Sound sound;
  private final Map<Sha256Hash, EntryLine> unmatchedLines = new HashMap<>();
  private final Map<Sha256Hash, RecordedHash> unmatchedHashes = new HashMap<>();
  private boolean cutNamed;

  Diagnosis(Comparison comparison, TreeHead signed, Findings findings) {
    this.comparison = comparison;
    this.signed = signed;
    this.findings = findings;
    if (comparison.entriesHead().equals(signed)) {
      this.sound = Sound.ENTRIES;
    } else {
      this.sound = comparison.recordedHead().equals(signed) ? Sound.HASHES : Sound.NEITHER;
    }
  }

  /// Adds at least one finding unless the lines are the entries that were signed.
  void run() {
    if (sound == Sound.ENTRIES) {
      comparison.gaps().forEach(this::hashesAltered);
    } else {
      for (Gap gap : comparison.gaps()) {
        gap.keptLines.forEach(line -> unmatchedLines.putIfAbsent(line.hash(), line));
        gap.keptHashes.forEach(
            entry -> entry.hash().ifPresent(hash -> unmatchedHashes.putIfAbsent(hash, entry)));
      }
      comparison.gaps().forEach(this::entriesDiffer);
    }
    findings.addUnlisted(comparison.unkeptGaps());
    if (comparison.isUnterminated() && !cutNamed) {
      unterminated(comparison.unterminatedEntry());
    }
    // The second condition never holds if the comparison is right; if it is not, this fails closed.
    if (sound == Sound.NEITHER || (sound == Sound.HASHES && findings.isEmpty())) {
      rootMismatch();
    }
  }

  private void hashesAltered(Gap gap) {
    for (RecordedHash entry : gap.keptHashes) {
      hashAltered(IndexRange.one(entry.index()));
    }
    if (gap.unkeptHashes().count() > 0) {
      hashAltered(gap.unkeptHashes());
    }
  }

  private void hashAltered(IndexRange range) {
    String path = ExportFiles.leafTile(range.first(), new TreeSize(signed.size())).path();
    findings.add(
        Finding.at(
            FindingKind.HASH_ALTERED,
            range,
            "%s: recorded hash altered from %s on; the lines themselves are sound"
                .formatted(range.entries(), path)));
  }

  private void entriesDiffer(Gap gap) {
    List<Long> absent = new ArrayList<>();
    for (RecordedHash entry : gap.keptHashes) {
      Optional<EntryLine> elsewhere = entry.hash().map(unmatchedLines::get);
      elsewhere.ifPresentOrElse(
          line -> misplaced(entry.index(), line), () -> absent.add(entry.index()));
    }
    List<EntryLine> foreign =
        gap.keptLines.stream().filter(line -> !unmatchedHashes.containsKey(line.hash())).toList();
    boolean listsWhole = gap.keptLines.size() == gap.lines && gap.keptHashes.size() == gap.hashes;
    boolean cut = !foreign.isEmpty() && !foreign.getLast().terminated();
    if (cut && listsWhole && absent.size() >= foreign.size()) {
      int last = foreign.size() - 1;
      altered(absent.subList(0, last));
      unterminated(OptionalLong.of(absent.get(last)));
      missing(ranges(absent.subList(last + 1, absent.size())));
    } else if (foreign.isEmpty() && gap.keptLines.size() == gap.lines) {
      List<IndexRange> ranges = ranges(absent);
      append(ranges, gap.unkeptHashes());
      missing(ranges);
    } else if (absent.isEmpty() && gap.keptHashes.size() == gap.hashes) {
      long firstLine =
          foreign.isEmpty() ? gap.firstLine + gap.keptLines.size() : foreign.getFirst().number();
      inserted(gap, firstLine, gap.lines - gap.keptLines.size() + foreign.size());
    } else if (listsWhole && absent.size() == foreign.size()) {
      altered(absent);
    } else {
      replaced(gap);
    }
  }

  private void misplaced(long index, EntryLine line) {
    findings.add(
        Finding.at(
            FindingKind.ENTRY_MISPLACED,
            IndexRange.one(index),
            "entry %d is out of its place: it stands on line %d instead of line %d"
                .formatted(index, line.number() + 1, index + 1)));
  }

  private void altered(List<Long> indices) {
    for (long index : indices) {
      findings.add(
          sound == Sound.HASHES
              ? Finding.at(
                  FindingKind.ENTRY_ALTERED,
                  IndexRange.one(index),
                  "entry %d is altered: its bytes are not those that were logged".formatted(index))
              : Finding.at(
                  FindingKind.HASH_DISAGREES,
                  IndexRange.one(index),
                  "entry %d and its recorded hash disagree; one of them is altered"
                      .formatted(index)));
    }
  }

  private void missing(List<IndexRange> ranges) {
    for (IndexRange range : ranges) {
      findings.add(
          Finding.at(
              FindingKind.ENTRY_MISSING,
              range,
              "%s missing: the checkpoint commits to %d entries"
                  .formatted(range.entriesAre(), signed.size())));
    }
  }

  private static List<IndexRange> ranges(List<Long> indices) {
    List<IndexRange> ranges = new ArrayList<>();
    indices.forEach(index -> append(ranges, IndexRange.one(index)));
    return ranges;
  }

  /// Adds a range behind the others, as part of the last one if it follows it without a hole.
  private static void append(List<IndexRange> ranges, IndexRange next) {
    boolean joins = !ranges.isEmpty() && ranges.getLast().end() == next.first();
    if (joins) {
      IndexRange last = ranges.removeLast();
      ranges.add(new IndexRange(last.first(), last.count() + next.count()));
    } else if (next.count() > 0) {
      ranges.add(next);
    }
  }

  private void inserted(Gap gap, long firstLine, long count) {
    String lines =
        count == 1
            ? "line %d was not logged: it is".formatted(firstLine + 1)
            : "%d lines from line %d on were not logged: they are".formatted(count, firstLine + 1);
    String where =
        gap.firstIndex == signed.size()
            ? "added after the last entry"
            : "inserted before entry " + gap.firstIndex;
    findings.add(
        Finding.at(
            FindingKind.ENTRY_INSERTED, new IndexRange(gap.firstIndex, 0), lines + " " + where));
  }

  private void replaced(Gap gap) {
    IndexRange range = new IndexRange(gap.firstIndex, gap.hashes);
    String lines = gap.lines == 1 ? "one line stands" : gap.lines + " lines stand";
    findings.add(
        Finding.at(
            FindingKind.ENTRY_ALTERED,
            range,
            "%s altered: %s there from line %d on, so bytes or line breaks were changed"
                .formatted(range.entriesAre(), lines, gap.firstLine + 1)));
  }

  private void unterminated(OptionalLong index) {
    cutNamed = true;
    if (index.isPresent()) {
      findings.add(
          Finding.at(
              FindingKind.ENTRY_UNTERMINATED,
              IndexRange.one(index.getAsLong()),
              "entry %d is cut off: the file ends without the line break that ends it"
                  .formatted(index.getAsLong())));
    } else {
      findings.add(
          Finding.of(
              FindingKind.ENTRY_UNTERMINATED, "the file of entries ends without a line break"));
    }
  }

  private void rootMismatch() {
    TreeHead found = comparison.entriesHead();
    String named =
        comparison.gaps().isEmpty()
            ? "; the recorded hashes agree with the lines, so no entry can be named"
            : "";
    findings.add(
        Finding.of(
            FindingKind.ROOT_MISMATCH,
            "the %d lines give the root %s, the checkpoint commits to %d entries and the root %s%s"
                .formatted(
                    found.size(),
                    found.root().base64(),
                    signed.size(),
                    signed.root().base64(),
                    named)));
  }
}
