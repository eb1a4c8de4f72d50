package dev.phaseledger.app.cli;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Idempotency keys of commands whose repetition means that it is to be done again.
final class RunKeys {

  private static final int RANDOM_BYTES = 16;

  private RunKeys() {}

  /// Another one for each run; within a run a request may be sent again under it.
  static String random(String what) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return what + "-" + HexFormat.of().formatHex(random);
  }
}
