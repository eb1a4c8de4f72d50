package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.testsupport.PostgresExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The engine as Axon uses it.
final class LedgerEventStoreTest {

  private static final Duration PROMPT = Duration.ofMillis(800);
  private static final int PATIENCE_MILLIS = 10_000;

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @TempDir static Path keys;

  private LedgerEngine engine;
  private LedgerEventStore store;
  private String name = "";

  @BeforeEach
  void open() {
    engine = LedgerEngine.open(TestNode.config(POSTGRES, keys, List.of()));
    store = LedgerEventStore.over(engine);
    name = "c" + engine.position();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /// An aggregate that counts.
  @AggregateRoot(type = "agent")
  static final class Counting {
    @AggregateIdentifier private @Nullable String id;
    private int count;

    Counting() {}

    Counting(String id) {
      apply(new AgentRevoked(new AgentId(StreamId.parse(id).id()), id));
    }

    void again() {
      String known = Objects.requireNonNull(id);
      apply(new AgentRevoked(new AgentId(StreamId.parse(known).id()), known));
    }

    @EventSourcingHandler
    void on(AgentRevoked event) {
      id = event.reason();
      count++;
    }
  }

  @Test
  void aStreamIsWokenAsSoonAsThisNodeAppends() throws Exception {
    assertThatAStreamIsWokenBy(engine);
  }

  @Test
  void aStreamIsWokenAsSoonAsAnotherNodeAppends() throws Exception {
    try (LedgerEngine other = LedgerEngine.open(TestNode.config(POSTGRES, keys, List.of()))) {
      assertThatAStreamIsWokenBy(other);
    }
  }

  private void assertThatAStreamIsWokenBy(LedgerEngine appender) throws Exception {
    try (TrackingEventStream stream = store.openStream(store.createHeadToken())) {
      // The first append of a node opens plans and loads classes.
      appender.append(Samples.scope(), List.of(Samples.onContract(name, 0)));
      stream.nextAvailable();
      CountDownLatch called = new CountDownLatch(1);
      assertThat(stream.setOnAvailableCallback(called::countDown)).isTrue();
      assertThat(stream.hasNextAvailable()).isFalse();
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  stream.hasNextAvailable(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });

      long start = System.nanoTime();
      appender.append(Samples.scope(), List.of(Samples.onContract(name, 1)));

      assertThat(called.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
      assertThat(waiting.join(Duration.ofMillis(PATIENCE_MILLIS))).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
      TrackedEventMessage<?> event = stream.nextAvailable();
      assertThat(event.getMetaData().get("position")).isEqualTo(engine.position());
      assertThat(event.getMetaData()).containsEntry("actor", "tester").doesNotContainKey("trace");
      assertThat(stream.peek()).isEmpty();
    }
  }

  @Test
  void aStreamReadsOldEntriesFromTheDatabaseAndNewOnesFromMemory() throws Exception {
    long start = engine.position();
    int count = Progress.RECENT_ENTRIES_MAX + 300;
    for (int from = 0; from < count; from += 300) {
      List<NewEvent> events =
          java.util.stream.IntStream.range(from, Math.min(count, from + 300))
              .mapToObj(i -> Samples.onContract(name, i))
              .toList();
      engine.append(Samples.scope(), events);
    }
    try (TrackingEventStream stream = store.openStream(new GlobalSequenceTrackingToken(start))) {
      for (long position = start + 1; position <= start + count; position++) {
        assertThat(Tokens.position(stream.nextAvailable().trackingToken())).isEqualTo(position);
      }
      assertThat(stream.hasNextAvailable()).isFalse();
    }
  }

  @Test
  void tokensNamePositions() {
    long start = engine.position();
    engine.append(Samples.scope(), List.of(Samples.onContract(name, 0)));

    assertThat(Tokens.position(store.createTailToken())).isZero();
    assertThat(Tokens.position(store.createHeadToken())).isEqualTo(start + 1);
    assertThat(Tokens.position(store.createTokenAt(Instant.parse("2026-02-01T00:00:00Z"))))
        .isZero();
    assertThat(Tokens.position(store.createTokenAt(Instant.parse("2026-03-02T00:00:00Z"))))
        .isEqualTo(start + 1);
  }

  @Test
  void eventsNobodyAnswersForAreRefused() {
    DefaultUnitOfWork<CommandMessage<String>> unit =
        DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>("test"));
    store.publish(
        new GenericDomainEventMessage<>(
            "contract", Samples.contract(name).toString(), 0, Samples.onContract(name, 0).event()));

    assertThatThrownBy(unit::commit)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody answers");
    assertThat(store.readEvents(Samples.contract(name).toString()).hasNext()).isFalse();
  }

