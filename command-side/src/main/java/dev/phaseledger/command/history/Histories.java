package dev.phaseledger.command.history;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.policy.Count;
import dev.phaseledger.policy.CountBook;
import dev.phaseledger.policy.PolicySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The histories of this node's tenants. Where no map in force counts beyond contracts, nothing is
/// read and nothing is kept.
///
/// A decision reads the history up to the last position that this node knows. Nothing fences that:
/// what another node, or another contract's decision, records at the same time is not in it. So
/// what was counted is recorded with the decision, together with the position, and anybody who
/// reads the log up to there counts the same. As long as this node has not read what a count may
/// reach back to, there is no count, and what relies on it fails.
public final class Histories {

  /// Entries that a decision reads itself; of more than that it does not wait.
  static final int READ_BY_DECISION_MAX = 2_000;

  private static final int PAGE_ENTRIES = 1_000;

  /// How far back a count can reach, with its last slot.
  private static final Duration REACH = Count.WITHIN_MAX.plusDays(1);

  private static final long NOT_READ = -1;

  private static final Logger LOG = LoggerFactory.getLogger(Histories.class);

  private final LedgerReader log;
  private final Map<TenantId, Set<String>> labels = new HashMap<>();
  private final Map<TenantId, TenantHistory> tenants = new HashMap<>();
  private long position = NOT_READ;
  private boolean reading;

  public Histories(LedgerReader log) {
    this.log = log;
  }

  /// What a decision of a tenant counts by, as of now.
  ///
  /// @throws StoreException if the log cannot be read
  public CountBook book(TenantId tenant, PolicySnapshot snapshot, Instant now) {
    if (!snapshot.countsBeyondContracts()) {
      return CountBook.NONE;
    }
    synchronized (this) {
      Set<String> wanted = want(tenant, snapshot.countedLabels());
      if (position == NOT_READ) {
        position = before(now.minus(REACH));
      }
      long known = log.position();
      if (known - position > READ_BY_DECISION_MAX || reading) {
        readOn();
        return CountBook.NONE;
      }
      read(known);
      TenantHistory history = tenants.get(tenant);
      return new Book(history == null ? HistoryCounts.none(wanted) : history.counts(), known);
    }
  }

  /// A label that was not told apart so far has to be counted from the start.
  private Set<String> want(TenantId tenant, Set<String> wanted) {
    Set<String> known = labels.computeIfAbsent(tenant, _ -> new HashSet<>());
    if (known.addAll(wanted)) {
      tenants.clear();
      position = NOT_READ;
    }
    return known;
  }

  /// The last position whose entry is older than a time; 0 if none is.
  private long before(Instant time) {
    long low = 0;
    long high = log.position();
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      List<RecordedEvent> entry = log.read(middle, 1);
      if (!entry.isEmpty() && entry.getFirst().time().isBefore(time)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void read(long upTo) {
    while (position < upTo) {
      int count = (int) Math.min(PAGE_ENTRIES, upTo - position);
      List<RecordedEvent> page = log.read(position + 1, count);
      if (page.isEmpty()) {
        throw new StoreException("position %d is known and cannot be read".formatted(position + 1));
      }
      page.forEach(this::follow);
    }
  }

  private void follow(RecordedEvent recorded) {
    if (recorded.event() instanceof ContractEvent event) {
      TenantId tenant = recorded.stream().tenant();
      tenants
          .computeIfAbsent(tenant, each -> new TenantHistory(labels.getOrDefault(each, Set.of())))
          .follow(event, recorded.time());
    }
    position = recorded.position();
  }

  /// Reads what there is on a thread of its own, a page at a time, until a decision can read the
  /// rest itself.
  private void readOn() {
    if (reading) {
      return;
    }
    reading = true;
    Thread.ofVirtual().name("history").start(this::readAhead);
  }

  private void readAhead() {
    try {
      boolean more = true;
      while (more) {
        synchronized (this) {
          long known = log.position();
          if (position != NOT_READ) {
            read(Math.min(known, position + PAGE_ENTRIES));
          }
          more = position != NOT_READ && known - position > PAGE_ENTRIES;
        }
      }
    } catch (StoreException failure) {
      LOG.warn("the history cannot be counted, the next decision tries again", failure);
    } finally {
      synchronized (this) {
        reading = false;
      }
    }
  }

  /// The history as of a position, whatever is read after.
  private record Book(HistoryCounts counts, long position) implements CountBook {

    @Override
    public OptionalLong count(Count count, Instant now) {
      return counts.count(count, now);
    }
  }
}
