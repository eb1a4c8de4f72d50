package dev.phaseledger.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// The 32-bit id of a note key: the first four bytes of `SHA-256(name || 0x0A || signature type ||
/// public key)` (C2SP signed-note). It finds a key; it does not authenticate one.
public record KeyId(int value) {
  private static final int HEX_DIGITS = 8;

  static KeyId of(String keyName, byte[] typeAndPublicKey) {
    MessageDigest digest = TreeHashing.sha256();
    digest.update(keyName.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(typeAndPublicKey);
    return new KeyId(ByteBuffer.wrap(digest.digest()).getInt());
  }

  /// Reads eight lower-case hexadecimal digits.
  ///
  /// @throws ProofException `MALFORMED` for any other text
  public static KeyId parse(String hex) {
    boolean canonical =
        hex.length() == HEX_DIGITS
            && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (!canonical) {
      throw ProofException.malformed("key id is not eight lower-case hexadecimal digits");
    }
    return new KeyId(HexFormat.fromHexDigits(hex));
  }

  /// Eight lower-case hexadecimal digits.
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
