package dev.phaseledger.proof;

import java.security.SecureRandom;
import java.util.Arrays;

/// Gives the same bytes every time, so that keys in tests are the same in each run.
public final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;

  FixedRandom(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /// A key that depends on the seed only.
  public static NoteSigner key(String name, int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return NoteSigner.generate(name, new FixedRandom(bytes));
  }

  @Override
  public void nextBytes(byte[] target) {
    System.arraycopy(bytes, 0, target, 0, target.length);
  }
}
