package dev.phaseledger.testsupport;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// A listener that keeps what it is told.
public final class Recorder implements LogListener {

  private final Set<StreamId.Subject> subjects;
  private final List<RecordedEvent> heard = new CopyOnWriteArrayList<>();

  public Recorder(Set<StreamId.Subject> subjects) {
    this.subjects = Set.copyOf(subjects);
  }

  @Override
  public Set<StreamId.Subject> subjects() {
    return subjects;
  }

  @Override
  public void onRecorded(RecordedEvent event) {
    heard.add(event);
  }

  /// What it was told, in that order.
  public List<RecordedEvent> heard() {
    return List.copyOf(heard);
  }
}
