package dev.phaseledger.bench;

import java.util.Arrays;
import java.util.Collection;

/// How long each operation of one caller took, or of several callers together.
final class Latencies {

  private static final int FIRST_CAPACITY = 4_096;

  private long[] nanos = new long[FIRST_CAPACITY];
  private int count;

  void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = duration;
  }

  int count() {
    return count;
  }

  static Latencies merged(Collection<Latencies> parts) {
    var all = new Latencies();
    all.count = parts.stream().mapToInt(Latencies::count).sum();
    all.nanos = new long[all.count];
    int at = 0;
    for (Latencies part : parts) {
      System.arraycopy(part.nanos, 0, all.nanos, at, part.count);
      at += part.count;
    }
    Arrays.sort(all.nanos);
    return all;
  }

  /// The smallest measured duration that at least this share of the operations did not exceed
  /// (nearest rank), of merged latencies.
  long percentileNanos(double share) {
    if (count == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    int rank = (int) Math.ceil(share * count);
    return nanos[Math.clamp(rank, 1, count) - 1];
  }
}
