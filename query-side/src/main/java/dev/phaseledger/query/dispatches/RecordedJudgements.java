package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.proof.LogSource;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// Reads requests and judgements where they are recorded: from the entries of the log. So no table
/// has to hold them a second time.
@Component
final class RecordedJudgements {

  /// Entries between two that are asked for that cost less to read than another question.
  private static final int GAP_ENTRIES_MAX = 4;

  private final LogSource log;

  RecordedJudgements(LogSource log) {
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

  /// Reads the entries at these places, neighbours together.
  Found read(TenantId tenant, Set<Long> indexes) {
    Map<Long, RecordedEvent> found = new HashMap<>();
    TreeSet<Long> left = new TreeSet<>(indexes);
    while (!left.isEmpty()) {
      long first = left.first();
      long last = first;
      for (Long next = first; next != null && next - last <= GAP_ENTRIES_MAX; ) {
        last = next;
        next = left.higher(last);
      }
      List<byte[]> entries = log.entries(tenant.value(), first, Math.toIntExact(last - first + 1));
      if (entries.isEmpty()) {
        break;
      }
      for (int i = 0; i < entries.size(); i++) {
        if (left.remove(first + i)) {
          // Its position is not asked for here.
          found.put(first + i, EntryCodec.decode(entries.get(i), 0, first + i));
        }
      }
    }
    return new Found(tenant, found);
  }
}
