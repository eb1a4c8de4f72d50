package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.query.reading.LogEntries;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Reads requests and judgements where they are recorded: from the entries of the log. So no table
/// has to hold them a second time.
@Component
final class RecordedJudgements {

  private final LogEntries log;

  RecordedJudgements(LogEntries log) {
    this.log = log;
  }

  /// A decision, when it was recorded and who asked for it.
  record Decision(DispatchDecided event, Instant time, String actor) {}

  /// What the entries hold, by their index.
  record Found(TenantId tenant, Map<Long, RecordedEvent> entries) {

    /// The decision recorded at an index.
    ///
    /// @throws IllegalStateException if there is none: then the projection is not of this log
    Decision decision(long index) {
      RecordedEvent recorded = entry(index);
      if (recorded.event() instanceof DispatchDecided decided) {
        return new Decision(decided, recorded.time(), recorded.actor().value());
      }
      throw missing(index, "decision");
    }

    /// The judgement recorded at an index, of a decision or anew.
    ///
    /// @throws IllegalStateException if there is none: then the projection is not of this log
    Judgement judgement(long index) {
      LedgerEvent event = entry(index).event();
      if (event instanceof DispatchDecided decided) {
        return decided.judgement();
      }
      if (event instanceof DispatchRejudged rejudged) {
        return rejudged.judgement();
      }
      throw missing(index, "judgement");
    }

    private RecordedEvent entry(long index) {
      RecordedEvent recorded = entries.get(index);
      if (recorded == null) {
        throw missing(index, "entry");
      }
      return recorded;
    }

    private IllegalStateException missing(long index, String what) {
      return new IllegalStateException(
          "tenant %s has no %s at %d, which a dispatch names".formatted(tenant, what, index));
    }
  }

  /// Reads the entries at these places.
  Found read(TenantId tenant, Set<Long> indexes) {
    Map<Long, RecordedEvent> found = new HashMap<>();
    // Their positions are not asked for here.
    log.read(tenant, indexes)
        .forEach((index, entry) -> found.put(index, EntryCodec.decode(entry, 0, index)));
    return new Found(tenant, found);
  }
}
