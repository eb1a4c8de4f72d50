package dev.phaseledger.app.cli;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Idempotency keys of commands that are meant anew each time they are run.
final class Keys {

  private static final int BYTES = 16;

  private Keys() {}

  static String next(String command) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return command + "-" + HexFormat.of().formatHex(random);
  }
}
