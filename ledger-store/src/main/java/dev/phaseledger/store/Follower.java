package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.proof.TreeFrontier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps what the writer remembers in step with the log, whoever writes it, and hands everything on
/// to be passed to the listeners once it is durable. Used by the writer's thread alone.
final class Follower {

  private final Publisher publisher;
  private final Durability durability;
  private final LogKeys keys;
  private final Counters counters;
  private LedgerState state;

  /// Knows nothing but where the log ends.
  Follower(
      Publisher publisher, Durability durability, LogKeys keys, Counters counters, long position) {
    this.publisher = publisher;
    this.durability = durability;
    this.keys = keys;
    this.counters = counters;
    this.state = new LedgerState(position);
  }

  LedgerState state() {
    return state;
  }

  /// Keeps nothing but the position: everything else is looked up again.
  void forget() {
    restart(state.position());
  }

  /// Starts over behind a position.
  void restart(long position) {
    state = new LedgerState(position);
  }

  /// What the plan wrote is committed.
  void advance(Plan plan) {
    state.advance(plan);
  }

  /// Fetches what planning needs and is not remembered. An append that starts a stream needs no
  /// look-up by memory: the database's unique key is the judge.
  void lookUp(WriterLink link, List<Append> appends, Planner.Basis basis) throws SQLException {
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
      lookUpLogs(link, logs, basis);
    }
  }

  /// Under the lock every log is read again: what this node computed from the entries must be what
  /// is stored.
  private void lookUpLogs(WriterLink link, Set<TenantId> logs, Planner.Basis basis)
      throws SQLException {
    for (StoredLog stored : stored(link, logs, basis)) {
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

  private List<StoredLog> stored(WriterLink link, Set<TenantId> logs, Planner.Basis basis)
      throws SQLException {
    List<StoredLog> found = link.logs(logs);
    if (basis == Planner.Basis.LOCKED
        || found.stream().allMatch(log -> log.isSignedAsKnown(keys))) {
      return found;
    }
    // Another node may have rotated a key since: the entry that says so has to be read first.
    catchUp(link, List.of());
    return link.logs(logs);
  }

  /// Reads what was appended since, by whomever.
  ///
  /// @param open plans whose outcome is unknown: they are told of their entries that are found,
  ///   which need no decoding
  void catchUp(WriterLink link, List<Plan> open) throws SQLException {
    long head = link.head();
    if (head < state.position()) {
      throw new StoppedException(new StopReason.HeadBehind(state.position(), head));
    }
    while (state.position() < head) {
      List<StoredEntry> page = link.entriesAfter(state.position());
      if (page.isEmpty() || page.getFirst().position() != state.position() + 1) {
        throw new StoppedException(
            new StopReason.EntryMismatch(state.position() + 1, "it is missing below the head"));
      }
      List<Followed> read = new ArrayList<>(page.size());
      for (StoredEntry entry : page) {
        read.add(follow(entry, open));
      }
      durability.flushLater(Committed.read(read));
      // What the next plans are signed with must be known before them.
      if (durability.isFull()
          || page.stream().anyMatch(entry -> entry.stream().subject() == StreamId.Subject.LOG)) {
        settle(link);
      }
    }
  }

  /// Has everything that waits flushed and passed on before it returns.
  private void settle(WriterLink link) throws SQLException {
    if (link.isHoldingHead()) {
      // Its own commit comes last.
      durability.awaitFlushed();
    } else {
      link.flush();
      durability.allFlushed();
    }
  }

  private Followed follow(StoredEntry entry, List<Plan> open) {
    entry.checkHash();
    state.advance(entry);
    for (Plan plan : open) {
      Optional<Followed> ours = plan.find(entry).map(Followed::known);
      if (ours.isPresent()) {
        return ours.get();
      }
    }
    counters.foreign.increment();
    return publisher.hasListeners(entry.stream())
        ? Followed.known(entry.decode())
        : Followed.read(entry);
  }
}
