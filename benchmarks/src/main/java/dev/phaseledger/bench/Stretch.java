package dev.phaseledger.bench;

import java.util.Optional;

/// What a stretch of work took.
///
/// @param postgresCpuNanos CPU time of all server processes, where it can be read
/// @param otherCpuNanos CPU time of everything else on the machine, where it can be read
record Stretch(
    long elapsedNanos,
    long jvmCpuNanos,
    Optional<Long> postgresCpuNanos,
    Optional<Long> otherCpuNanos) {

  /// Work that is measured as a whole.
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  static Stretch of(CpuTimes cpu, Work work) throws InterruptedException {
    CpuTimes.Reading before = cpu.read();
    long start = System.nanoTime();
    work.run();
    long elapsed = System.nanoTime() - start;
    CpuTimes.Reading after = cpu.read();
    long jvm = after.jvm() - before.jvm();
    Optional<Long> postgres =
        after.postgres().map(now -> Math.max(0, now - before.postgres().orElseThrow()));
    return new Stretch(
        elapsed,
        jvm,
        postgres,
        after
            .machine()
            .map(now ->
                Math.max(0, now - before.machine().orElseThrow() - jvm - postgres.orElse(0L))));
  }

  double perSecond(long operations) {
    return operations * 1e9 / elapsedNanos;
  }

  double cores(long nanos) {
    return (double) nanos / elapsedNanos;
  }
}
