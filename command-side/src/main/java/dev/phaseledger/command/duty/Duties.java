package dev.phaseledger.command.duty;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Performs every duty again and again, as long as the service runs, each on a thread of its own.
@Component
final class Duties implements SmartLifecycle {

  /// Pause after a duty found nothing to do.
  static final Duration PAUSE = Duration.ofMillis(250);

  /// Pause after a duty failed.
  static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Duties.class);

  private final List<Duty> duties;
  private final Clock clock;
  private volatile List<Thread> threads = List.of();

  Duties(List<Duty> duties, Clock clock) {
    this.duties = List.copyOf(duties);
    this.clock = clock;
  }

  @Override
  public void start() {
    threads =
        duties.stream()
            .map(duty ->
                Thread.ofVirtual().name("duty-" + duty.name()).start(() -> performForEver(duty)))
            .toList();
  }

  @Override
  public void stop() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join();
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
    while (!Thread.currentThread().isInterrupted()) {
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
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
