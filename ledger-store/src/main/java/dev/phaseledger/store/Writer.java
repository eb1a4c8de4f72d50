package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.append.Claim;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread of a node that appends. It takes whatever waits and commits it together, and goes
/// on with the next batch while [Durability] has the commit flushed.
///
/// First by memory: plan the batch on what is remembered and write it in one statement that works
/// only if nobody else has appended. If somebody has, read what is new and try again. If that is of
/// no use, or a unique key objects, then under the lock: hold the head, read what is new, check
/// every append again, write, commit. The connection may be lost at any point: then nothing
/// remembered counts, and the entries themselves tell whether the commit happened.
final class Writer implements Runnable {

  /// How often a batch is tried after lost connections.
  static final int ATTEMPTS_MAX = 3;

  /// How often a batch is planned by memory before it is planned under the lock.
  static final int ATTEMPTS_BY_MEMORY_MAX = 3;

  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  private final AppendQueue queue;
  private final Follower follower;
  private final Durability durability;
  private final Progress progress;
  private final Recovery recovery;
  private final Counters counters;
  private final AtomicReference<Optional<StopReason>> stopped =
      new AtomicReference<>(Optional.empty());
  private WriterLink link;

  /// What this thread owes an answer to.
  private List<Append> batch = List.of();

  /// What was sent and not answered.
  private Optional<Plan> open = Optional.empty();

  Writer(
      AppendQueue queue,
      Follower follower,
      Durability durability,
      Progress progress,
      Recovery recovery,
      WriterLink link,
      Counters counters) {
    this.queue = queue;
    this.follower = follower;
    this.durability = durability;
    this.progress = progress;
    this.recovery = recovery;
    this.link = link;
    this.counters = counters;
  }

  /// Why it stopped for good, if it did.
  Optional<StopReason> stopped() {
    return stopped.get();
  }

  @Override
  public void run() {
    try {
      AppendQueue.Work work = queue.take();
      while (!work.closed()) {
        batch = work.appends();
        write(batch, work.refresh());
        batch = List.of();
        work = queue.take();
      }
      finish();
    } catch (StoppedException e) {
      stop(e.reason());
    } catch (InterruptedException e) {
      log.info("writer ended: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      // Whatever it is, the state in memory can no longer be trusted.
      stop(new StopReason.Defect(e));
    } finally {
      queue.close();
      queue.refuseWaiting("the ledger is closed");
      refuseAll("the ledger was closed");
      durability.close();
      link.abandon();
    }
  }

  private void stop(StopReason reason) {
    log.error("writer stopped: reason={}", reason.sentence());
    stopped.set(Optional.of(reason));
    refuseAll(reason.sentence());
    queue.close();
    queue.refuseWaiting(reason.sentence());
  }

  /// Whatever was sent and not answered; no effect on those that have been told already.
  private void refuseAll(String reason) {
    String sentence = "whether it was recorded is unknown: " + reason;
    refuse(batch, sentence);
    durability
        .halt()
        .forEach(
            waiting -> waiting.plan().ifPresent(plan -> refuse(plan.appends().toList(), sentence)));
  }

  private void write(List<Append> appends, boolean refresh) throws InterruptedException {
    List<Append> left = appends;
    boolean again = refresh;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      try {
        durability.requireSound();
        if (again) {
          follower.catchUp(link, List.of());
        }
        if (!left.isEmpty() && !writeByMemory(left)) {
          writeUnderLock(left);
        }
        return;
      } catch (SQLException e) {
        left = stillOpen(left, e);
        if (left.isEmpty()) {
          return;
        }
        again = true;
      }
    }
    refuse(left, "nothing was recorded: the connection was lost again and again");
  }

  /// Before the end: what was committed is flushed and answered.
  private void finish() throws InterruptedException {
    while (!durability.isIdle()) {
      try {
        durability.requireSound();
        flush();
      } catch (SQLException e) {
        write(stillOpen(List.of(), e), true);
      }
    }
  }

  private void flush() throws SQLException {
    link.flush();
    durability.allFlushed();
  }

  /// Where other nodes append too, the head may have moved. To read what they wrote and try again
  /// takes two round trips, to do all of it under the lock takes eight.
  ///
  /// @return whether that was enough
  private boolean writeByMemory(List<Append> appends) throws SQLException {
    for (int attempt = 1; attempt <= ATTEMPTS_BY_MEMORY_MAX; attempt++) {
      follower.lookUp(link, appends, Planner.Basis.REMEMBERED);
      Plan plan;
      try {
        plan = Planner.plan(appends, follower.state(), Planner.Basis.REMEMBERED, List.of());
      } catch (Planner.Behind e) {
        log.debug("caught behind: {}", e.getMessage());
        follower.catchUp(link, List.of());
        continue;
      }
      if (plan.writesNothing()) {
        refusing(plan);
        return true;
      }
      switch (send(plan)) {
        case FLUSHED -> {
          committed(plan);
          return true;
        }
        case UNFLUSHED -> {
          follower.advance(plan);
          durability.flushLater(Committed.of(plan));
          return true;
        }
        case HEAD_MOVED -> follower.catchUp(link, List.of());
        case KEY_TAKEN -> {
          return false;
        }
      }
    }
    return false;
  }

  private enum Sent {
    FLUSHED,
    UNFLUSHED,
    HEAD_MOVED,
    KEY_TAKEN
  }

