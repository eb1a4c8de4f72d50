package dev.phaseledger.policy.path;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.policy.path.Observation.About;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Observations, and counts of what happened before them, for tests.
final class Observations {

  static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  static final AgentId AGENT = new AgentId("agent-7");
  static final ContractId CONTRACT = new ContractId("contract-1");

  private Observations() {}

  static About about(String kind) {
    return about(kind, Severity.LOW);
  }

  static About about(String kind, Severity severity) {
    return new About(
        AGENT,
        Optional.of(CONTRACT),
        Optional.empty(),
        Optional.of("git.push"),
        List.of("src/main/App.java"),
        NOW,
        severity,
        kind);
  }

  static About withoutContract() {
    return new About(
        AGENT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        NOW,
        Severity.LOW,
        "operator");
  }

  /// Counts times that are listed, for every subject alike; windows end with [#NOW].
  static final class Past implements WindowCounts {

    private final List<Instant> failures = new ArrayList<>();
    private final List<Instant> vetoes = new ArrayList<>();
    private final Map<String, Instant> fired = new TreeMap<>();

    Past failed(Duration... before) {
      for (Duration each : before) {
        failures.add(NOW.minus(each));
      }
      return this;
    }

    Past vetoed(Duration... before) {
      for (Duration each : before) {
        vetoes.add(NOW.minus(each));
      }
      return this;
    }

    Past fired(String path, Subject of, Duration before) {
      fired.put(path + " for " + of.described(), NOW.minus(before));
      return this;
    }

    @Override
    public long failures(Subject of, Duration within) {
      return count(failures, within);
    }

    @Override
    public long vetoes(Subject of, Duration within) {
      return count(vetoes, within);
    }

    @Override
    public Optional<Instant> lastFired(String path, Subject of) {
      return Optional.ofNullable(fired.get(path + " for " + of.described()));
    }

    private static long count(List<Instant> times, Duration within) {
      return times.stream().filter(at -> at.isAfter(NOW.minus(within))).count();
    }
  }
}
