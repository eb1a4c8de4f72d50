package dev.phaseledger.proof.export;

import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.VerifiedCheckpoint;
import dev.phaseledger.proof.export.Finding.IndexRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/// Compares the entries with every checkpoint that was ever signed over them, as far as the export
/// or the verifier has it. Nobody without the key can make one, so the last that agrees and the
/// first that does not enclose what was changed.
///
/// Checkpoints of the export that are missing or not signed widen what is named and hide nothing.
final class SignedHistory {

  private final Path directory;
  private final KeyChain keys;
  private final VerifiedCheckpoint newest;
  private final TreeMap<Long, TreeHead> held = new TreeMap<>();

  SignedHistory(
      Path directory, KeyChain keys, VerifiedCheckpoint newest, List<VerifiedCheckpoint> held) {
    this.directory = directory;
    this.keys = keys;
    this.newest = newest;
    for (VerifiedCheckpoint checkpoint : held) {
      if (!checkpoint.origin().equals(newest.origin())) {
        throw new IllegalArgumentException(
            "a checkpoint that is held is of %s, the export of %s"
                .formatted(checkpoint.origin(), newest.origin()));
      }
      this.held.put(checkpoint.head().size(), checkpoint.head());
    }
  }

  /// Adds at most one finding of each kind.
  void check(Findings findings) throws IOException {
    long size = newest.head().size();
    cut(findings, size);
    Path entries = directory.resolve(ExportFiles.ENTRIES);
    // Where every difference is named already, a range around it would say less.
    boolean unnamed = findings.has(FindingKind.ROOT_MISMATCH);
    boolean unheard = findings.isEmpty() && !held.isEmpty();
    if ((unnamed || unheard) && Files.isRegularFile(entries)) {
      try (EntryLines lines = new EntryLines(entries);
          Heads heads = new Heads()) {
        part(lines, heads).ifPresent(findings::add);
      }
    }
  }

  /// Somebody signed for more than is there.
  private void cut(Findings findings, long size) throws IOException {
    long most = held.isEmpty() ? 0 : held.lastKey();
    String whose = "a checkpoint that you hold";
    try (Heads heads = new Heads()) {
      for (Optional<SignedNote> note = heads.unread(); note.isPresent(); note = heads.unread()) {
        long signed = sizeOf(note.get());
        if (signed > Math.max(most, size) && head(note.get()).isPresent()) {
          most = signed;
          whose = "a signed checkpoint in " + ExportFiles.HISTORY;
        }
      }
    }
    if (most > size) {
      IndexRange range = new IndexRange(size, most - size);
      findings.add(
          Finding.at(
              FindingKind.HISTORY_CUT,
              range,
              "%s missing: %s commits to %d entries, the newest one of the export to %d"
                  .formatted(range.entriesAre(), whose, most, size)));
    }
  }

  /// Where the entries part from what was signed.
  private Optional<Finding> part(EntryLines lines, Heads heads) throws IOException {
    TreeFrontier tree = TreeFrontier.EMPTY;
    TreeHead agreed = tree.head();
    while (heads.hasNext()) {
      TreeHead signed = heads.next();
      while (tree.size() < signed.size()) {
        Optional<EntryLine> line = lines.next();
        if (line.isEmpty()) {
          // Whatever is missing at the end is named by the comparison, or as cut.
          return Optional.empty();
        }
        tree = tree.append(line.get().hash());
      }
      if (!tree.head().equals(signed)) {
        boolean everything = agreed.size() == 0 && signed.equals(newest.head());
        if (everything) {
          // The root says as much.
          return Optional.empty();
        }
        IndexRange range = new IndexRange(agreed.size(), signed.size() - agreed.size());
        return Optional.of(
            Finding.at(
                FindingKind.HISTORY_ALTERED,
                range,
                "%s not as signed: the checkpoint over %d entries does not hold%s"
                    .formatted(
                        range.entriesAre(),
                        signed.size(),
                        agreed.size() == 0
                            ? ", and no earlier one does"
                            : ", the one over " + agreed.size() + " does")));
      }
      agreed = signed;
    }
    return Optional.empty();
  }

  private static long sizeOf(SignedNote note) {
    try {
      return Checkpoint.parse(note.text()).head().size();
    } catch (ProofException e) {
      return 0;
    }
  }

  /// The head that a note commits the log to; empty if the key that was in force at its size has
  /// not signed it.
  private Optional<TreeHead> head(SignedNote note) {
    try {
      VerifiedCheckpoint verified = keys.verify(note);
      return verified.origin().equals(newest.origin())
          ? Optional.of(verified.head())
          : Optional.empty();
    } catch (ProofException e) {
      return Optional.empty();
    }
  }

  /// Every verified head in the order of sizes: those of the export, those that are held, and the
  /// newest.
  private final class Heads implements Iterator<TreeHead>, AutoCloseable {
    private final Optional<NotesFile> file;
    private final TreeMap<Long, TreeHead> known = new TreeMap<>(held);
    private Optional<TreeHead> fromFile;
    private Optional<TreeHead> next = Optional.empty();
    private long passed;
    private boolean started;

    Heads() throws IOException {
      Path notes = directory.resolve(ExportFiles.HISTORY);
      file = Files.isRegularFile(notes) ? Optional.of(new NotesFile(notes)) : Optional.empty();
      known.putIfAbsent(newest.head().size(), newest.head());
      fromFile = Optional.empty();
    }

    /// The next note of the file, without looking at its signature.
    Optional<SignedNote> unread() throws IOException {
      while (file.isPresent()) {
        Optional<NotesFile.Read> read = file.get().next();
        if (read.isEmpty()) {
          return Optional.empty();
        }
        if (read.get().note().isPresent()) {
          return read.get().note();
        }
      }
      return Optional.empty();
    }

    @Override
    public boolean hasNext() {
      if (!started || next.isEmpty()) {
        started = true;
        next = advance();
      }
      return next.isPresent();
    }

    @Override
    public TreeHead next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      TreeHead head = next.orElseThrow();
      next = Optional.empty();
      passed = head.size();
      return head;
    }

    private Optional<TreeHead> advance() {
      while (fromFile.isEmpty() || fromFile.get().size() <= passed) {
        Optional<TreeHead> read = readVerified();
        fromFile = read;
        if (read.isEmpty()) {
          break;
        }
      }
      Optional<TreeHead> other =
          Optional.ofNullable(known.higherEntry(passed)).map(java.util.Map.Entry::getValue);
      if (fromFile.isEmpty() || (other.isPresent() && other.get().size() < fromFile.get().size())) {
        return other;
      }
      // Held checkpoints come first where both speak of one size: nobody else had them in hand.
      return other.filter(head -> head.size() == fromFile.get().size()).or(() -> fromFile);
    }

    private Optional<TreeHead> readVerified() {
      try {
        for (Optional<SignedNote> note = unread(); note.isPresent(); note = unread()) {
          if (sizeOf(note.get()) > passed) {
            Optional<TreeHead> verified = head(note.get());
            if (verified.isPresent()) {
              return verified;
            }
          }
        }
        return Optional.empty();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      if (file.isPresent()) {
        file.get().close();
      }
    }
  }
}
