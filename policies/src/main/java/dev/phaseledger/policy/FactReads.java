package dev.phaseledger.policy;

import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.value.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks facts up and remembers which were found: those are what a decision depends on.
final class FactReads {

  private record Key(String name, String key) {}

  /// Stands for a key that a personal value led to.
  static final String PERSONAL_KEY = "(personal)";

  private final FactBook book;
  private final Optional<FactReads> sayable;
  private final Map<Key, Fact> found =
      new TreeMap<>(Comparator.comparing(Key::name).thenComparing(Key::key));

  FactReads(FactBook book) {
    this.book = book;
    this.sayable = Optional.empty();
  }

  /// @param sayable what is read where digests stand for personal values: a key that is not among
  ///   it may be personal
  FactReads(FactBook book, FactReads sayable) {
    this.book = book;
    this.sayable = Optional.of(sayable);
  }

  Optional<Fact> find(String name, String key) {
    Key place = new Key(name, key);
    Fact known = found.get(place);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Fact> fact = book.find(name, key);
    fact.ifPresent(value -> found.put(place, value));
    return fact;
  }

  Iterable<String> keys(String name) {
    return book.keys(name);
  }

  /// What was read, sorted by name and key.
  List<FactRead> reads() {
    return found.entrySet().stream()
        .map(entry ->
            new FactRead(
                entry.getKey().name(),
                key(entry.getKey()),
                entry.getValue().observedAt(),
                Json.digest(entry.getValue().value())))
        .toList();
  }

  private String key(Key place) {
    boolean known =
        place.key().isEmpty() || sayable.map(reads -> reads.found.containsKey(place)).orElse(true);
    return known ? place.key() : PERSONAL_KEY;
  }
}
