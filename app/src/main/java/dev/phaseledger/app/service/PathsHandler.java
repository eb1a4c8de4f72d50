package dev.phaseledger.app.service;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.command.path.PathFollower;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.config.Configuration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Hands entries to the revocation paths, from when the service is complete until it stops: they
/// send commands and ask the views, and neither is there when the processor starts.
@Component
@ProcessingGroup(PathFollower.PROCESSING_GROUP)
final class PathsHandler implements SmartLifecycle {

  /// How long an entry waits for the service to be complete before it is offered again.
  static final Duration START_TIMEOUT = Duration.ofSeconds(5);

  /// How long a stop waits for the entries at hand to be answered.
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(PathsHandler.class);

  private final ObjectProvider<PathFollower> follower;
  private final ObjectProvider<Configuration> axon;
  private final CountDownLatch complete = new CountDownLatch(1);
  private volatile boolean running;

  PathsHandler(ObjectProvider<PathFollower> follower, ObjectProvider<Configuration> axon) {
    this.follower = follower;
    this.axon = axon;
  }

  @EventHandler
  void on(ContractEvent event, DomainEventMessage<?> message) throws InterruptedException {
    boolean started = complete.await(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    if (!started || !running) {
      throw new StoreException("revocation paths are followed once the service runs");
    }
    follower.getObject().follow(event, message);
  }

  @Override
  public void start() {
    running = true;
    complete.countDown();
  }

  @Override
  public void stop() {
    // The entries at hand are answered while all that it takes is there; the others wait in the
    // log.
    CompletableFuture<Void> stopped =
        axon.getObject()
            .eventProcessingConfiguration()
            .eventProcessor(PathFollower.PROCESSING_GROUP, PooledStreamingEventProcessor.class)
            .map(PooledStreamingEventProcessor::shutdownAsync)
            .orElseGet(CompletableFuture::allOf);
    try {
      stopped.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the service stops before the revocation paths at hand are answered", e);
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
