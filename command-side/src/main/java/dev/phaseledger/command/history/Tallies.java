package dev.phaseledger.command.history;

import dev.phaseledger.command.contract.Occurrences;
import dev.phaseledger.policy.Count;
import dev.phaseledger.policy.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// What happened lately to the holders of one sort of key: agents, actions, or a label's values.
/// Immutable; shares its parts with earlier ones.
///
/// @param others what happened to keys beyond [#KEYS_MAX]. It counts for each key that is not told
///   apart: it errs on the side of counting
record Tallies(PMap<String, Row> byKey, Row others) {

  /// Keys of one sort that are told apart.
  static final int KEYS_MAX = 10_000;

  static final Tallies NONE = new Tallies(HashTreePMap.empty(), Row.NEVER);

  /// What happened to one key. Never changed.
  record Row(Map<Counted, Occurrences> counted) {

    static final Row NEVER = new Row(Map.of());

    Row with(Counted what, Instant at) {
      Map<Counted, Occurrences> next = new EnumMap<>(Counted.class);
      next.putAll(counted);
      next.put(what, of(what).add(at));
      return new Row(next);
    }

    long count(Counted what, Duration within, Instant now) {
      return of(what).count(within, now);
    }

    /// Whether nothing has happened within the longest stretch there is.
    boolean idle(Instant now) {
      return counted.values().stream().allMatch(each -> each.count(Count.WITHIN_MAX, now) == 0);
    }

    private Occurrences of(Counted what) {
      return counted.getOrDefault(what, Occurrences.NONE);
    }
  }

  Tallies add(String key, Counted what, Instant at) {
    Row known = byKey.get(key);
    if (known != null) {
      return new Tallies(byKey.plus(key, known.with(what, at)), others);
    }
    PMap<String, Row> kept = byKey.size() < KEYS_MAX ? byKey : busy(at);
    return kept.size() < KEYS_MAX
        ? new Tallies(kept.plus(key, Row.NEVER.with(what, at)), others)
        : new Tallies(kept, others.with(what, at));
  }

  long count(String key, Counted what, Duration within, Instant now) {
    Row known = byKey.get(key);
    return (known == null ? 0 : known.count(what, within, now)) + others.count(what, within, now);
  }

  private PMap<String, Row> busy(Instant now) {
    List<String> idle =
        byKey.entrySet().stream()
            .filter(each -> each.getValue().idle(now))
            .map(Map.Entry::getKey)
            .toList();
    return byKey.minusAll(idle);
  }
}