  private Sent send(Plan plan) throws SQLException {
    if (durability.isFull()) {
      flush();
    }
    open = Optional.of(plan);
    Sent sent;
    try {
      sent =
          switch (link.write(plan, wish(plan)).orElse(null)) {
            case WITH_COMMIT -> Sent.FLUSHED;
            case LATER -> Sent.UNFLUSHED;
            case null -> Sent.HEAD_MOVED;
          };
    } catch (SQLException e) {
      if (!SqlStates.isUniqueViolation(e)) {
        throw e;
      }
      sent = Sent.KEY_TAKEN;
    }
    open = Optional.empty();
    return sent;
  }

  /// With nobody else about, a flush of its own is the shortest way. What later plans are signed
  /// with must be known before them.
  private BatchStatement.Flush wish(Plan plan) {
    return plan.rotatesKeys() || (plan.answers() == 1 && durability.isIdle())
        ? BatchStatement.Flush.WITH_COMMIT
        : BatchStatement.Flush.LATER;
  }

  /// What the plan wrote is durable.
  private void committed(Plan plan) {
    follower.advance(plan);
    durability.flushed(Committed.of(plan));
  }

  /// Even a plan that writes nothing has to wait: it may refuse because of what is not flushed yet.
  private void refusing(Plan plan) {
    if (durability.isIdle()) {
      durability.flushed(Committed.of(plan));
    } else {
      durability.flushLater(Committed.of(plan));
    }
  }

  private void writeUnderLock(List<Append> appends) throws SQLException {
    counters.fallbacks.increment();
    // Most of it before the lock is taken, so that it is held for a short time.
    follower.catchUp(link, List.of());
    link.lockHead();
    follower.catchUp(link, List.of());
    follower.lookUp(link, appends, Planner.Basis.LOCKED);
    List<Claim> claims = appends.stream().flatMap(append -> append.claims().stream()).toList();
    Plan plan;
    try {
      plan =
          Planner.plan(
              appends,
              follower.state(),
              Planner.Basis.LOCKED,
              claims.isEmpty() ? List.of() : link.holders(claims));
    } catch (Planner.Behind e) {
      throw new IllegalStateException("behind although the head is locked", e);
    }
    if (plan.writesNothing()) {
      link.rollback();
      refusing(plan);
    } else {
      open = Optional.of(plan);
      if (!link.writeLocked(plan)) {
        throw new IllegalStateException("the head moved although it is locked");
      }
      link.commit();
      open = Optional.empty();
      committed(plan);
    }
  }

  /// @return the appends that are to be tried again; all others have their answer, or will
  private List<Append> stillOpen(List<Append> appends, SQLException cause)
      throws InterruptedException {
    if (!SqlStates.isRolledBack(cause)) {
      return recover(appends, cause);
    }
    open = Optional.empty();
    try {
      link.rollback();
    } catch (SQLException lost) {
      return recover(appends, lost);
    }
    // Nobody foresaw what the server objected to: better not to trust what is remembered.
    follower.forget();
    isolate(appends, cause);
    return List.of();
  }

  /// The server undid the statement. If it objected to a value, every append is tried alone, so
  /// that only the one at fault fails.
  private void isolate(List<Append> appends, SQLException cause) throws InterruptedException {
    log.warn(
        "batch undone: appends={} state={} message={}",
        appends.size(),
        cause.getSQLState(),
        cause.getMessage());
    if (appends.size() == 1 || !SqlStates.isAboutData(cause)) {
      appends.forEach(append ->
          append.refused(
              new StoreException("nothing was recorded: the database refused it", cause)));
      return;
    }
    for (Append append : appends) {
      write(List.of(append), true);
    }
  }

  /// Finds out what became of everything that is not known to be durable: what was committed and
  /// survived is in the log, behind what was passed on; and if the lost connection can commit no
  /// more, what is not there never will be.
  ///
  /// @return the appends that are to be tried again; all others have their answer, or will
  private List<Append> recover(List<Append> appends, SQLException lost)
      throws InterruptedException {
    List<Plan> asked = new ArrayList<>(plans(durability.halt()));
    open.ifPresent(asked::add);
    boolean sent = open.isPresent();
    open = Optional.empty();
    boolean settled = true;
    SQLException cause = lost;
    while (true) {
      counters.reconnects.increment();
      Recovery.Replacement replacement = recovery.replace(link, cause);
      link = replacement.links().writer();
      settled &= replacement.settled();
      long known = progress.position();
      follower.restart(known);
      asked.stream().filter(plan -> plan.to() > known).forEach(Plan::lookAgain);
      try {
        follower.catchUp(link, asked);
        durability.resume(replacement.links().flush());
        break;
      } catch (SQLException again) {
        replacement.links().flush().abandon();
        durability.halt();
        cause = again;
      }
    }
    List<Append> left = new ArrayList<>();
    for (Plan plan : asked) {
      if (plan.wasFound()) {
        durability.flushLater(Committed.answer(plan));
      } else {
        left.addAll(plan.appends().toList());
      }
    }
    if (!sent) {
      left.addAll(appends);
    }
    if (sent && !settled) {
      refuse(left, "whether it was recorded is unknown: the connection was lost");
      return List.of();
    }
    return left;
  }

  private static List<Plan> plans(List<Committed> commits) {
    return commits.stream().flatMap(commit -> commit.plan().stream()).toList();
  }

  private static void refuse(List<Append> appends, String sentence) {
    appends.forEach(append -> append.refused(new StoreException(sentence)));
  }
}
