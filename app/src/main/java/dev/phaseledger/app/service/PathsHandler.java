package dev.phaseledger.app.service;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.command.path.PathFollower;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
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

  private final ObjectProvider<PathFollower> follower;
  private final CountDownLatch complete = new CountDownLatch(1);
  private volatile boolean running;

  PathsHandler(ObjectProvider<PathFollower> follower) {
    this.follower = follower;
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
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
