package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Passes every entry to the listeners, once and in the order of positions, whoever wrote it, and
/// keeps what the writer remembers in step. Used by the writer's thread alone.
final class Follower {

  private final Map<StreamId.Subject, List<LogListener>> listeners =
      new EnumMap<>(StreamId.Subject.class);
  private final Progress progress;
  private final Counters counters;
  private LedgerState state;

  Follower(List<LogListener> listeners, Progress progress, Counters counters) {
    for (StreamId.Subject subject : StreamId.Subject.values()) {
      this.listeners.put(
          subject,
          listeners.stream().filter(listener -> listener.subjects().contains(subject)).toList());
    }
    this.progress = progress;
    this.counters = counters;
    this.state = new LedgerState(progress.position());
  }

  LedgerState state() {
    return state;
  }

  /// Keeps nothing but the position: everything else is looked up again.
  void forget() {
    state = new LedgerState(state.position());
  }

  /// What the plan wrote is durable.
  void advance(Plan plan) {
    state.advance(plan);
    for (RecordedEvent event : plan.entries()) {
      tell(event);
      progress.advance(Followed.known(event));
    }
  }

  /// Wakes whoever follows the log.
  void wake() {
    progress.wake();
  }

  /// Reads what was appended since, by whomever.
  ///
  /// @param open a plan whose outcome is unknown: it is told of its entries that are found, and
  ///   they need no decoding
  void catchUp(WriterLink link, Optional<Plan> open) throws SQLException {
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
      for (StoredEntry entry : page) {
        entry.checkHash();
        Optional<RecordedEvent> ours = open.flatMap(plan -> plan.find(entry));
        if (ours.isEmpty()) {
          counters.foreign.increment();
        }
        state.advance(entry);
        if (ours.isPresent() || hasListeners(entry.stream())) {
          RecordedEvent event = ours.orElseGet(entry::decode);
          tell(event);
          progress.advance(Followed.known(event));
        } else {
          progress.advance(Followed.read(entry));
        }
      }
      progress.wake();
    }
  }

  /// Before the first append: the history, which is not counted and not kept.
  void replay(RecordedEvent event) {
    tell(event);
  }

  private boolean hasListeners(StreamId stream) {
    return !listeners.getOrDefault(stream.subject(), List.of()).isEmpty();
  }

  private void tell(RecordedEvent event) {
    for (LogListener listener : listeners.getOrDefault(event.stream().subject(), List.of())) {
      try {
        listener.onRecorded(event);
      } catch (StoppedException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new StoppedException(new StopReason.ListenerFailed(event.position(), e), e);
      }
    }
  }
}
