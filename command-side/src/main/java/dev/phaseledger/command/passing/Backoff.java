package dev.phaseledger.command.passing;

import dev.phaseledger.api.query.DueItem;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Holds back items whose last command recorded nothing, each time twice as long.
///
/// It is this node's memory of what was in vain, and nothing depends on it: without it, the same
/// commands are sent more often. Another time of the same item is another item.
final class Backoff {

  /// First pause.
  static final Duration PAUSE_MIN = Duration.ofMillis(500);

  /// Longest pause.
  static final Duration PAUSE_MAX = Duration.ofMinutes(5);

  /// Items remembered; the oldest are forgotten first.
  static final int ITEMS_MAX = 10_000;

  private record Held(Instant until, Duration pause) {}

  private final Map<DueItem, Held> held =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<DueItem, Held> eldest) {
          return size() > ITEMS_MAX;
        }
      };

  boolean holdsBack(DueItem item, Instant now) {
    Held until = held.get(item);
    return until != null && now.isBefore(until.until());
  }

  void sent(DueItem item, boolean recorded, Instant now) {
    Held before = held.remove(item);
    Duration pause =
        recorded || before == null ? PAUSE_MIN : shorter(before.pause().multipliedBy(2));
    held.put(item, new Held(now.plus(pause), pause));
  }

  private static Duration shorter(Duration pause) {
    return pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
  }
}
