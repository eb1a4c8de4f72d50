package dev.phaseledger.command.handling;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/// Keeps the aggregates that were used last, so that deciding on one does not read its history
/// again. It holds them strongly: a cache that the garbage collector may empty makes the cost of a
/// decision a matter of luck.
public final class AggregateCache implements Cache {

  /// Aggregates kept, at most.
  public static final int AGGREGATES_MAX = 20_000;

  private final com.github.benmanes.caffeine.cache.Cache<Object, Object> entries =
      Caffeine.newBuilder().maximumSize(AGGREGATES_MAX).executor(Runnable::run).build();

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <K, V> @Nullable V get(K key) {
    return (V) entries.getIfPresent(Objects.requireNonNull(key));
  }

  @Override
  public void put(Object key, Object value) {
    entries.put(key, value);
  }

  @Override
  public boolean putIfAbsent(Object key, Object value) {
    return entries.asMap().putIfAbsent(key, value) == null;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T computeIfAbsent(Object key, Supplier<T> supplier) {
    return (T) entries.get(key, _ -> Objects.requireNonNull(supplier.get()));
  }

  @Override
  public boolean remove(Object key) {
    return entries.asMap().remove(key) != null;
  }

  @Override
  public void removeAll() {
    entries.invalidateAll();
  }

  @Override
  public boolean containsKey(Object key) {
    return entries.asMap().containsKey(key);
  }

  /// Nothing here needs to know of evictions.
  ///
  /// @throws IllegalArgumentException always, rather than leaving a listener waiting in vain
  @Override
  public Registration registerCacheEntryListener(EntryListener listener) {
    throw new IllegalArgumentException("this cache has no listeners: " + listener);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <V> void computeIfPresent(Object key, UnaryOperator<V> update) {
    entries.asMap().computeIfPresent(key, (_, value) -> update.apply((V) value));
  }
}
