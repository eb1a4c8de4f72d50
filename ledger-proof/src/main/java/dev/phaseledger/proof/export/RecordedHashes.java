package dev.phaseledger.proof.export;

import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.export.ExportFiles.TreeSize;
import dev.phaseledger.proof.export.Finding.IndexRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the leaf hashes of an export tile by tile: exactly as many as the checkpoint commits to.
final class RecordedHashes implements Source<RecordedHash> {
  private final Path directory;
  private final TreeSize size;
  private final Consumer<Finding> findings;
  private List<Sha256Hash> tile = List.of();
  private long index;

  RecordedHashes(Path directory, TreeSize size, Consumer<Finding> findings) {
    this.directory = directory;
    this.size = size;
    this.findings = findings;
  }

  @Override
  public Optional<RecordedHash> next() throws IOException {
    if (index == size.entries()) {
      return Optional.empty();
    }
    int offset = (int) (index % HashTile.HASHES_MAX);
    if (offset == 0) {
      tile = readTile();
    }
    Optional<Sha256Hash> hash = tile.isEmpty() ? Optional.empty() : Optional.of(tile.get(offset));
    return Optional.of(new RecordedHash(index++, hash));
  }

  /// The hashes of the tile that starts at the current index; none if it is unreadable.
  private List<Sha256Hash> readTile() throws IOException {
    TilePath path = ExportFiles.leafTile(index, size);
    IndexRange range = new IndexRange(index, path.width());
    Path file = directory.resolve(path.path());
    if (!Files.isRegularFile(file)) {
      findings.accept(
          Finding.at(
              FindingKind.TILE_MISSING,
              range,
              "%s with the hashes of %s is missing".formatted(path.path(), range.entries())));
      return List.of();
    }
    long expected = (long) path.width() * Sha256Hash.BYTES;
    long length = Files.size(file);
    if (length != expected) {
      findings.accept(
          Finding.at(
              FindingKind.TILE_MALFORMED,
              range,
              "%s has %d bytes instead of %d".formatted(path.path(), length, expected)));
      return List.of();
    }
    return HashTile.decode(Files.readAllBytes(file)).hashes();
  }
}
