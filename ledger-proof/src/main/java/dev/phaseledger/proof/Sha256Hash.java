package dev.phaseledger.proof;

import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256 value: 32 bytes, immutable, compared by content.
public final class Sha256Hash {
  /// Length of a hash in bytes.
  public static final int BYTES = 32;

  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;

  private Sha256Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes the array over without a copy: the caller must not keep it.
  static Sha256Hash owning(byte[] bytes) {
    return new Sha256Hash(bytes);
  }

  /// Copies exactly 32 bytes; any other length is an `IllegalArgumentException`.
  public static Sha256Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "hash has " + bytes.length + " bytes, SHA-256 has " + BYTES);
    }
    return new Sha256Hash(bytes.clone());
  }

  /// Copies the 32 bytes of `source` that start at `offset`.
  public static Sha256Hash of(byte[] source, int offset) {
    if (offset < 0 || offset > source.length - BYTES) {
      throw new IllegalArgumentException(
          "no " + BYTES + " bytes at offset " + offset + " of " + source.length);
    }
    return new Sha256Hash(Arrays.copyOfRange(source, offset, offset + BYTES));
  }

  /// Reads 64 lower-case or upper-case hexadecimal digits.
  public static Sha256Hash ofHex(String hex) {
    return of(HEX.parseHex(hex));
  }

  /// Reads the 44 characters of canonical standard base64 (RFC 4648 section 4).
  ///
  /// @throws ProofException `MALFORMED` for any other text
  public static Sha256Hash ofBase64(String base64) {
    byte[] decoded = StrictText.base64("hash", base64);
    if (decoded.length != BYTES) {
      throw ProofException.malformed("hash has " + decoded.length + " bytes instead of " + BYTES);
    }
    return new Sha256Hash(decoded);
  }

  /// A copy of the 32 bytes.
  public byte[] toBytes() {
    return bytes.clone();
  }

  /// Writes the 32 bytes to `target` from `offset` on.
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, BYTES);
  }

  /// The bytes themselves, for hashing inside this package only: never to be written to.
  byte[] shared() {
    return bytes;
  }

  /// Standard base64, as checkpoints and receipts write it.
  public String base64() {
    return StrictText.toBase64(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sha256Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// 64 lower-case hexadecimal digits.
  @Override
  public String toString() {
    return HEX.formatHex(bytes);
  }
}
