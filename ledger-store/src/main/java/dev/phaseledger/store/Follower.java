package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps what the writer remembers in step with the log, whoever writes it, and hands everything on
/// to be passed to the listeners once it is durable. Used by the writer's thread alone.
final class Follower {

  private final Publisher publisher;
  private final Durability durability;
  private final Counters counters;
  private LedgerState state;

  Follower(Publisher publisher, Durability durability, Counters counters, long position) {
    this.publisher = publisher;
    this.durability = durability;
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
