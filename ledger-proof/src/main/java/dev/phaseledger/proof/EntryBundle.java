package dev.phaseledger.proof;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The C2SP tlog-tiles form of up to 256 consecutive entries: each is preceded by its length in
/// bytes as an unsigned 16-bit big-endian number.
public final class EntryBundle {
  /// Longest entry in bytes, which the length prefix dictates.
  public static final int ENTRY_BYTES_MAX = 65_535;

  /// Most entries in a bundle.
  public static final int ENTRIES_MAX = HashTile.HASHES_MAX;

  private EntryBundle() {}

  /// Writes 1 to 256 entries; a longer entry or another count is an `IllegalArgumentException`.
  public static byte[] encode(List<byte[]> entries) {
    if (entries.isEmpty() || entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException(
          "bundle has %d entries, not 1 to %d".formatted(entries.size(), ENTRIES_MAX));
    }
    int bytes = 0;
    for (byte[] entry : entries) {
      if (entry.length > ENTRY_BYTES_MAX) {
        throw new IllegalArgumentException(
            "entry has %d bytes, at most %d are allowed".formatted(entry.length, ENTRY_BYTES_MAX));
      }
      bytes += Short.BYTES + entry.length;
    }
    ByteBuffer out = ByteBuffer.allocate(bytes);
    for (byte[] entry : entries) {
      out.putShort((short) entry.length).put(entry);
    }
    return out.array();
  }

  /// Reads what {@link #encode} wrote.
  ///
  /// @throws ProofException `MALFORMED` if a length runs past the end or the count is not 1 to 256
  public static List<byte[]> decode(byte[] encoded) {
    List<byte[]> entries = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(encoded);
    while (in.hasRemaining()) {
      if (in.remaining() < Short.BYTES) {
        throw ProofException.malformed("the entry bundle ends inside a length");
      }
      int length = Short.toUnsignedInt(in.getShort());
      if (in.remaining() < length) {
        throw ProofException.malformed("the entry bundle ends inside entry " + entries.size());
      }
      byte[] entry = new byte[length];
      in.get(entry);
      entries.add(entry);
      if (entries.size() > ENTRIES_MAX) {
        throw ProofException.malformed("the entry bundle has more than 256 entries");
      }
    }
    if (entries.isEmpty()) {
      throw ProofException.malformed("the entry bundle is empty");
    }
    return List.copyOf(entries);
  }
}
