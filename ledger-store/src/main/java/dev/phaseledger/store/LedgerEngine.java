package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.proof.LogSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// The ledger on PostgreSQL: appends in group commits, reads by stream and by position, proofs.
///
/// An append returns only after its entries are durable (`fsync`, `synchronous_commit`), every
/// listener has seen them, and the tenant's new checkpoint is signed. Within Axon, the events of a
/// unit of work are appended together when it prepares its commit; from then on they are recorded,
/// whatever becomes of the unit of work. So nothing may veto or publish after that.
///
/// Safe for use by any number of threads and, through one database, by several nodes.
public final class LedgerEngine implements EventStorageEngine, LedgerReader, AutoCloseable {

  /// How long an append waits for its answer. Longer than the writer needs to learn a statement's
  /// outcome, so that `outcome unknown` is rare.
  public static final Duration OUTCOME_TIMEOUT = Duration.ofSeconds(40);

  /// Entries that one append may have.
  public static final int APPEND_ENTRIES_MAX = 1_000;

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final Drafting drafting;
  private final AppendQueue queue;
  private final Patience patience = new Patience(OUTCOME_TIMEOUT);
  private final Writer writer;
  private final Thread writerThread;
  private final Thread flusherThread;
  private final Tailer tailer;
  private final Thread tailerThread;
  private final Progress progress;
  private final EntryReads reads;
  private final LogSource proofs;
  private final Snapshots snapshots;
  private final Counters counters;
  private final HighWaterMark mark;
  private final KeyRotations rotations;

  LedgerEngine(Opening.Parts parts) {
    this.drafting = parts.drafting();
    this.queue = parts.queue();
    this.writer = parts.writer();
    this.tailer = parts.tailer();
    this.progress = parts.progress();
    this.reads = parts.reads();
    this.proofs = parts.proofs();
    this.snapshots = parts.snapshots();
    this.counters = parts.counters();
    this.mark = parts.mark();
    this.rotations = new KeyRotations(this, parts.keys(), parts.clock());
    this.flusherThread =
        Thread.ofPlatform().name("ledger-flusher").daemon().start(parts.durability());
    this.writerThread = Thread.ofPlatform().name("ledger-writer").daemon().start(writer);
    this.tailerThread = Thread.ofPlatform().name("ledger-tailer").daemon().start(tailer);
  }

  /// Checks the database, plays the history to the listeners and starts to take appends.
  ///
  /// @throws StoreException with a sentence for the operator if the database is not what it must
  ///   be: not migrated, not durable, damaged, signed with another key, or restored to an older
  ///   state
  public static LedgerEngine open(LedgerConfig config) {
    return new LedgerEngine(Opening.open(config));
  }

  /// Appends the events of a unit of work. It must hold an [AppendScope] as the resource
  /// [AppendScope#RESOURCE]; without one, the append is refused, since nobody would answer for it.
  /// Where there is no unit of work, as in tests and imports, use [#append].
  @Override
  public void appendEvents(List<? extends EventMessage<?>> events) {
    if (!events.isEmpty()) {
      List<NewEvent> planned = new ArrayList<>(events.size());
      for (EventMessage<?> event : events) {
        planned.add(newEvent(event));
      }
      append(currentScope(), planned);
    }
  }

  /// Records events together: all or none of them.
  ///
  /// @param scope who acts and what the append is fenced by; told what was recorded
  /// @return what was recorded, in order
  /// @throws dev.phaseledger.api.ConflictException if a sequence is taken or a guard has moved
  /// @throws ClaimTakenException if a claim is held
  /// @throws dev.phaseledger.api.InvalidFieldException if an event cannot be recorded
  /// @throws StoreException if the store cannot record; it says whether it may have
  public List<RecordedEvent> append(AppendScope scope, List<NewEvent> events) {
    if (!scope.recorded().isEmpty()) {
      throw new IllegalStateException("a unit of work appends once");
    }
    Append append = drafting.draft(scope, events);
    writer.stopped().ifPresent(LedgerEngine::refuse);
    queue.offer(append);
    List<RecordedEvent> recorded = patience.await(append);
    scope.completed(recorded);
    return recorded;
  }

  private static void refuse(StopReason reason) {
    throw new StoreException("nothing was recorded: " + reason.sentence());
  }

  private static AppendScope currentScope() {
    if (CurrentUnitOfWork.isStarted()) {
      UnitOfWork<?> unit = CurrentUnitOfWork.get();
      for (UnitOfWork<?> holder : List.of(unit, unit.root())) {
        if (holder.getResource(AppendScope.RESOURCE) instanceof AppendScope scope) {
          return scope;
        }
      }
    }
    throw new IllegalStateException(
        "the unit of work has no " + AppendScope.RESOURCE + ": nobody answers for its events");
  }

