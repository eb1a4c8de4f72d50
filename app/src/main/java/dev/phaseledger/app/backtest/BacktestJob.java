package dev.phaseledger.app.backtest;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One back-test that somebody has asked for. Usable by many threads.
final class BacktestJob {

  /// Where a job is.
  enum State {
    /// Others are running.
    WAITING,
    RUNNING,
    /// Somebody stopped it; it can go on.
    CANCELLED,
    DONE,
    /// The log could not be read, or a decision could not be made.
    FAILED
  }

  /// What is known of a job at one moment.
  ///
  /// @param digest under which the signed result is kept, once it is done
  record View(
      String id,
      State state,
      Order order,
      BacktestRun.Progress progress,
      Principal by,
      Instant askedAt,
      Optional<Fields> result,
      Optional<Digest> digest,
      Optional<String> problem) {}

  private final String id;
  private final Order order;
  private final Principal by;
  private final Instant askedAt;
  private State state = State.WAITING;

  /// What it has folded; null once it has ended, when nobody needs it any more.
  private @Nullable BacktestRun run;

  private BacktestRun.Progress progress;
  private @Nullable Fields result;
  private @Nullable Digest digest;
  private @Nullable String problem;

  BacktestJob(String id, Order order, BacktestRun run, Principal by, Instant askedAt) {
    this.id = id;
    this.order = order;
    this.run = run;
    this.progress = run.progress();
    this.by = by;
    this.askedAt = askedAt;
  }

  String id() {
    return id;
  }

  Order order() {
    return order;
  }

  Principal by() {
    return by;
  }

  synchronized State state() {
    return state;
  }

  /// Its turn has come; empty if somebody stopped it before.
  synchronized Optional<BacktestRun> start() {
    if (state != State.WAITING) {
      return Optional.empty();
    }
    state = State.RUNNING;
    return Optional.ofNullable(run);
  }

  /// Somebody wants it to stop; false if it has ended.
  synchronized boolean cancel() {
    return switch (state) {
      case WAITING -> {
        state = State.CANCELLED;
        yield true;
      }
      case RUNNING -> {
        if (run != null) {
          run.stop();
        }
        yield true;
      }
      case CANCELLED -> true;
      case DONE, FAILED -> false;
    };
  }

  /// Somebody wants it to go on; false if it was not stopped.
  synchronized boolean resume() {
    if (state != State.CANCELLED) {
      return false;
    }
    state = State.WAITING;
    return true;
  }

  synchronized void stopped() {
    state = State.CANCELLED;
  }

  synchronized void done(Fields found, Digest kept) {
    result = found;
    digest = kept;
    end(State.DONE);
  }

  synchronized void failed(String why) {
    problem = why;
    end(State.FAILED);
  }

  private void end(State how) {
    progress = progress();
    run = null;
    state = how;
  }

  private BacktestRun.Progress progress() {
    return run == null ? progress : run.progress();
  }

  synchronized View view() {
    return new View(
        id,
        state,
        order,
        progress(),
        by,
        askedAt,
        Optional.ofNullable(result),
        Optional.ofNullable(digest),
        Optional.ofNullable(problem));
  }
}
