package dev.phaseledger.app.service;

import dev.phaseledger.api.IdSource;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/// Makes UUIDs of version 7 (RFC 9562, section 5.7): milliseconds, then random bits.
final class TimeOrderedIds implements IdSource {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
  private static final long RANDOM_12 = 0xfffL;

  /// Random bytes fetched at once: the system's source costs a microsecond and a lock each time.
  private static final int POOL_BYTES = 4096;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final ByteBuffer pool = ByteBuffer.allocate(POOL_BYTES).limit(0);

  TimeOrderedIds(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String next() {
    long first;
    long second;
    synchronized (pool) {
      if (pool.remaining() < 2 * Long.BYTES) {
        random.nextBytes(pool.array());
        pool.clear();
      }
      first = pool.getLong();
      second = pool.getLong();
    }
    long high = (clock.millis() << 16) | VERSION_7 | (first & RANDOM_12);
    long low = (second & VARIANT_MASK) | VARIANT;
    return new UUID(high, low).toString();
  }
}
