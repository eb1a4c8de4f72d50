package dev.phaseledger.command.contract;

import dev.phaseledger.api.event.Fact;
import dev.phaseledger.policy.FactBook;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The latest fact under each name and key. Immutable.
public final class Facts implements FactBook {

  static final Facts NONE = new Facts(Map.of(), 0);

  private final Map<String, Map<String, Fact>> byName;
  private final int size;

  private Facts(Map<String, Map<String, Fact>> byName, int size) {
    this.byName = byName;
    this.size = size;
  }

  Facts with(List<Fact> observed) {
    if (observed.isEmpty()) {
      return this;
    }
    var next = new TreeMap<>(byName);
    int added = 0;
    for (Fact fact : observed) {
      var keyed = new TreeMap<>(next.getOrDefault(fact.name(), Map.of()));
      if (keyed.put(fact.key(), fact) == null) {
        added++;
      }
      next.put(fact.name(), Collections.unmodifiableMap(keyed));
    }
    return new Facts(Collections.unmodifiableMap(next), size + added);
  }

  /// Every fact, by name and key.
  List<Fact> all() {
    return byName.values().stream().flatMap(keyed -> keyed.values().stream()).toList();
  }

  /// How many facts there would be with these.
  public int sizeWith(List<Fact> observed) {
    record Place(String name, String key) {}
    return size
        + (int)
            observed.stream()
                .filter(fact -> find(fact.name(), fact.key()).isEmpty())
                .map(fact -> new Place(fact.name(), fact.key()))
                .distinct()
                .count();
  }

  @Override
  public Optional<Fact> find(String name, String key) {
    return Optional.ofNullable(byName.getOrDefault(name, Map.of()).get(key));
  }

  @Override
  public Set<String> keys(String name) {
    return byName.getOrDefault(name, Map.of()).keySet();
  }
}
