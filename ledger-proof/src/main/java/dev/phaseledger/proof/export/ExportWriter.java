package dev.phaseledger.proof.export;

import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.EntryBundle;
import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.VerifiedCheckpoint;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Writes an export: every entry of a log in order, then its checkpoint.
///
/// The checkpoint is written last and only if it commits to exactly the entries written, so a
/// directory without one is an export that was not finished. Memory does not grow with the log. Not
/// for use by several threads.
public final class ExportWriter implements Closeable {
  /// Longest entry in bytes.
  public static final int ENTRY_BYTES_MAX = EntryBundle.ENTRY_BYTES_MAX;

  private static final int BUFFER_BYTES = 1 << 20;

  private final Path directory;
  private final OutputStream entries;
  private final List<Sha256Hash> tile = new ArrayList<>(HashTile.HASHES_MAX);
  private TreeFrontier frontier = TreeFrontier.EMPTY;
  private boolean earlier;
  private boolean finished;

  /// Starts an export in a directory that is empty or does not exist yet.
  public ExportWriter(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
      if (content.iterator().hasNext()) {
        throw new FileAlreadyExistsException(directory + " is not empty");
      }
    }
    Path file = directory.resolve(ExportFiles.ENTRIES);
    this.entries =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), BUFFER_BYTES);
  }

  /// Adds the next entry. One that is empty, too long or has a line feed cannot be a line of the
  /// export and is an `IllegalArgumentException`.
  public void append(byte[] entry) throws IOException {
    append(entry, TreeHashing.leaf(entry));
  }

  /// Adds the next entry with the leaf hash that the log has on record for it, whether or not the
  /// two agree: it is for the verifier to say which of them was altered.
  public void append(byte[] entry, Sha256Hash recorded) throws IOException {
    requireOpen();
    if (entry.length == 0 || entry.length > ENTRY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "entry %d has %d bytes, not 1 to %d"
              .formatted(frontier.size(), entry.length, ENTRY_BYTES_MAX));
    }
    for (byte b : entry) {
      if (b == '\n') {
        throw new IllegalArgumentException("entry " + frontier.size() + " has a line feed");
      }
    }
    entries.write(entry);
    entries.write('\n');
    frontier = frontier.append(TreeHashing.leaf(entry));
    tile.add(recorded);
    if (tile.size() == HashTile.HASHES_MAX) {
      writeTile();
    }
  }

  /// Adds the proof of a rotation that one of the entries records.
  public void rotation(RotationLink link) throws IOException {
    requireOpen();
    String name = link.index() + ExportFiles.ROTATION_SUFFIX;
    write(ExportFiles.ROTATIONS + "/" + name, link.format());
  }

  /// Adds an earlier checkpoint, in the order of sizes. By these the verifier narrows down where a
  /// history parts from what was signed.
  public void appendEarlier(SignedNote checkpoint) throws IOException {
    requireOpen();
    byte[] note = checkpoint.format();
    Files.write(
        directory.resolve(ExportFiles.HISTORY),
        earlier ? NotesFile.separated(note) : note,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    earlier = true;
  }

  /// Completes the export with what the log says of itself, even if it does not hold: a copy of a
  /// damaged log is evidence.
  ///
  /// @return whether the checkpoint commits to what was written; its signature is not looked at
  public boolean finishAsServed(SignedNote checkpoint, TrustedKeys keys) throws IOException {
    requireOpen();
    complete(checkpoint, keys);
    return Checkpoint.parse(checkpoint.text()).head().equals(frontier.head());
  }

  /// Completes the export with the log's checkpoint and its public keys.
  ///
  /// @throws dev.phaseledger.proof.ProofException if none of the keys vouches for the checkpoint
  /// @throws IllegalArgumentException if the checkpoint commits to other entries than were written
  public void finish(SignedNote checkpoint, TrustedKeys keys) throws IOException {
    requireOpen();
    VerifiedCheckpoint verified = keys.verifyCheckpoint(checkpoint);
    if (!verified.head().equals(frontier.head())) {
      throw new IllegalArgumentException(
          "checkpoint commits to %s but %s was written"
              .formatted(verified.head(), frontier.head()));
    }
    complete(checkpoint, keys);
  }

  private void complete(SignedNote checkpoint, TrustedKeys keys) throws IOException {
    if (!tile.isEmpty()) {
      writeTile();
    }
    entries.close();
    write(ExportFiles.KEYS, keys.format());
    write(ExportFiles.CHECKPOINT, checkpoint.format());
    finished = true;
  }

  /// Releases the files. Without {@link #finish} before it the export stays without a checkpoint.
  @Override
  public void close() throws IOException {
    finished = true;
    entries.close();
  }

  private void requireOpen() {
    if (finished) {
      throw new IllegalStateException("the export is finished or closed");
    }
  }

  private void writeTile() throws IOException {
    long index = (frontier.size() - 1) / HashTile.HASHES_MAX;
    write(new TilePath.Hashes(0, index, tile.size()).path(), new HashTile(tile).encode());
    tile.clear();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
  }
}
