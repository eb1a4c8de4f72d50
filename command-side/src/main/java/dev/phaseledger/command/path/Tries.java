package dev.phaseledger.command.path;

import dev.phaseledger.api.DamagedRecordException;
import dev.phaseledger.api.StoreException;
import java.time.Duration;
import java.util.Optional;

/// Tries something again that may fail by chance.
final class Tries {

  /// How often something is tried before it is given up.
  static final int TRIES_MAX = 5;

  /// Pause after the first try; doubles with each further one.
  static final Duration PAUSE = Duration.ofMillis(50);

  private Tries() {}

  /// @return why it was given up; empty if it was done
  /// @throws StoreException if the store is gone: then nothing can be recorded either, and whoever
  ///   feeds this starts again later
  static Optional<RuntimeException> run(Runnable work) {
    for (int attempt = 1; ; attempt++) {
      try {
        work.run();
        return Optional.empty();
      } catch (RuntimeException failure) {
        if (failure instanceof StoreException && !(failure instanceof DamagedRecordException)) {
          throw failure;
        }
        if (attempt == TRIES_MAX) {
          return Optional.of(failure);
        }
        pause(attempt);
      }
    }
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE.multipliedBy(1L << (attempt - 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted before a revocation path was carried out", e);
    }
  }
}
