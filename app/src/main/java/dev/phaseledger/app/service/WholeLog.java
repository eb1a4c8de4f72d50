package dev.phaseledger.app.service;

import dev.phaseledger.api.append.LedgerReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Reads and decodes a log from its start to its end, and does nothing with it: the baseline of
/// whatever is made of one.
final class WholeLog {

  private WholeLog() {}

  /// Several readers take turns at parts of the log.
  ///
  /// @param part entries that one takes at once
  static void read(LedgerReader log, int readers, int part) throws InterruptedException {
    long last = log.position();
    var next = new AtomicLong(1);
    List<Future<?>> running = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(readers)) {
      for (int reader = 0; reader < readers; reader++) {
        running.add(threads.submit(() -> readParts(log, part, next, last)));
      }
      for (Future<?> reader : running) {
        reader.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading the log failed", e.getCause());
    }
  }

  private static void readParts(LedgerReader log, int part, AtomicLong next, long last) {
    long first = next.getAndAdd(part);
    while (first <= last) {
      log.read(first, part);
      first = next.getAndAdd(part);
    }
  }
}
