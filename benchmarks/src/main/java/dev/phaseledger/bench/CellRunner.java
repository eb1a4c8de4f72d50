package dev.phaseledger.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Lets callers work for a while, all at once, and takes the time.
final class CellRunner {

  /// Operations of each caller before the clock starts: a fresh connection first learns the
  /// statements it runs, and the driver prepares them on the server from the fifth on.
  private static final int LEAD_IN_OPERATIONS = 10;

  private final CpuTimes cpu;

  CellRunner(CpuTimes cpu) {
    this.cpu = cpu;
  }

  /// Measures one cell. Operations that are under way at the end are finished and counted, with the
  /// time they take.
  ///
  /// @throws IllegalStateException if an operation failed: there is no figure without all of them
  Measurement run(Variant variant, int callers, Duration length) throws InterruptedException {
    try (Variant.Cell cell = variant.open(callers);
        var threads = Executors.newFixedThreadPool(callers, cell.threads())) {
      var gate = new Gate(callers);
      List<Future<Latencies>> running = new ArrayList<>();
      for (int number = 0; number < callers; number++) {
        Variant.Caller caller = cell.caller(number);
        running.add(threads.submit(() -> gate.work(caller)));
      }
      gate.arrived.await();
      CpuTimes.Reading before = cpu.read();
      long start = System.nanoTime();
      gate.go.countDown();
      try {
        Thread.sleep(length);
      } finally {
        gate.over = true;
      }
      Latencies latencies = collect(running);
      long elapsed = System.nanoTime() - start;
      return measurement(variant.name(), callers, elapsed, latencies, before, cpu.read());
    }
  }

  private static Latencies collect(List<Future<Latencies>> running) throws InterruptedException {
    List<Latencies> parts = new ArrayList<>();
    for (Future<Latencies> caller : running) {
      try {
        parts.add(caller.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("an operation failed: " + e.getCause(), e.getCause());
      }
    }
    return Latencies.merged(parts);
  }

  private static Measurement measurement(
      Variant.Name variant,
      int callers,
      long elapsed,
      Latencies latencies,
      CpuTimes.Reading before,
      CpuTimes.Reading after) {
    long jvm = after.jvm() - before.jvm();
    Optional<Long> postgres =
        after.postgres().map(now -> Math.max(0, now - before.postgres().orElseThrow()));
    Optional<Long> machine = after.machine().map(now -> now - before.machine().orElseThrow());
    return new Measurement(
        variant,
        callers,
        latencies.count(),
        elapsed,
        latencies.percentileNanos(0.50),
        latencies.percentileNanos(0.99),
        jvm,
        postgres,
        machine.map(all -> Math.max(0, all - jvm - postgres.orElse(0L))),
        Optional.empty());
  }

  /// Where the callers wait for each other, so that none starts on an idle machine.
  private static final class Gate {
    private final CountDownLatch arrived;
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile boolean over;

    Gate(int callers) {
      arrived = new CountDownLatch(callers);
    }

    Latencies work(Variant.Caller caller) throws InterruptedException {
      try {
        for (int i = 0; i < LEAD_IN_OPERATIONS; i++) {
          caller.ready();
          caller.operate();
        }
      } finally {
        arrived.countDown();
      }
      go.await();
      var latencies = new Latencies();
      do {
        caller.ready();
        long start = System.nanoTime();
        caller.operate();
        latencies.add(System.nanoTime() - start);
      } while (!over);
      return latencies;
    }
  }
}
