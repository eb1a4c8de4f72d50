package dev.phaseledger.store;

import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.jspecify.annotations.Nullable;

/// The Axon event store over a [LedgerEngine]. Its streams wake processors as soon as entries are
/// recorded, on whichever node, instead of polling; and they read the newest entries from memory.
public final class LedgerEventStore extends AbstractEventStore {

  private final LedgerEngine engine;

  private LedgerEventStore(Builder builder, LedgerEngine engine) {
    super(builder);
    this.engine = engine;
  }

  /// An event store over an open engine. It does not close the engine.
  public static LedgerEventStore over(LedgerEngine engine) {
    Builder builder = new Builder();
    builder.storageEngine(engine);
    return new LedgerEventStore(builder, engine);
  }

  @Override
  public TrackingEventStream openStream(@Nullable TrackingToken trackingToken) {
    return new LedgerStream(engine, Tokens.position(trackingToken));
  }

  private static final class Builder extends AbstractEventStore.Builder {}
}
