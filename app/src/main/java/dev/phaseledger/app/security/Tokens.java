package dev.phaseledger.app.security;

import dev.phaseledger.api.Digest;
import java.security.SecureRandom;
import java.util.Base64;

/// Bearer tokens: 256 random bits each, so that a plain digest of them is safe to keep.
final class Tokens {

  private static final int TOKEN_BYTES = 32;
  private static final String PREFIX = "pl_";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  static String create() {
    return PREFIX + random();
  }

  /// What nobody guesses, such as a session's identifier.
  static String random() {
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// What is kept of a token: the hexadecimal digits of its SHA-256 digest.
  static String digest(String token) {
    return Digest.of(token).hex();
  }
}
