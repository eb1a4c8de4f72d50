package dev.phaseledger.policy;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.CountRead;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.util.ArrayList;
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

  /// Remembers a pure function: a fact is read by many decisions before the next one replaces it.
  /// Holds as many as there are facts in use, and asks for the very same value, not an equal one.
  private static final Cache<JsonValue, Digest> DIGESTS =
      CacheBuilder.newBuilder().weakKeys().build();

  private static final Comparator<Key> IN_ORDER =
      Comparator.comparing(Key::name).thenComparing(Key::key);

  private Map<String, CountRead> counts = Map.of();
  private final Map<Key, Fact> found = new TreeMap<>(IN_ORDER);

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

  /// Remembers a count that no guarded stream holds.
  void counted(CountRead read) {
    if (counts.isEmpty()) {
      counts = new TreeMap<>();
    }
    counts.put(
        read.count() + '/' + read.per() + '/' + read.key() + '/' + read.within().toSeconds(), read);
  }

  /// What was counted, sorted.
  List<CountRead> counts() {
    return List.copyOf(counts.values());
  }

  Optional<Fact> find(String name, String key) {
    Key place = new Key(name, key);
    Fact known = found.get(place);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Fact> fact = book.find(name, key);
    if (fact.isPresent()) {
      found.put(place, fact.get());
    }
    return fact;
  }

  Iterable<String> keys(String name) {
    return book.keys(name);
  }

  /// What was read, sorted by name and key.
  List<FactRead> reads() {
    if (found.isEmpty()) {
      return List.of();
    }
    List<FactRead> reads = new ArrayList<>(found.size());
    for (Map.Entry<Key, Fact> entry : found.entrySet()) {
      Key place = entry.getKey();
      Fact fact = entry.getValue();
      reads.add(new FactRead(place.name(), key(place), fact.observedAt(), digest(fact.value())));
    }
    return reads;
  }

  private static Digest digest(JsonValue value) {
    Digest known = DIGESTS.getIfPresent(value);
    if (known == null) {
      known = Json.digest(value);
      DIGESTS.put(value, known);
    }
    return known;
  }

  private String key(Key place) {
    boolean known =
        place.key().isEmpty() || sayable.map(reads -> reads.found.containsKey(place)).orElse(true);
    return known ? place.key() : PERSONAL_KEY;
  }
}
