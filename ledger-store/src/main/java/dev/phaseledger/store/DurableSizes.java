package dev.phaseledger.store;

import dev.phaseledger.api.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How far each log is known to be durable. What lies beyond may have been committed already, but
/// must not be shown before it is flushed: a crash could replace it. Safe for any number of
/// threads.
final class DurableSizes {

  /// Logs that are remembered; of others nothing is known, which costs a flush to find out.
  static final int LOGS_MAX = 20_000;

  private final Map<TenantId, Long> sizes = new ConcurrentHashMap<>();

  boolean covers(TenantId log, long size) {
    return sizes.getOrDefault(log, 0L) >= size;
  }

  /// So many entries of a log are durable.
  void reached(TenantId log, long size) {
    if (sizes.size() >= LOGS_MAX && !sizes.containsKey(log)) {
      sizes.clear();
    }
    sizes.merge(log, size, Math::max);
  }
}
