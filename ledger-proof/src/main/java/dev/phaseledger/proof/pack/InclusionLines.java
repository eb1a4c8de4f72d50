package dev.phaseledger.proof.pack;

import dev.phaseledger.proof.InclusionProof;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.Sha256Hash;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the inclusion proofs of a file of entries.
final class InclusionLines implements Closeable {

  private final String file;
  private final PackLines lines;

  InclusionLines(String file, PackArchive archive) throws IOException {
    this.file = file;
    this.lines = new PackLines(file, archive.open(file), PackFiles.LINE_BYTES_MAX);
  }

  Optional<InclusionProof> next() throws IOException {
    Optional<String> line = lines.nextText();
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = line.get().split(" ", -1);
    try {
      List<Sha256Hash> path = new ArrayList<>();
      for (int i = 1; i < parts.length; i++) {
        path.add(Sha256Hash.ofBase64(parts[i]));
      }
      return Optional.of(new InclusionProof(Long.parseLong(parts[0]), path));
    } catch (ProofException | IllegalArgumentException e) {
      throw new DamagedPackException(file, "line %d: %s".formatted(lines.number(), e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
