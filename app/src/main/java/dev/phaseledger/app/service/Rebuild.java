package dev.phaseledger.app.service;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.query.projection.LedgerProjections;
import dev.phaseledger.query.projection.ProjectionProgress;
import dev.phaseledger.store.LedgerEngine;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.springframework.context.ApplicationContext;

/// Empties what readers see and has the running service fold it from the log again. What is
/// recorded is never touched.
public final class Rebuild {

  private static final int LOOK_MILLIS = 2;

  private final LedgerEngine engine;
  private final ProjectionProgress progress;
  private final PooledStreamingEventProcessor processor;

  private Rebuild(ApplicationContext context) {
    this.engine = context.getBean(LedgerEngine.class);
    this.progress = context.getBean(ProjectionProgress.class);
    this.processor =
        context
            .getBean(Configuration.class)
            .eventProcessingConfiguration()
            .eventProcessor(LedgerProjections.PROCESSING_GROUP, PooledStreamingEventProcessor.class)
            .orElseThrow();
  }

  /// Of a service's projections.
  public static Rebuild of(LedgerService service) {
    return new Rebuild(service.context());
  }

  /// How many entries the log has, as far as this node knows.
  public long entries() {
    return engine.position();
  }

  /// Empties the projections; they stay empty until [#fold].
  public void empty() {
    processor.shutDown();
    processor.resetTokens();
  }

  /// Folds the log as it is now; returns when the projections reflect it.
  ///
  /// @param folded is told how far they are
  /// @throws StoreException if folding fails; the log tells why, and the service tries again
  public void fold(LongConsumer folded) throws InterruptedException {
    processor.start();
    await(folded);
  }

  /// Waits until the projections reflect the log as it is now.
  public void await() throws InterruptedException {
    await(_ -> {});
  }

  private void await(LongConsumer folded) throws InterruptedException {
    long last = engine.position();
    long position = progress.position();
    while (position < last) {
      if (processor.isError()) {
        throw new StoreException("the projections cannot be folded; the service's log tells why");
      }
      folded.accept(position);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      position = progress.position();
    }
  }
}
