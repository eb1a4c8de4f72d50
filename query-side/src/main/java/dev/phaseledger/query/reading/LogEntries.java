package dev.phaseledger.query.reading;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.proof.LogSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// Reads entries where they are recorded, so that no table has to hold them a second time.
@Component
public final class LogEntries {

  /// Entries between two that are asked for that cost less to read than another question.
  private static final int GAP_ENTRIES_MAX = 4;

  private final LogSource log;

  LogEntries(LogSource log) {
    this.log = log;
  }

  /// The entries at these places of a tenant's log, neighbours read together. Places that the log
  /// does not have are missing from the answer.
  public Map<Long, byte[]> read(TenantId tenant, Set<Long> indexes) {
    Map<Long, byte[]> found = new HashMap<>();
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
          found.put(first + i, entries.get(i));
        }
      }
    }
    return found;
  }
}
