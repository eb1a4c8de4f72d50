package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.EventMetaData;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.testsupport.LedgerNode;
import dev.phaseledger.testsupport.PostgresExtension;
import dev.phaseledger.testsupport.SequentialIds;
import dev.phaseledger.testsupport.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/// A node with a [LedgerEngine], used the way Axon uses it.
record TestNode(LedgerEngine engine) implements LedgerNode {

  /// What all logs of the tests are named under.
  static final String ORIGIN = "ledger.example.com";

  /// @param keys where the key is that all nodes share
  static LedgerConfig config(PostgresExtension postgres, Path keys, List<LogListener> listeners) {
    String name = UUID.randomUUID().toString();
    return new LedgerConfig(
        postgres.connections(),
        postgres.pool(),
        SigningKeys.loadOrCreate(keys, ORIGIN),
        keys.resolve(name),
        SettableClock.at("2026-03-01T10:00:00Z"),
        new SequentialIds(name),
        listeners,
        Optional.empty(),
        RestoredDatabase.REFUSE);
  }

  /// The same with somebody who watches the engine's own connections.
  static LedgerConfig watched(LedgerConfig config, WatchedConnections.Watch watch) {
    return new LedgerConfig(
        WatchedConnections.of(config.connections(), watch),
        config.reads(),
        config.keys(),
        config.dataDirectory(),
        config.clock(),
        config.ids(),
        config.listeners(),
        config.snapshots(),
        config.restored());
  }

  /// A node with a data directory of its own and the key of all others.
  static TestNode open(PostgresExtension postgres, Path keys, List<LogListener> listeners) {
    return new TestNode(LedgerEngine.open(config(postgres, keys, listeners)));
  }

  @Override
  public List<RecordedEvent> append(AppendScope scope, List<Decided> events) {
    DefaultUnitOfWork<CommandMessage<String>> unit =
        DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>("test"));
    unit.resources().put(AppendScope.RESOURCE, scope);
    try {
      engine.appendEvents(
          events.stream()
              .map(decided ->
                  new GenericDomainEventMessage<>(
                      decided.stream().subject().label(),
                      decided.stream().toString(),
                      decided.sequence(),
                      decided.event()))
              .toList());
      unit.commit();
      return scope.recorded();
    } finally {
      if (unit.isActive()) {
        unit.rollback();
      }
    }
  }

  @Override
  public List<RecordedEvent> stream(StreamId stream, long firstSequence) {
    List<RecordedEvent> events = new ArrayList<>();
    engine
        .readEvents(stream.toString(), firstSequence)
        .forEachRemaining(message -> events.addAll(engine.read(position(message), 1)));
    return events;
  }

  private static long position(DomainEventMessage<?> message) {
    return message.getMetaData().get(EventMetaData.POSITION) instanceof Long position
        ? position
        : -1;
  }

  @Override
  public List<RecordedEvent> follow(long position) {
    return engine
        .readEvents(new GlobalSequenceTrackingToken(position), false)
        .map(message -> engine.read(Tokens.position(message.trackingToken()), 1).getFirst())
        .toList();
  }

  @Override
  public List<RecordedEvent> read(long position, int count) {
    return engine.read(position, count);
  }

  @Override
  public Optional<ClaimTakenException> holder(Claim claim) {
    return engine.holder(claim);
  }

  @Override
  public long position() {
    return engine.position();
  }

  @Override
  public boolean awaitPosition(long position, Duration timeout) throws InterruptedException {
    return engine.awaitPosition(position, timeout);
  }

  @Override
  public void close() {
    engine.close();
  }
}
