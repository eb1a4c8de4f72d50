package dev.phaseledger.policy.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.SelectableValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A map from text, read entry by entry and walked in the order of its keys.
@Immutable
@SuppressWarnings("Immutable")
public final class MapView extends CelValue
    implements Map<Object, Object>, SelectableValue<Object> {

  private static final CelType TYPE = MapType.create(SimpleType.STRING, SimpleType.DYN);

  /// Where the entries come from. Answers the same for as long as one evaluation lasts.
  public interface Source {

    /// A value, in the form the evaluator computes with.
    Optional<?> find(String key);

    /// Every key, in any order.
    Iterable<String> keys();
  }

  private final Path path;
  private final Source source;

  /// A view of the entries at a path.
  public MapView(Path path, Source source) {
    this.path = path;
    this.source = source;
  }

  @Override
  public Object select(Object key) {
    Optional<?> found = find(key);
    if (found.isPresent()) {
      return found.get();
    }
    throw InputErrors.missing(path.key(String.valueOf(key)));
  }

  @Override
  public Optional<?> find(Object key) {
    return key instanceof String text ? source.find(text) : Optional.empty();
  }

  @Override
  public @Nullable Object get(Object key) {
    return find(key).orElse(null);
  }

  @Override
  public boolean containsKey(Object key) {
    return find(key).isPresent();
  }

  @Override
  public int size() {
    return sortedKeys().size();
  }

  @Override
  public boolean isEmpty() {
    return !source.keys().iterator().hasNext();
  }

  @Override
  public Set<Object> keySet() {
    return copy().keySet();
  }

  @Override
  public Collection<Object> values() {
    return copy().values();
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return copy().entrySet();
  }

  @Override
  public boolean containsValue(Object value) {
    return copy().containsValue(value);
  }

  private NavigableSet<String> sortedKeys() {
    NavigableSet<String> keys = new TreeSet<>();
    source.keys().forEach(keys::add);
    return keys;
  }

  private Map<Object, Object> copy() {
    Map<Object, Object> copy = new LinkedHashMap<>();
    sortedKeys().forEach(key -> find(key).ifPresent(value -> copy.put(key, value)));
    return copy;
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Map<?, ?> map && copy().equals(new LinkedHashMap<>(map));
  }

  @Override
  public int hashCode() {
    return copy().hashCode();
  }

  @Override
  public String toString() {
    return path.toString();
  }

  @Override
  public Object put(Object key, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object remove(Object key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putAll(Map<?, ?> entries) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException();
  }
}
