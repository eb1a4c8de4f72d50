package dev.phaseledger.store;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.proof.TreeFrontier;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread of a node that appends. It takes whatever waits and commits it together.
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
  private final Recovery recovery;
  private final LogKeys keys;
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
      Recovery recovery,
      WriterLink link,
      LogKeys keys,
      Counters counters) {
    this.queue = queue;
    this.follower = follower;
    this.recovery = recovery;
    this.link = link;
    this.keys = keys;
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
      // No effect on those that have been told already.
      refuse(batch, "whether it was recorded is unknown: the ledger was closed");
      link.abandon();
    }
  }

  private void stop(StopReason reason) {
    log.error("writer stopped: reason={}", reason.sentence());
    stopped.set(Optional.of(reason));
    refuse(batch, "whether it was recorded is unknown: " + reason.sentence());
    queue.close();
    queue.refuseWaiting(reason.sentence());
  }

  private void write(List<Append> appends, boolean refresh) throws InterruptedException {
    boolean again = refresh;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      try {
        if (again) {
          follower.catchUp(link, Optional.empty());
        }
        if (!appends.isEmpty() && !writeByMemory(appends)) {
          writeUnderLock(appends);
        }
        return;
      } catch (SQLException e) {
        if (!isStillOpen(appends, e)) {
          return;
        }
        again = true;
      }
    }
    refuse(appends, "nothing was recorded: the connection was lost again and again");
  }

  /// Where other nodes append too, the head may have moved. To read what they wrote and try again
  /// takes two round trips, to do all of it under the lock takes eight.
  ///
  /// @return whether that was enough
  private boolean writeByMemory(List<Append> appends) throws SQLException {
    for (int attempt = 1; attempt <= ATTEMPTS_BY_MEMORY_MAX; attempt++) {
      lookUp(appends, Planner.Basis.REMEMBERED);
      Plan plan;
      try {
        plan = Planner.plan(appends, follower.state(), Planner.Basis.REMEMBERED, List.of());
      } catch (Planner.Behind e) {
        log.debug("caught behind: {}", e.getMessage());
        follower.catchUp(link, Optional.empty());
        continue;
      }
      switch (plan.writesNothing() ? Sent.WRITTEN : send(plan)) {
        case WRITTEN -> {
          settle(plan);
          return true;
        }
        case HEAD_MOVED -> follower.catchUp(link, Optional.empty());
        case KEY_TAKEN -> {
          return false;
        }
      }
    }
    return false;
  }

  private enum Sent {
    WRITTEN,
    HEAD_MOVED,
    KEY_TAKEN
  }

  private Sent send(Plan plan) throws SQLException {
    open = Optional.of(plan);
    Sent sent;
    try {
      sent = link.write(plan) ? Sent.WRITTEN : Sent.HEAD_MOVED;
    } catch (SQLException e) {
      if (!SqlStates.isUniqueViolation(e)) {
        throw e;
      }
      sent = Sent.KEY_TAKEN;
    }
    open = Optional.empty();
    return sent;
  }

  private void writeUnderLock(List<Append> appends) throws SQLException {
    counters.fallbacks.increment();
    // Most of it before the lock is taken, so that it is held for a short time.
    follower.catchUp(link, Optional.empty());
    link.lockHead();
    follower.catchUp(link, Optional.empty());
    lookUp(appends, Planner.Basis.LOCKED);
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
    } else {
      open = Optional.of(plan);
      if (!link.write(plan)) {
        throw new IllegalStateException("the head moved although it is locked");
      }
      link.commit();
      open = Optional.empty();
    }
    settle(plan);
  }

  /// Fetches what planning needs and is not remembered. An append that starts a stream needs no
  /// look-up by memory: the database's unique key is the judge.
  private void lookUp(List<Append> appends, Planner.Basis basis) throws SQLException {
    LedgerState state = follower.state();
    Set<StreamId> streams = new HashSet<>();
    Set<TenantId> logs = new HashSet<>();
    for (Append append : appends) {
      append.guards().stream().map(Guard::stream).forEach(streams::add);
      for (Draft draft : append.drafts()) {
        if (draft.planned().sequence() > 0 || basis == Planner.Basis.LOCKED) {
          streams.add(draft.planned().stream());
        }
      }
      logs.add(append.tenant());
    }
    streams.removeIf(stream -> state.version(stream).isPresent());
    if (!streams.isEmpty()) {
      link.versions(streams).forEach(state::learn);
    }
    if (basis == Planner.Basis.REMEMBERED) {
      logs.removeIf(state::knows);
    }
    if (!logs.isEmpty()) {
      lookUpLogs(logs, state, basis);
    }
  }

  /// Under the lock every log is read again: what this node computed from the entries must be what
  /// is stored.
  private void lookUpLogs(Set<TenantId> logs, LedgerState state, Planner.Basis basis)
      throws SQLException {
    for (StoredLog stored : stored(logs, basis)) {
      TreeFrontier frontier = stored.checked(keys);
      if (state.knows(stored.tenant()) && !state.frontier(stored.tenant()).equals(frontier)) {
        throw new StoppedException(
            new StopReason.TreeMismatch(
                stored.tenant(), stored.size(), "its frontier does not follow from its entries"));
      }
      state.learn(stored.tenant(), frontier);
    }
    for (TenantId log : logs) {
      if (!state.knows(log)) {
        state.learn(log, TreeFrontier.EMPTY);
      }
    }
  }

  private List<StoredLog> stored(Set<TenantId> logs, Planner.Basis basis) throws SQLException {
    List<StoredLog> found = link.logs(logs);
    if (basis == Planner.Basis.LOCKED
        || found.stream().allMatch(log -> log.isSignedAsKnown(keys))) {
      return found;
    }
    // Another node may have rotated a key since: the entry that says so has to be read first.
    follower.catchUp(link, Optional.empty());
    return link.logs(logs);
  }

  private void settle(Plan plan) {
    if (!plan.writesNothing()) {
      follower.advance(plan);
    }
    tell(plan);
    follower.wake();
  }

  private void tell(Plan plan) {
    if (!plan.writesNothing()) {
      counters.batches.increment();
      counters.appends.add(plan.accepted().size());
      counters.entries.add(plan.entries().size());
    }
    for (Plan.Refused refused : plan.refused()) {
      switch (refused.reason()) {
        case ConflictException _ -> counters.conflicts.increment();
        case ClaimTakenException _ -> counters.claimsHeld.increment();
        default -> throw new IllegalStateException("no such refusal", refused.reason());
      }
    }
    if (plan.answers() == 1) {
      plan.answer();
    } else {
      // Callers are virtual threads: woken by one of their own kind, they line up behind it, where
      // this thread would have to wake a carrier for each of them. And it has the next batch to do.
      Thread.startVirtualThread(plan::answer);
    }
  }

  /// @return whether the appends are to be tried again; if not, they have their answer
  private boolean isStillOpen(List<Append> appends, SQLException cause)
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
    return false;
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

  /// Finds out what became of the open plan: if it was committed, its entries are there, right
  /// behind what this node knew; if not, and the lost connection can commit no more, it never will
  /// be.
  ///
  /// @return whether the appends are to be tried again; if not, they have their answer
  private boolean recover(List<Append> appends, SQLException lost) throws InterruptedException {
    follower.forget();
    boolean settled = true;
    SQLException cause = lost;
    while (true) {
      counters.reconnects.increment();
      Recovery.Replacement replacement = recovery.replace(link, cause);
      link = replacement.link();
      settled &= replacement.settled();
      try {
        follower.catchUp(link, open);
        break;
      } catch (SQLException again) {
        cause = again;
      }
    }
    Optional<Plan> asked = open;
    open = Optional.empty();
    if (asked.isPresent() && asked.get().wasFound()) {
      tell(asked.get());
      return false;
    }
    if (asked.isPresent() && !settled) {
      refuse(appends, "whether it was recorded is unknown: the connection was lost");
      return false;
    }
    return true;
  }

  private static void refuse(List<Append> appends, String sentence) {
    appends.forEach(append -> append.refused(new StoreException(sentence)));
  }
}
