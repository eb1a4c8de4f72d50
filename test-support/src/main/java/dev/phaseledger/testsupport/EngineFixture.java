package dev.phaseledger.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.testsupport.LedgerNode.Decided;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The nodes, streams and callers that [EngineContract] works with.
abstract class EngineFixture {

  /// Callers that append at the same time.
  protected static final int APPENDERS = 16;

  static final int APPENDS_EACH = 25;
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<LedgerNode> opened = new ArrayList<>();
  final List<Recorder> recorders = new ArrayList<>();
  TenantId tenant = new TenantId("t");
  long start;

  /// Opens one more node on the ledger of this test.
  protected abstract LedgerNode open(List<LogListener> listeners);

  /// On how many nodes the promises are put to the test.
  protected abstract int nodes();

  /// Opens the nodes; each test has a tenant of its own.
  @BeforeEach
  void openNodes() {
    tenant = new TenantId("t" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
    for (int i = 0; i < nodes(); i++) {
      Recorder recorder = new Recorder(EnumSet.allOf(StreamId.Subject.class));
      recorders.add(recorder);
      opened.add(open(List.of(recorder)));
    }
    start = node(0).position();
  }

  /// Closes every node a test opened.
  @AfterEach
  void closeNodes() {
    opened.forEach(LedgerNode::close);
  }

  /// One of the nodes, in turn.
  LedgerNode node(int number) {
    return opened.get(number % opened.size());
  }

  LedgerNode another(List<LogListener> listeners) {
    LedgerNode node = open(listeners);
    opened.add(node);
    return node;
  }

  /// What the first node tells of the entries behind a position once it has followed so far.
  List<RecordedEvent> followed(long position, int count) throws InterruptedException {
    assertThat(node(0).awaitPosition(position + count, PATIENCE)).isTrue();
    return node(0).follow(position);
  }

  List<RecordedEvent> heardSinceStart(Recorder recorder) {
    return recorder.heard().stream().filter(event -> event.position() > start).toList();
  }

  interface Work {
    List<RecordedEvent> run(int appender) throws Exception;
  }

  static List<RecordedEvent> inParallel(Work work) throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<RecordedEvent>>> tasks = new ArrayList<>();
      for (int i = 0; i < APPENDERS; i++) {
        int appender = i;
        tasks.add(() -> work.run(appender));
      }
      List<RecordedEvent> all = new ArrayList<>();
      for (Future<List<RecordedEvent>> done : callers.invokeAll(tasks)) {
        all.addAll(done.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new AssertionError("an appender failed", e.getCause());
    }
  }

  static List<Long> range(long first, long count) {
    return LongStream.range(first, first + count).boxed().toList();
  }

  static AppendScope scope() {
    return new AppendScope(new PrincipalId("tester"), Optional.empty());
  }

  Claim claim(String key, String request) {
    return new Claim(tenant, "idempotency:tester", key, Digest.of(request));
  }

  StreamId contract(String id) {
    return StreamId.contract(tenant, new ContractId(id));
  }

  StreamId agent(String id) {
    return StreamId.agent(tenant, new AgentId(id));
  }

  static Decided signal(StreamId stream, long sequence) {
    return new Decided(
        stream,
        sequence,
        new ContractRevoked(
            new ContractId(stream.id()),
            new AgentId("a"),
            "reason " + sequence,
            RevocationCause.OPERATOR));
  }

  Decided revoked(String agent, long sequence) {
    return new Decided(
        agent(agent), sequence, new AgentRevoked(new AgentId(agent), "reason " + sequence));
  }
}
