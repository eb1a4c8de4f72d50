package dev.phaseledger.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A service that answers over HTTP, with somebody in another process who asks it.
public interface HttpTarget extends DecisionTarget {

  /// What a load showed.
  ///
  /// @param cpuNanos CPU time of the process that made it
  record Load(long operations, long elapsedNanos, long p50Nanos, long p99Nanos, long cpuNanos) {

    /// The form in which a generator reports it.
    String line() {
      return "%d %d %d %d %d".formatted(operations, elapsedNanos, p50Nanos, p99Nanos, cpuNanos);
    }

    /// Reads what a generator reported.
    public static Load parse(String line) {
      List<Long> figures = List.of(line.split(" ", -1)).stream().map(Long::valueOf).toList();
      return new Load(
          figures.get(0), figures.get(1), figures.get(2), figures.get(3), figures.get(4));
    }
  }

  /// Who may ask, of the tenant that is measured.
  ///
  /// @param agents bearer tokens by agent
  record Logins(String operatorToken, Map<String, String> agents) {

    public Logins {
      agents = Map.copyOf(agents);
    }
  }

  /// Makes agents known to the service as callers, and starts the process that will ask as them.
  void admit(List<String> agents);

  /// Has decisions asked for over this many connections at a time, for a while.
  Load load(int connections, Duration length);

  /// Waits until the service has done what it does after it has answered.
  void settle() throws InterruptedException;
}
