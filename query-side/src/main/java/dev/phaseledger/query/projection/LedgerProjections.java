package dev.phaseledger.query.projection;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.EventMetaData;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.event.LedgerEvent;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/// The one event processor that feeds all projections. It needs a single segment, since the log is
/// folded in order.
///
/// Events of a batch are only gathered when they are handled; they are folded together, with few
/// statements, when the batch prepares its commit.
@Component
@ProcessingGroup(LedgerProjections.PROCESSING_GROUP)
public final class LedgerProjections {

  /// Name of the processor, for its configuration.
  public static final String PROCESSING_GROUP = "projections";

  private static final String GATHERED = "query.projections.gathered";

  private final ProjectionWriter writer;
  private final ProjectionProgress progress;

  LedgerProjections(ProjectionWriter writer, ProjectionProgress progress) {
    this.writer = writer;
    this.progress = progress;
  }

  /// What folds the log in bulk when the projections are far behind.
  public CatchUp catchUp(LedgerReader log, PlatformTransactionManager transactions) {
    return new CatchUp(log, writer, progress, transactions);
  }

  @EventHandler
  void on(LedgerEvent event, EventMessage<?> message) {
    UnitOfWork<?> batch = CurrentUnitOfWork.get().root();
    List<PlacedEvent> gathered = batch.getOrComputeResource(GATHERED, key -> startBatch(batch));
    gathered.add(placed(event, message));
  }

  @ResetHandler
  void reset() {
    writer.clear();
  }

  private List<PlacedEvent> startBatch(UnitOfWork<?> batch) {
    List<PlacedEvent> gathered = new ArrayList<>();
    batch.onPrepareCommit(unit -> writer.write(gathered));
    batch.afterCommit(unit -> progress.moved());
    return gathered;
  }

  private static PlacedEvent placed(LedgerEvent event, EventMessage<?> message) {
    if (!(message instanceof DomainEventMessage<?> recorded)) {
      throw new IllegalStateException("an event came from the store without its stream");
    }
    return new PlacedEvent(
        StreamId.parse(recorded.getAggregateIdentifier()).tenant(),
        number(message, EventMetaData.POSITION),
        number(message, EventMetaData.INDEX),
        message.getTimestamp(),
        text(message, EventMetaData.ACTOR),
        event);
  }

  private static String text(EventMessage<?> message, String key) {
    if (message.getMetaData().get(key) instanceof String text) {
      return text;
    }
    throw missing(key);
  }

  private static long number(EventMessage<?> message, String key) {
    if (message.getMetaData().get(key) instanceof Long number) {
      return number;
    }
    throw missing(key);
  }

  private static IllegalStateException missing(String key) {
    return new IllegalStateException("an event came from the store without its '" + key + "'");
  }
}
