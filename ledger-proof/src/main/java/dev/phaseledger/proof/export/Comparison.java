package dev.phaseledger.proof.export;

import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Runs the lines of an export along its recorded hashes, finds where they part and where they meet
/// again, and grows the tree over both, so that the signed root can tell which side is sound.
///
/// Memory is bounded: at most {@link #RESYNC_MAX} hashes of each side are looked at ahead and
/// {@link #KEPT_MAX} unmatched ones of each and {@link #GAPS_MAX} gaps are kept.
final class Comparison {
  /// How far ahead the two sides are searched for the place where they meet again, in entries.
  static final int RESYNC_MAX = 65_536;

  /// Unmatched lines, and as many unmatched hashes, that are kept to find misplaced entries.
  static final int KEPT_MAX = 10_000;

  /// Gaps that are kept; more are counted.
  static final int GAPS_MAX = 10_000;

  private final Lookahead<EntryLine> lines;
  private final Lookahead<RecordedHash> hashes;
  private final Rotations rotations;
  private final Runnable afterLine;
  private final List<Gap> gaps = new ArrayList<>();
  private TreeFrontier entriesTree = TreeFrontier.EMPTY;
  private TreeFrontier recordedTree = TreeFrontier.EMPTY;
  private boolean oneTree = true;
  private Gap gap = new Gap(0, 0);
  private boolean inGap;
  private long unkeptGaps;
  private int keptLines;
  private int keptHashes;
  private long nextIndex;
  private long nextLine;
  private boolean unterminated;
  private OptionalLong unterminatedEntry = OptionalLong.empty();

  /// `afterLine` runs after each line that was read for good.
  Comparison(
      Source<EntryLine> lines,
      Source<RecordedHash> hashes,
      Rotations rotations,
      Runnable afterLine) {
    this.rotations = rotations;
    this.lines = new Lookahead<>(lines);
    this.hashes = new Lookahead<>(hashes);
    this.afterLine = afterLine;
  }

  /// Places where `lines` more lines and `hashes` more recorded hashes do not match each other.
  private record Step(int lines, int hashes) {}

  void run() throws IOException {
    while (true) {
      Optional<EntryLine> line = lines.peek(0);
      Optional<RecordedHash> hash = hashes.peek(0);
      if (line.isPresent() && hash.isPresent() && hash.get().accepts(line.get())) {
        match(line.get(), hash.get());
      } else if (line.isPresent() || hash.isPresent()) {
        pass(nextMeeting());
      } else {
        return;
      }
    }
  }

  /// The first stretches that do not match, in order.
  List<Gap> gaps() {
    return gaps;
  }

  /// How many more stretches do not match.
  long unkeptGaps() {
    return unkeptGaps;
  }

  /// The tree over the lines of the file.
  TreeHead entriesHead() {
    return entriesTree.head();
  }

  /// The tree over the recorded hashes; its size is smaller where tiles are unreadable.
  TreeHead recordedHead() {
    return recordedTree.head();
  }

  /// Whether the file ends without a line feed.
  boolean isUnterminated() {
    return unterminated;
  }

  /// The entry whose line no line feed ends, if the line is otherwise what was recorded.
  OptionalLong unterminatedEntry() {
    return unterminatedEntry;
  }

  private void match(EntryLine line, RecordedHash hash) throws IOException {
    inGap = false;
    if (!line.terminated()) {
      unterminatedEntry = OptionalLong.of(hash.index());
    }
    if (oneTree && hash.hash().isPresent()) {
      entriesTree = entriesTree.append(line.hash());
      recordedTree = entriesTree;
      rotations.sawEntry(hash.index(), line);
      passedLine(line);
      hashes.drop();
      nextIndex++;
    } else {
      takeLine();
      takeHash();
    }
  }

  private void pass(Step step) throws IOException {
    if (!inGap) {
      openGap();
    }
    for (int i = 0; i < step.lines(); i++) {
      EntryLine line = takeLine();
      gap.lines++;
      if (keptLines < KEPT_MAX) {
        keptLines++;
        gap.keptLines.add(line);
      }
    }
    for (int i = 0; i < step.hashes(); i++) {
      RecordedHash hash = takeHash();
      gap.hashes++;
      if (keptHashes < KEPT_MAX) {
        keptHashes++;
        gap.keptHashes.add(hash);
      }
    }
  }

  private void openGap() {
    inGap = true;
    gap = new Gap(nextIndex, nextLine);
    if (gaps.size() < GAPS_MAX) {
      gaps.add(gap);
    } else {
      unkeptGaps++;
    }
  }

  private EntryLine takeLine() throws IOException {
    oneTree = false;
    EntryLine line = lines.peek(0).orElseThrow();
    entriesTree = entriesTree.append(line.hash());
    passedLine(line);
    return line;
  }

  private void passedLine(EntryLine line) {
    if (rotations.wants(entriesTree.size())) {
      rotations.grew(entriesTree.head());
    }
    lines.drop();
    nextLine++;
    unterminated = !line.terminated();
    afterLine.run();
  }

  private RecordedHash takeHash() throws IOException {
    oneTree = false;
    RecordedHash hash = hashes.peek(0).orElseThrow();
    if (hash.hash().isPresent()) {
      recordedTree = recordedTree.append(hash.hash().get());
    }
    hashes.drop();
    nextIndex++;
    return hash;
  }

  /// The nearest place where a line and a recorded hash match again. Equal steps come first: one
  /// altered entry is likelier than one removed and another inserted.
  private Step nextMeeting() throws IOException {
    Map<Sha256Hash, Integer> linesSeen = new HashMap<>();
    Map<Sha256Hash, Integer> hashesSeen = new HashMap<>();
    Step seen = new Step(0, 0);
    for (int ahead = 0; ahead < RESYNC_MAX; ahead++) {
      Optional<EntryLine> line = lines.peek(ahead);
      Optional<RecordedHash> hash = hashes.peek(ahead);
      if (line.isEmpty() && hash.isEmpty()) {
        break;
      }
      if (line.isPresent() && hash.isPresent() && hash.get().accepts(line.get())) {
        return new Step(ahead, ahead);
      }
      Optional<Integer> hashOfLine = line.map(EntryLine::hash).map(hashesSeen::get);
      Optional<Integer> lineOfHash = hash.flatMap(RecordedHash::hash).map(linesSeen::get);
      if (ahead == 1 && hashOfLine.isPresent() && lineOfHash.isPresent()) {
        return new Step(2, 2);
      }
      if (hashOfLine.isPresent()) {
        return new Step(ahead, hashOfLine.get());
      }
      if (lineOfHash.isPresent()) {
        return new Step(lineOfHash.get(), ahead);
      }
      int place = ahead;
      line.ifPresent(found -> linesSeen.putIfAbsent(found.hash(), place));
      hash.flatMap(RecordedHash::hash).ifPresent(found -> hashesSeen.putIfAbsent(found, place));
      seen =
          new Step(
              seen.lines() + (line.isPresent() ? 1 : 0),
              seen.hashes() + (hash.isPresent() ? 1 : 0));
    }
    return seen;
  }
}
