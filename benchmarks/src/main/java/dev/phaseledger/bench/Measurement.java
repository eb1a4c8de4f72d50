package dev.phaseledger.bench;

import java.util.Optional;

/// What one cell showed in one round.
///
/// @param postgresCpuNanos CPU time of all server processes, where it can be read
/// @param otherCpuNanos CPU time of everything else on the machine, where it can be read
/// @param clientCpuNanos CPU time of the process that asked, if it was not this one
record Measurement(
    Variant.Name variant,
    int callers,
    long operations,
    long elapsedNanos,
    long p50Nanos,
    long p99Nanos,
    long jvmCpuNanos,
    Optional<Long> postgresCpuNanos,
    Optional<Long> otherCpuNanos,
    Optional<Long> clientCpuNanos) {

  double perSecond() {
    return operations * 1e9 / elapsedNanos;
  }

  double micros(long nanos) {
    return nanos / 1e3;
  }

  double microsPerOperation(long nanos) {
    return nanos / 1e3 / operations;
  }

  double cores(long nanos) {
    return (double) nanos / elapsedNanos;
  }
}
