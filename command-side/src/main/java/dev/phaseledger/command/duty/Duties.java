package dev.phaseledger.command.duty;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Performs every duty again and again, as long as the service runs, each on a thread of its own.
///
/// A stop waits for what is under way. Interrupting it would break its connection to the database,
/// and leave it open whether what it had just sent was recorded.
@Component
final class Duties implements SmartLifecycle {

  /// Pause after a duty found nothing to do.
  static final Duration PAUSE = Duration.ofMillis(250);

  /// Pause after a duty failed.
  static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  /// How long a stop waits for what is under way before it is interrupted all the same.
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Duties.class);

  private final List<Duty> duties;
  private final Clock clock;
  private volatile List<Thread> threads = List.of();
  private volatile CountDownLatch stopping = new CountDownLatch(1);

  Duties(List<Duty> duties, Clock clock) {
    this.duties = List.copyOf(duties);
    this.clock = clock;
  }

  @Override
  public void start() {
    stopping = new CountDownLatch(1);
    threads =
        duties.stream()
            .map(duty ->
                Thread.ofVirtual().name("duty-" + duty.name()).start(() -> performForEver(duty)))
            .toList();
  }

  @Override
  public void stop() {
    stopping.countDown();
    for (Thread thread : threads) {
      try {
        if (!thread.join(STOP_TIMEOUT)) {
          LOG.warn("a duty is interrupted by the stop of the service: thread={}", thread.getName());
          thread.interrupt();
          thread.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    threads = List.of();
  }

  @Override
  public boolean isRunning() {
    return !threads.isEmpty();
  }

  private void performForEver(Duty duty) {
    boolean stopped = false;
    while (!stopped) {
      Duration pause = PAUSE;
      try {
        if (duty.perform(clock.instant()) > 0) {
          pause = Duration.ZERO;
        }
      } catch (RuntimeException failure) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        LOG.warn(
            "duty {} failed; it is tried again in {} s",
            duty.name(),
            PAUSE_AFTER_FAILURE.toSeconds(),
            failure);
        pause = PAUSE_AFTER_FAILURE;
      }
      try {
        stopped = stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
