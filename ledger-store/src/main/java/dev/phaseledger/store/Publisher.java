package dev.phaseledger.store;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Passes every durable entry to the listeners, once and in the order of positions, whoever wrote
/// it, and then answers the callers. Used by one thread at a time.
final class Publisher {

  private final Map<StreamId.Subject, List<LogListener>> listeners =
      new EnumMap<>(StreamId.Subject.class);
  private final Progress progress;
  private final Counters counters;

  Publisher(List<LogListener> listeners, Progress progress, Counters counters) {
    for (StreamId.Subject subject : StreamId.Subject.values()) {
      this.listeners.put(
          subject,
          listeners.stream().filter(listener -> listener.subjects().contains(subject)).toList());
    }
    this.progress = progress;
    this.counters = counters;
  }

  /// Before the first append: the history, which is not counted and not kept.
  void replay(RecordedEvent event) {
    tell(event);
  }

  boolean hasListeners(StreamId stream) {
    return !listeners.getOrDefault(stream.subject(), List.of()).isEmpty();
  }

  /// @throws StoppedException if a listener fails
  void publish(Committed committed) {
    for (Followed entry : committed.entries()) {
      if (hasListeners(entry.stream())) {
        tell(entry.event());
      }
      progress.advance(entry);
    }
    committed.plan().ifPresent(this::answer);
    if (!committed.entries().isEmpty()) {
      progress.wake();
    }
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

  private void answer(Plan plan) {
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
      // this thread would have to wake a carrier for each of them. And it has more to do.
      Thread.startVirtualThread(plan::answer);
    }
  }
}
