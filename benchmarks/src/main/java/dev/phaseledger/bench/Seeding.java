package dev.phaseledger.bench;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.TenantId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Makes a log of full decisions, by the ledger itself.
final class Seeding {

  private static final int CALLERS = 64;

  private Seeding() {}

  /// @throws IllegalStateException if a decision was other than it must be
  static void seed(DecisionTarget target, TenantId tenant, int decisions, Clock clock, IdSource ids)
      throws InterruptedException {
    int callers = Math.min(CALLERS, decisions);
    var variant = new FullDecisions(target, new DecisionScript(ids, clock, tenant), ids, callers);
    var left = new AtomicLong(decisions);
    try (Variant.Cell cell = variant.open(callers);
        var threads = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int number = 0; number < callers; number++) {
        Variant.Caller caller = cell.caller(number);
        running.add(
            threads.submit(() -> {
              while (left.getAndDecrement() > 0) {
                caller.ready();
                caller.operate();
              }
            }));
      }
      for (Future<?> caller : running) {
        caller.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a decision failed: " + e.getCause(), e.getCause());
    }
  }
}
