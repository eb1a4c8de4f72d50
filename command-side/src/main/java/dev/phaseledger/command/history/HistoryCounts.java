package dev.phaseledger.command.history;

import dev.phaseledger.policy.Count;
import dev.phaseledger.policy.Counted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// What a tenant's history says as of one entry. Immutable.
///
/// @param labels the labels whose values are told apart
public record HistoryCounts(
    Set<String> labels,
    Tallies tenant,
    Tallies agents,
    Tallies actions,
    PMap<String, Tallies> byLabel) {

  private static final String ALL = "";

  static HistoryCounts none(Set<String> labels) {
    return new HistoryCounts(
        Set.copyOf(labels), Tallies.NONE, Tallies.NONE, Tallies.NONE, HashTreePMap.empty());
  }

  /// How often something happened within a stretch that ends now; empty if nobody counted it.
  public OptionalLong count(Count count, Instant now) {
    return switch (count.per()) {
      case CONTRACT -> OptionalLong.empty();
      case TENANT -> of(tenant, count, now);
      case AGENT -> of(agents, count, now);
      case ACTION -> of(actions, count, now);
      case LABEL ->
          labels.contains(count.label())
              ? of(byLabel.getOrDefault(count.label(), Tallies.NONE), count, now)
              : OptionalLong.empty();
    };
  }

  private static OptionalLong of(Tallies tallies, Count count, Instant now) {
    return OptionalLong.of(tallies.count(count.key(), count.counted(), count.within(), now));
  }

  HistoryCounts add(TenantHistory.Asked asked, List<Counted> what, Instant at) {
    HistoryCounts next = this;
    for (Counted each : what) {
      next = next.add(asked, each, at);
    }
    return next;
  }

  private HistoryCounts add(TenantHistory.Asked asked, Counted what, Instant at) {
    PMap<String, Tallies> values = byLabel;
    for (Map.Entry<String, String> label : asked.labels().entrySet()) {
      Tallies known = values.getOrDefault(label.getKey(), Tallies.NONE);
      values = values.plus(label.getKey(), known.add(label.getValue(), what, at));
    }
    return new HistoryCounts(
        labels,
        tenant.add(ALL, what, at),
        asked.agent().isPresent() ? agents.add(asked.agent().get().value(), what, at) : agents,
        asked.action().isPresent() ? actions.add(asked.action().get(), what, at) : actions,
        values);
  }
}
