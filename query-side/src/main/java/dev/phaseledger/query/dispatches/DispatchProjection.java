package dev.phaseledger.query.dispatches;

import dev.phaseledger.query.dispatches.DispatchFold.Needs;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.util.List;
import org.springframework.stereotype.Component;

/// Folds dispatches: reads the rows that a batch concerns, folds the batch in memory, writes what
/// has changed.
@Component
final class DispatchProjection implements Projection {

  private final DispatchTable dispatches;
  private final TrailTable trail;

  DispatchProjection(DispatchTable dispatches, TrailTable trail) {
    this.dispatches = dispatches;
    this.trail = trail;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    DispatchFold fold = new DispatchFold();
    Needs needs = DispatchFold.needs(events);
    dispatches.readNamed(needs.dispatches()).forEach(fold::known);
    dispatches.readConcerned(needs.contracts()).forEach(fold::concerned);
    events.forEach(fold::apply);
    dispatches.write(fold);
    trail.write(fold);
  }

  @Override
  public void clear() {
    dispatches.clear();
    trail.clear();
  }
}