  private static NewEvent newEvent(EventMessage<?> message) {
    if (message instanceof DomainEventMessage<?> domain
        && domain.getPayload() instanceof LedgerEvent event) {
      return new NewEvent(
          StreamId.parse(domain.getAggregateIdentifier()), domain.getSequenceNumber(), event);
    }
    throw new IllegalArgumentException(
        "only ledger events of aggregates are recorded, not " + message.getPayloadType());
  }

  @Override
  public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
    return new AggregateEvents(
        reads, StreamId.parse(aggregateIdentifier), Math.max(0, firstSequenceNumber));
  }

  /// All events behind a token, in the order of positions, as far as this node has followed the
  /// log: no processor is ever ahead of the listeners.
  @Override
  public Stream<? extends TrackedEventMessage<?>> readEvents(
      @Nullable TrackingToken trackingToken, boolean mayBlock) {
    Iterator<RecordedEvent> events = new EventsByPosition(this, Tokens.position(trackingToken));
    int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(events, traits), false)
        .map(Messages::trackedEvent);
  }

  @Override
  public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
    return reads.lastSequence(StreamId.parse(aggregateIdentifier)).stream().boxed().findFirst();
  }

  @Override
  public TrackingToken createTailToken() {
    return new GlobalSequenceTrackingToken(0);
  }

  @Override
  public TrackingToken createHeadToken() {
    return new GlobalSequenceTrackingToken(reads.head());
  }

  /// Entries are stamped by the clocks of several nodes: the token may lie up to a minute too
  /// early, never too late.
  @Override
  public TrackingToken createTokenAt(Instant dateTime) {
    return new GlobalSequenceTrackingToken(reads.before(dateTime));
  }

  @Override
  public void storeSnapshot(DomainEventMessage<?> snapshot) {
    snapshots.store(snapshot);
  }

  @Override
  public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
    return snapshots.read(StreamId.parse(aggregateIdentifier));
  }

  @Override
  public List<RecordedEvent> read(long position, int count) {
    List<RecordedEvent> found = new ArrayList<>();
    while (found.size() < count) {
      long next = position + found.size();
      int max = count - found.size();
      // Other nodes may have appended what this one has not followed yet.
      List<RecordedEvent> page =
          next <= progress.position() ? after(next - 1, max) : reads.after(next - 1, max);
      if (page.isEmpty()) {
        break;
      }
      found.addAll(page);
    }
    return List.copyOf(found);
  }

  @Override
  public Optional<ClaimTakenException> holder(Claim claim) {
    return reads.holder(claim);
  }

  /// The next entries behind a position, at least one if this node has followed the log beyond it.
  List<RecordedEvent> after(long position, int max) {
    int followed = Math.clamp(progress.position() - position, 0, max);
    return progress
        .recentAfter(position, followed)
        .orElseGet(() -> reads.after(position, followed));
  }

  /// The logs, their checkpoints and what proofs are made of.
  public LogSource logs() {
    return proofs;
  }

  /// Rotation of the keys that sign the logs.
  public KeyRotations rotations() {
    return rotations;
  }

  /// The last position that all listeners of this node have seen.
  @Override
  public long position() {
    return progress.position();
  }

  /// Waits until all listeners of this node have seen a position.
  ///
  /// @return whether they have
  public boolean awaitPosition(long position, Duration timeout) throws InterruptedException {
    return progress.awaitBeyond(position - 1, timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  Progress progress() {
    return progress;
  }

  public LedgerStats stats() {
    return new LedgerStats(
        progress.position(),
        queue.size(),
        counters.batches.sum(),
        counters.appends.sum(),
        counters.entries.sum(),
        counters.conflicts.sum(),
        counters.claimsHeld.sum(),
        counters.fallbacks.sum(),
        counters.reconnects.sum(),
        counters.foreign.sum());
  }

  /// Why the writer stopped for good, if it did: then nothing can be recorded until a human has
  /// looked and the node was started again.
  public Optional<StopReason> stopped() {
    return writer.stopped();
  }

  /// Takes no more appends, finishes those that wait, and lets go of the database.
  @Override
  public void close() {
    queue.close();
    try {
      tailer.close();
      if (!writerThread.join(CLOSE_TIMEOUT)) {
        writerThread.interrupt();
      }
      if (!flusherThread.join(CLOSE_TIMEOUT)) {
        flusherThread.interrupt();
      }
      tailerThread.interrupt();
      tailerThread.join(CLOSE_TIMEOUT);
    } catch (SQLException e) {
      throw new StoreException("the wake-up connection cannot be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    patience.close();
    mark.save(progress.newest());
  }
}
