package dev.phaseledger.testsupport;

import dev.phaseledger.api.IdSource;
import java.util.concurrent.atomic.AtomicLong;

/// Counts: `prefix-1`, `prefix-2`, ... Unique as long as the prefixes are.
public final class SequentialIds implements IdSource {

  private final String prefix;
  private final AtomicLong last = new AtomicLong();

  public SequentialIds(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public String next() {
    return prefix + "-" + last.incrementAndGet();
  }
}
