package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.proof.TreeFrontier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// What the writer knows of the log up to one position: the versions of recently used streams and
/// the tree frontiers of logs.
///
/// Whatever is not here is looked up; whatever is here is exact as long as nobody else has
/// appended, which the fence finds out. Used by the writer's thread alone.
final class LedgerState {

  /// Streams whose version is remembered.
  static final int STREAMS_MAX = 200_000;

  /// Logs whose frontier is remembered.
  static final int LOGS_MAX = 20_000;

  private final Map<StreamId, Long> versions = recentlyUsed(STREAMS_MAX);
  private final Map<TenantId, TreeFrontier> frontiers = recentlyUsed(LOGS_MAX);
  private long position;

  /// Knows nothing but where the log ends.
  LedgerState(long position) {
    this.position = position;
  }

  long position() {
    return position;
  }

  /// The sequence of the stream's last event, -1 if it has none; empty if not remembered.
  OptionalLong version(StreamId stream) {
    Long version = versions.get(stream);
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
  }

  boolean knows(TenantId log) {
    return frontiers.containsKey(log);
  }

  TreeFrontier frontier(TenantId log) {
    TreeFrontier frontier = frontiers.get(log);
    if (frontier == null) {
      throw new IllegalStateException("the log of " + log + " was not looked up");
    }
    return frontier;
  }

  void learn(StreamId stream, long version) {
    versions.put(stream, version);
  }

  void learn(TenantId log, TreeFrontier frontier) {
    frontiers.put(log, frontier);
  }

  /// What the plan wrote is durable.
  void advance(Plan plan) {
    if (plan.from() != position) {
      throw new IllegalStateException(
          "a plan behind %d does not follow on %d".formatted(plan.from(), position));
    }
    versions.putAll(plan.versions());
    frontiers.putAll(plan.grown());
    position = plan.to();
  }

  /// The next entry was written by somebody else, or by a commit whose outcome was unknown.
  void advance(StoredEntry entry) {
    if (entry.position() != position + 1) {
      throw new IllegalStateException(
          "position %d does not follow on %d".formatted(entry.position(), position));
    }
    versions.put(entry.stream(), entry.sequence());
    TenantId log = entry.stream().tenant();
    TreeFrontier frontier = frontiers.get(log);
    // A frontier that was looked up in the meantime may hold the entry already.
    if (frontier != null && frontier.size() == entry.index()) {
      frontiers.put(log, frontier.append(entry.leafHash()));
    } else if (frontier != null && frontier.size() < entry.index()) {
      frontiers.remove(log);
    }
    position = entry.position();
  }

  private static <K, V> Map<K, V> recentlyUsed(int max) {
    return new LinkedHashMap<>(1024, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
      }
    };
  }
}
