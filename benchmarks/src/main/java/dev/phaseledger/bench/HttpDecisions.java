package dev.phaseledger.bench;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.IdSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The same decisions, asked for over HTTP by another process. One connection, agent and token for
/// each caller.
final class HttpDecisions implements Contender {

  private final HttpTarget target;
  private final CpuTimes cpu;
  private final int recordedBytes;

  /// Registers the agents; the map is in force already.
  HttpDecisions(
      HttpTarget target,
      DecisionScript script,
      IdSource ids,
      CpuTimes cpu,
      int callersMax,
      int recordedBytes) {
    this.target = target;
    this.cpu = cpu;
    this.recordedBytes = recordedBytes;
    List<String> agents = new ArrayList<>();
    for (int number = 0; number < callersMax; number++) {
      var agent = new AgentId("agent-" + ids.next());
      target.send(script.registerAgent(agent));
      agents.add(agent.value());
    }
    target.admit(agents);
  }

  @Override
  public Variant.Name name() {
    return Variant.Name.HTTP;
  }

  @Override
  public int recordedBytes() {
    return recordedBytes;
  }

  /// CPU time is read around the load: what the generator uses before and after it, to connect and
  /// to report, is idle time of the service.
  @Override
  public Measurement measure(CellRunner runner, int callers, Duration length)
      throws InterruptedException {
    CpuTimes.Reading before = cpu.read();
    long start = System.nanoTime();
    HttpTarget.Load load = target.load(callers, length);
    long whole = System.nanoTime() - start;
    CpuTimes.Reading after = cpu.read();
    // Lead-in requests are in the CPU times and in `whole`; both shrink to the part that counts.
    double share = Math.min(1, (double) load.elapsedNanos() / whole);
    long jvm = part(after.jvm() - before.jvm(), share);
    Optional<Long> postgres =
        after.postgres().map(now -> part(now - before.postgres().orElseThrow(), share));
    Optional<Long> machine =
        after.machine().map(now -> part(now - before.machine().orElseThrow(), share));
    return new Measurement(
        Variant.Name.HTTP,
        callers,
        load.operations(),
        load.elapsedNanos(),
        load.p50Nanos(),
        load.p99Nanos(),
        jvm,
        postgres,
        machine.map(all -> Math.max(0, all - jvm - postgres.orElse(0L) - load.cpuNanos())),
        Optional.of(load.cpuNanos()));
  }

  private static long part(long nanos, double share) {
    return (long) (Math.max(0, nanos) * share);
  }
}
