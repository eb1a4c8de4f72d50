package dev.phaseledger.proof;

import java.util.ArrayList;
import java.util.List;

/// The hashes of a C2SP tlog-tiles tile, 1 to 256, encoded as their concatenation (32 bytes each).
/// A tile with fewer than 256 is partial: it holds the first hashes of the full one.
public record HashTile(List<Sha256Hash> hashes) {
  /// Width of a full tile, in hashes.
  public static final int HASHES_MAX = 256;

  /// Refuses an empty tile and more than 256 hashes.
  public HashTile {
    if (hashes.isEmpty() || hashes.size() > HASHES_MAX) {
      throw new IllegalArgumentException(
          "tile has %d hashes, not 1 to %d".formatted(hashes.size(), HASHES_MAX));
    }
    hashes = List.copyOf(hashes);
  }

  /// Number of hashes.
  public int width() {
    return hashes.size();
  }

  /// Whether the tile can never change again.
  public boolean isFull() {
    return hashes.size() == HASHES_MAX;
  }

  /// The file or database form.
  public byte[] encode() {
    byte[] encoded = new byte[hashes.size() * Sha256Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(encoded, i * Sha256Hash.BYTES);
    }
    return encoded;
  }

  /// Reads what {@link #encode} wrote.
  ///
  /// @throws ProofException `MALFORMED` if the length is not that of 1 to 256 hashes
  public static HashTile decode(byte[] encoded) {
    int count = encoded.length / Sha256Hash.BYTES;
    if (encoded.length % Sha256Hash.BYTES != 0 || count == 0 || count > HASHES_MAX) {
      throw ProofException.malformed(
          "a tile of %d bytes does not hold 1 to %d hashes".formatted(encoded.length, HASHES_MAX));
    }
    List<Sha256Hash> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(Sha256Hash.of(encoded, i * Sha256Hash.BYTES));
    }
    return new HashTile(hashes);
  }
}
