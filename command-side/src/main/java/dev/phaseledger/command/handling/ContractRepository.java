package dev.phaseledger.command.handling;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;

/// Loads contracts: from memory if this node knows them, else from a snapshot and the events behind
/// it, else from their events.
///
/// What is remembered may be behind, since other nodes append too. That costs one attempt: an
/// append on an older version is a conflict, and a refusal is decided twice. Either puts the
/// contract in doubt, and then only what was recorded since is read and folded, however long the
/// history is.
///
/// One command at a time works on a contract: its lock is held until the command is over. A command
/// may work on several contracts, in one append.
final class ContractRepository extends EventSourcingRepository<ContractAggregate> {

  /// Contracts kept in memory, at most.
  static final int CONTRACTS_MAX = 20_000;

  private final EventStore store;
  private final SnapshotTaker snapshots;
  private final ContractInstance.Parts parts;
  private final Cache<String, KnownContract> known =
      Caffeine.newBuilder().maximumSize(CONTRACTS_MAX).executor(Runnable::run).build();

  private ContractRepository(
      Builder<ContractAggregate> builder,
      EventStore store,
      SnapshotTaker snapshots,
      ContractInstance.Parts parts) {
    super(builder);
    this.store = store;
    this.snapshots = snapshots;
    this.parts = parts;
  }

  /// The repository of a configuration; its snapshots end with it.
  static ContractRepository of(Configuration axon) {
    EventStore store = axon.eventStore();
    SnapshotTaker snapshots = SnapshotTaker.start(store);
    axon.onShutdown(snapshots::close);
    Builder<ContractAggregate> builder =
        EventSourcingRepository.builder(ContractAggregate.class)
            .parameterResolverFactory(axon.parameterResolverFactory())
            .handlerDefinition(axon.handlerDefinition(ContractAggregate.class))
            .eventStore(store)
            .repositoryProvider(axon::repository);
    return new ContractRepository(builder, store, snapshots, ContractInstance.Parts.of(axon));
  }

  @Override
  protected EventSourcedAggregate<ContractAggregate> doLoadWithLock(
      String stream, Long expectedVersion) {
    KnownContract remembered = known.getIfPresent(stream);
    KnownContract contract;
    if (remembered == null) {
      contract =
          KnownContract.folded(store.readEvents(stream))
              .orElseThrow(() -> new AggregateNotFoundException(stream, "no such contract"));
      remember(stream, contract);
    } else if (remembered.doubtful()) {
      contract = remembered.with(store.readEvents(stream, remembered.version() + 1));
      remember(stream, contract);
    } else {
      contract = remembered;
    }
    // Whatever the command fails of may be that the contract has moved on.
    CurrentUnitOfWork.get().onRollback(_ -> doubt(stream));
    return new ContractInstance(stream, contract, aggregateModel(), parts);
  }

  @Override
  protected void doSaveWithLock(EventSourcedAggregate<ContractAggregate> aggregate) {
    String stream = aggregate.identifierAsString();
    CurrentUnitOfWork.get().afterCommit(work -> recorded(stream, work));
  }

  /// A contract as it is recorded right now, for a decision on another one. It is not locked, and
  /// nothing is remembered of it: whoever works on it does that.
  KnownContract recorded(StreamId stream) {
    KnownContract remembered = known.getIfPresent(stream.toString());
    return remembered == null
        ? KnownContract.folded(store.readEvents(stream.toString()))
            .orElseThrow(
                () -> new AggregateNotFoundException(stream.toString(), "no such contract"))
        : remembered.with(store.readEvents(stream.toString(), remembered.version() + 1));
  }

  /// Folds what the command has led to, as it is recorded.
  private void recorded(String stream, UnitOfWork<?> work) {
    AppendScope scope = work.getResource(AppendScope.RESOURCE);
    StreamId own = StreamId.parse(stream);
    KnownContract contract = known.getIfPresent(stream);
    for (RecordedEvent event : scope.recorded()) {
      // A command may work on several contracts, and on the contract's agent.
      if (event.event() instanceof ContractEvent && event.stream().equals(own)) {
        if (contract != null) {
          contract = contract.with(event);
        } else if (event.sequence() == 0) {
          contract = KnownContract.issued(event);
        }
      }
    }
    if (contract != null) {
      remember(stream, contract);
    }
  }

  private void remember(String stream, KnownContract contract) {
    boolean asked =
        contract.beyondSnapshot() >= SnapshotTaker.EVENTS_PER_SNAPSHOT
            && snapshots.take(stream, contract.state(), contract.version());
    known.put(stream, asked ? contract.keptAt(contract.version()) : contract);
  }

  private void doubt(String stream) {
    known.asMap().computeIfPresent(stream, (_, contract) -> contract.doubted());
  }
}
