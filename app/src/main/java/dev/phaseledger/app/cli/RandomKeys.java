package dev.phaseledger.app.cli;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Idempotency keys for commands that mean something else each time they are run. The same key goes
/// with each repetition of one request.
final class RandomKeys {

  private static final int BYTES = 16;

  private RandomKeys() {}

  static String next(String prefix) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return prefix + "-" + HexFormat.of().formatHex(random);
  }
}
