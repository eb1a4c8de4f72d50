package dev.phaseledger.app.service;

import dev.phaseledger.api.IdSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/// Makes UUIDs of version 7 (RFC 9562, section 5.7): milliseconds, then random bits.
final class TimeOrderedIds implements IdSource {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
  private static final long RANDOM_12 = 0xfffL;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  TimeOrderedIds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String next() {
    long high = (clock.millis() << 16) | VERSION_7 | (random.nextLong() & RANDOM_12);
    long low = (random.nextLong() & VARIANT_MASK) | VARIANT;
    return new UUID(high, low).toString();
  }
}
