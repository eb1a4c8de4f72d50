package dev.phaseledger.api.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The members of an object in two parallel arrays, sorted by name. Immutable.
///
/// Objects are built once, read in order and mostly small: arrays take a fraction of the time and
/// the memory that a tree of nodes does.
// A NavigableMap would have to offer a dozen views that nobody asks for.
@SuppressWarnings("JdkObsolete")
final class SortedMembers extends AbstractMap<String, JsonValue>
    implements SortedMap<String, JsonValue> {

  private final String[] names;
  private final JsonValue[] values;

  private SortedMembers(String[] names, JsonValue[] values) {
    this.names = names;
    this.values = values;
  }

  /// The members of a map, sorted.
  static SortedMembers of(SortedMap<String, JsonValue> members) {
    if (members instanceof SortedMembers immutable) {
      return immutable;
    }
    // Whatever order the map has, its names come out in the one that JSON is written in.
    var collected = new Collector();
    members.forEach(collected::put);
    return collected.members();
  }

  /// Takes members in any order.
  static final class Collector {

    private static final int MEMBERS_INITIAL = 8;

    /// Members up to which one that comes out of order moves those behind it. More of them go
    /// through a tree, so that an adversary's order cannot cost quadratic time.
    private static final int MOVED_MEMBERS_MAX = 64;

    private String[] names = new String[MEMBERS_INITIAL];
    private JsonValue[] values = new JsonValue[MEMBERS_INITIAL];
    private int size;
    private @Nullable TreeMap<String, JsonValue> tree;

    boolean holds(String name) {
      return tree != null ? tree.containsKey(name) : place(name) >= 0;
    }

    /// Adds a member, or replaces the value of one that is there.
    void put(String name, JsonValue value) {
      if (tree != null) {
        tree.put(name, value);
        return;
      }
      int place = place(name);
      if (place >= 0) {
        values[place] = value;
      } else if (-place - 1 == size || size < MOVED_MEMBERS_MAX) {
        insert(-place - 1, name, value);
      } else {
        tree = new TreeMap<>(members());
        tree.put(name, value);
      }
    }

    /// As [Arrays#binarySearch] has it; at once where members come in order.
    private int place(String name) {
      return size == 0 || names[size - 1].compareTo(name) < 0
          ? -size - 1
          : Arrays.binarySearch(names, 0, size, name);
    }

    private void insert(int place, String name, JsonValue value) {
      if (size == names.length) {
        names = Arrays.copyOf(names, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      System.arraycopy(names, place, names, place + 1, size - place);
      System.arraycopy(values, place, values, place + 1, size - place);
      names[place] = name;
      values[place] = value;
      size++;
    }

    SortedMembers members() {
      if (tree != null) {
        return new SortedMembers(
            tree.keySet().toArray(String[]::new), tree.values().toArray(JsonValue[]::new));
      }
      return new SortedMembers(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }
  }

  String name(int place) {
    return names[place];
  }

  JsonValue value(int place) {
    return values[place];
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public boolean containsKey(Object key) {
    return find(key) >= 0;
  }

  @Override
  public @Nullable JsonValue get(Object key) {
    int found = find(key);
    return found >= 0 ? values[found] : null;
  }

  private int find(Object key) {
    return key instanceof String name ? Arrays.binarySearch(names, name) : -1;
  }

  @Override
  public Set<Map.Entry<String, JsonValue>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, JsonValue>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, JsonValue>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Map.Entry<String, JsonValue> next() {
      if (next == names.length) {
        throw new NoSuchElementException();
      }
      return Map.entry(names[next], values[next++]);
    }
  }

  @Override
  public @Nullable Comparator<? super String> comparator() {
    return null;
  }

  @Override
  public SortedMap<String, JsonValue> subMap(String from, String to) {
    return new TreeMap<>(this).subMap(from, to);
  }

  @Override
  public SortedMap<String, JsonValue> headMap(String to) {
    return new TreeMap<>(this).headMap(to);
  }

  @Override
  public SortedMap<String, JsonValue> tailMap(String from) {
    return new TreeMap<>(this).tailMap(from);
  }

  @Override
  public String firstKey() {
    return name(0, "first");
  }

  @Override
  public String lastKey() {
    return name(names.length - 1, "last");
  }

  private String name(int place, String which) {
    if (names.length == 0) {
      throw new NoSuchElementException("an empty object has no " + which + " member");
    }
    return names[place];
  }
}
