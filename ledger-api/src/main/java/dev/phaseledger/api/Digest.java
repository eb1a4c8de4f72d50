package dev.phaseledger.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 digest, written `sha256:` and 64 lower-case hexadecimal digits (FIPS 180-4).
public record Digest(String value) {

  private static final Pattern SHAPE = Pattern.compile("sha256:[0-9a-f]{64}");

  public Digest {
    if (!SHAPE.matcher(value).matches()) {
      throw new InvalidFieldException(
          "digest", "must be 'sha256:' and 64 lower-case hexadecimal digits");
    }
  }

  /// The digest of some bytes.
  public static Digest of(byte[] bytes) {
    try {
      return new Digest(
          "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The digest of a text's UTF-8 bytes.
  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return value;
  }
}
