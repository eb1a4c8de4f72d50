package dev.phaseledger.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 digest, written `sha256:` and 64 lower-case hexadecimal digits (FIPS 180-4).
public record Digest(String value) {

  private static final String PREFIX = "sha256:";
  private static final int HEX_DIGITS = 64;

  /// Never fed, only copied: looking for a provider takes as long as digesting a request.
  private static final MessageDigest SHA_256 = sha256();

  public Digest {
    if (!hasShape(value)) {
      throw new InvalidFieldException(
          "digest", "must be 'sha256:' and 64 lower-case hexadecimal digits");
    }
  }

  /// By hand: every decision makes and reads several of them.
  private static boolean hasShape(String value) {
    if (value.length() != PREFIX.length() + HEX_DIGITS || !value.startsWith(PREFIX)) {
      return false;
    }
    for (int i = PREFIX.length(); i < value.length(); i++) {
      char digit = value.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  /// The digest of some bytes.
  public static Digest of(byte[] bytes) {
    return taken(fresh().digest(bytes));
  }

  /// The digest of bytes that come in two parts.
  public static Digest of(byte[] first, byte[] second) {
    MessageDigest digest = fresh();
    digest.update(first);
    return taken(digest.digest(second));
  }

  private static Digest taken(byte[] hash) {
    return new Digest(PREFIX + HexFormat.of().formatHex(hash));
  }

  private static MessageDigest fresh() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The digest of a text's UTF-8 bytes.
  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The 64 digits without the name of the function.
  public String hex() {
    return value.substring(PREFIX.length());
  }

  @Override
  public String toString() {
    return value;
  }
}
