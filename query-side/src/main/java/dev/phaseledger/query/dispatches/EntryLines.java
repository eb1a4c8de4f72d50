package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.query.SignalTrace.Line;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/// Says in a line each what entries record.
@Component
public final class EntryLines {

  private final LedgerReader log;

  EntryLines(LedgerReader log) {
    this.log = log;
  }

  /// What one entry records, in a sentence.
  public static String sentence(RecordedEvent recorded) {
    return Sentences.of(recorded);
  }

  /// A tenant's entries at some positions, in this order; those of other tenants are left out.
  public List<Line> of(TenantId tenant, Collection<Long> positions) {
    return positions.stream()
        .filter(position -> position > 0)
        .flatMap(position -> log.read(position, 1).stream())
        .filter(recorded -> recorded.stream().tenant().equals(tenant))
        .map(recorded ->
            new Line(
                recorded.position(),
                recorded.index(),
                recorded.time(),
                recorded.actor().value(),
                EventCodec.typeOf(recorded.event()),
                Sentences.of(recorded)))
        .toList();
  }
}
