package dev.phaseledger.proof.export;

import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.VerifiedCheckpoint;
import dev.phaseledger.proof.export.ExportFiles.TreeSize;
import dev.phaseledger.proof.export.ExportVerdict.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Verifies an export offline, trusting nothing but the keys it is given and those that the log
/// moved to since, as {@link dev.phaseledger.proof.KeyChain} says: the first key is enough.
///
/// Finds entries that were altered, removed, inserted, reordered or cut off, and names them by
/// their log index; it resumes after a difference instead of naming everything behind it. Entries
/// and recorded hashes that were changed together are found by the signed root and named as the
/// range between two earlier checkpoints, as far as the export or the caller has them. Works in
/// constant memory; reads the entries a second time if something is wrong or checkpoints are held.
public final class ExportVerifier {
  private static final int KEY_FILE_BYTES_MAX = 65_536;

  private final TrustedKeys trusted;
  private final List<VerifiedCheckpoint> held;

  /// A verifier that trusts these keys of the log.
  public ExportVerifier(TrustedKeys trusted) {
    this(trusted, List.of());
  }

  /// A verifier that trusts these keys and holds checkpoints of the log from before: the export
  /// must keep all that they commit to. Without one, a log that was set back to an earlier signed
  /// state cannot be told from one that never grew beyond it.
  public ExportVerifier(TrustedKeys trusted, List<VerifiedCheckpoint> held) {
    this.trusted = trusted;
    this.held = List.copyOf(held);
  }

  /// The trusted keys, and those that an export proves the log moved to since: checkpoints of the
  /// log that were kept from before are verified with these.
  ///
  /// @throws IOException if a file that is there cannot be read
  public static KeyChain chain(Path directory, TrustedKeys trusted) throws IOException {
    // What does not hold is named when the export itself is verified.
    Rotations rotations = new Rotations(trusted, new Findings());
    rotations.follow(directory);
    return rotations.chain();
  }

  /// Verifies the export in a directory.
  ///
  /// @throws IOException if a file that is there cannot be read: no verdict was reached
  public ExportVerdict verify(Path directory, ExportProgress.Listener progress) throws IOException {
    Findings findings = new Findings();
    Rotations rotations = new Rotations(trusted, findings);
    rotations.follow(directory);
    Optional<Vouched> vouched = checkpoint(directory, rotations.chain(), findings);
    checkKeys(directory, findings);
    if (vouched.isEmpty()) {
      // Without a trusted statement of what was logged there is nothing to compare the rest with.
      return findings.verdict();
    }
    VerifiedCheckpoint checkpoint = vouched.get().checkpoint();
    checkEntries(directory, checkpoint, rotations, findings, progress);
    boolean asSigned = findings.isEmpty();
    new SignedHistory(directory, rotations.chain(), checkpoint, held).check(findings);
    if (asSigned) {
      rotations.check(vouched.get().note(), checkpoint.head());
    }
    if (!findings.isEmpty()) {
      return findings.verdict();
    }
    return new Verified(checkpoint.origin(), checkpoint.head(), checkpoint.keyId());
  }

  /// A checkpoint with the note it stands in.
  private record Vouched(SignedNote note, VerifiedCheckpoint checkpoint) {}

  private static Optional<Vouched> checkpoint(Path directory, KeyChain chain, Findings findings)
      throws IOException {
    Path file = directory.resolve(ExportFiles.CHECKPOINT);
    if (!Files.isRegularFile(file)) {
      findings.add(
          Finding.of(
              FindingKind.CHECKPOINT_MISSING,
              "the checkpoint is missing: the export is not complete"));
      return Optional.empty();
    }
    if (Files.size(file) > SignedNote.NOTE_BYTES_MAX) {
      findings.add(
          Finding.of(FindingKind.CHECKPOINT_MALFORMED, "the checkpoint is too long to be one"));
      return Optional.empty();
    }
    try {
      SignedNote note = SignedNote.parse(Files.readAllBytes(file));
      return Optional.of(new Vouched(note, chain.verify(note)));
    } catch (ProofException e) {
      findings.add(Finding.of(kindOf(e), "checkpoint: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static FindingKind kindOf(ProofException failure) {
    return switch (failure.reason()) {
      case MALFORMED -> FindingKind.CHECKPOINT_MALFORMED;
      case UNTRUSTED_KEY -> FindingKind.CHECKPOINT_UNTRUSTED;
      case BAD_SIGNATURE -> FindingKind.CHECKPOINT_BAD_SIGNATURE;
      case KEY_TOO_EARLY -> FindingKind.CHECKPOINT_KEY_TOO_EARLY;
      case KEY_RETIRED -> FindingKind.CHECKPOINT_KEY_RETIRED;
      case WRONG_ORIGIN -> FindingKind.CHECKPOINT_WRONG_ORIGIN;
      case NOT_INCLUDED, NOT_CONSISTENT ->
          throw new IllegalStateException("a checkpoint alone cannot fail so", failure);
    };
  }

  private void checkKeys(Path directory, Findings findings) throws IOException {
    Path file = directory.resolve(ExportFiles.KEYS);
    if (!Files.isRegularFile(file)) {
      findings.add(Finding.of(FindingKind.KEY_MISSING, "key.vkey is missing"));
      return;
    }
    if (Files.size(file) > KEY_FILE_BYTES_MAX) {
      findings.add(
          Finding.of(FindingKind.KEY_MALFORMED, "key.vkey is too long to be a list of keys"));
      return;
    }
    try {
      TrustedKeys listed = TrustedKeys.parse(Files.readAllBytes(file));
      if (listed.keys().stream().noneMatch(trusted.keys()::contains)) {
        findings.add(
            Finding.of(
                FindingKind.KEY_UNTRUSTED,
                "key.vkey holds %s, which is not a key you trust"
                    .formatted(listed.keys().getFirst())));
      }
    } catch (ProofException e) {
      findings.add(Finding.of(FindingKind.KEY_MALFORMED, "key.vkey: " + e.getMessage()));
    }
  }

  private static void checkEntries(
      Path directory,
      VerifiedCheckpoint checkpoint,
      Rotations rotations,
      Findings findings,
      ExportProgress.Listener progress)
      throws IOException {
    Path file = directory.resolve(ExportFiles.ENTRIES);
    if (!Files.isRegularFile(file)) {
      findings.add(
          Finding.of(
              FindingKind.ENTRIES_MISSING,
              "entries.ndjson is missing: the checkpoint commits to %d entries"
                  .formatted(checkpoint.head().size())));
      return;
    }
    long total = checkpoint.head().size();
    ProgressCounter counter = new ProgressCounter(progress, total);
    try (EntryLines lines = new EntryLines(file)) {
      RecordedHashes hashes = new RecordedHashes(directory, new TreeSize(total), findings::add);
      Comparison comparison = new Comparison(lines, hashes, rotations, counter);
      comparison.run();
      new Diagnosis(comparison, checkpoint.head(), findings).run();
    }
    counter.end();
  }

  /// Reports every so many lines.
  private static final class ProgressCounter implements Runnable {
    private final ExportProgress.Listener listener;
    private final long total;
    private long read;

    ProgressCounter(ExportProgress.Listener listener, long total) {
      this.listener = listener;
      this.total = total;
    }

    @Override
    public void run() {
      read++;
      if (read % ExportProgress.REPORT_EVERY_ENTRIES == 0) {
        listener.report(new ExportProgress(read, total));
      }
    }

    void end() {
      listener.report(new ExportProgress(read, total));
    }
  }
}