  @Test
  void anAggregateThatLostARaceIsLoadedAfresh() throws Exception {
    Repository<Counting> repository =
        EventSourcingRepository.builder(Counting.class)
            .eventStore(store)
            .cache(new WeakReferenceCache())
            .build();
    assertThat(repository).isInstanceOf(CachingEventSourcingRepository.class);
    String id = Samples.agent(name).toString();
    inUnit(() -> repository.newInstance(() -> new Counting(id)));
    inUnit(() -> repository.load(id).execute(Counting::again));
    engine.append(
        Samples.scope(),
        List.of(new NewEvent(StreamId.parse(id), 2, new AgentRevoked(new AgentId(name), id))));

    assertThatThrownBy(() -> inUnit(() -> repository.load(id).execute(Counting::again)))
        .isInstanceOf(ConflictException.class);

    inUnit(() -> repository.load(id).execute(Counting::again));
    inUnit(
        () -> repository.load(id).execute(aggregate -> assertThat(aggregate.count).isEqualTo(4)));
    assertThat(store.lastSequenceNumberFor(id)).contains(3L);
  }

  @Test
  void artifactsAreKeptByDigestWithinTheirTenant() {
    Artifacts artifacts = new Artifacts(POSTGRES.pool());
    byte[] bytes = "a large payload".getBytes(StandardCharsets.UTF_8);

    var digest = artifacts.store(Samples.TENANT, bytes);

    assertThat(artifacts.store(Samples.TENANT, bytes)).isEqualTo(digest);
    assertThat(artifacts.find(Samples.TENANT, digest)).contains(bytes);
    assertThat(artifacts.find(new dev.phaseledger.api.TenantId("other"), digest)).isEmpty();
  }

  @Test
  void anArtifactThatSomebodyChangedIsNotHandedOut() {
    Artifacts artifacts = new Artifacts(POSTGRES.pool());
    var digest = artifacts.store(Samples.TENANT, "what was shown".getBytes(StandardCharsets.UTF_8));
    String row = " WHERE digest = '" + digest + "';";
    var attacker = new Attacker(POSTGRES);
    attacker.quietly(
        "ALTER TABLE ledger.artifact DROP CONSTRAINT artifact_check;"
            + "UPDATE ledger.artifact SET bytes = 'what was not'"
            + row);

    assertThatThrownBy(() -> artifacts.find(Samples.TENANT, digest))
        .isInstanceOf(dev.phaseledger.api.DamagedRecordException.class)
        .hasMessageContaining(digest.value());

    attacker.quietly(
        "DELETE FROM ledger.artifact"
            + row
            + "ALTER TABLE ledger.artifact ADD CHECK (digest = 'sha256:' || encode(sha256(bytes), 'hex'))");
  }

  @Test
  void aClosedEngineRecordsNothing() {
    engine.close();

    assertThatThrownBy(() -> engine.append(Samples.scope(), List.of(Samples.onContract(name, 0))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("nothing was recorded");
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void inUnit(Step step) throws Exception {
    DefaultUnitOfWork<CommandMessage<String>> unit =
        DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>("test"));
    unit.resources().put(AppendScope.RESOURCE, Samples.scope());
    try {
      step.run();
      unit.commit();
    } finally {
      if (unit.isActive()) {
        unit.rollback();
      }
    }
  }
}
