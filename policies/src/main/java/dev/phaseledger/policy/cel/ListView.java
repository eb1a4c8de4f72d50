package dev.phaseledger.policy.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import java.util.Set;

/// A list whose elements are already in the form the evaluator computes with.
///
/// Being a CEL value spares it from being walked and adapted at every reference, which made reading
/// a list cost its length each time.
@Immutable
@SuppressWarnings("Immutable")
public final class ListView extends CelValue implements List<Object>, RandomAccess {

  /// Nothing.
  public static final ListView EMPTY = new ListView(List.of());

  private static final CelType TYPE = ListType.create(SimpleType.DYN);

  private final List<Object> elements;

  /// A view of elements that never change.
  public ListView(List<?> elements) {
    this.elements = List.copyOf(elements);
  }

  /// A view of texts in their natural order, each once: sets have none of their own.
  public static ListView sorted(Set<String> texts) {
    Object[] sorted = texts.toArray();
    Arrays.sort(sorted);
    return of(sorted);
  }

  /// A view of elements that nobody else has.
  public static ListView of(Object[] elements) {
    return new ListView(elements);
  }

  private ListView(Object[] elements) {
    this.elements = Collections.unmodifiableList(Arrays.asList(elements));
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return elements.isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public boolean isEmpty() {
    return elements.isEmpty();
  }

  @Override
  public Object get(int index) {
    return elements.get(index);
  }

  @Override
  public boolean contains(Object element) {
    return elements.contains(element);
  }

  @Override
  public boolean containsAll(Collection<?> others) {
    return elements.containsAll(others);
  }

  @Override
  public int indexOf(Object element) {
    return elements.indexOf(element);
  }

  @Override
  public int lastIndexOf(Object element) {
    return elements.lastIndexOf(element);
  }

  @Override
  public Iterator<Object> iterator() {
    return elements.iterator();
  }

  @Override
  public ListIterator<Object> listIterator() {
    return elements.listIterator();
  }

  @Override
  public ListIterator<Object> listIterator(int index) {
    return elements.listIterator(index);
  }

  @Override
  public List<Object> subList(int from, int to) {
    return elements.subList(from, to);
  }

  @Override
  public Object[] toArray() {
    return elements.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return elements.toArray(array);
  }

  @Override
  public boolean equals(Object other) {
    return elements.equals(other);
  }

  @Override
  public int hashCode() {
    return elements.hashCode();
  }

  @Override
  public String toString() {
    return elements.toString();
  }

  @Override
  public boolean add(Object element) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void add(int index, Object element) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean addAll(Collection<?> others) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean addAll(int index, Collection<?> others) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object set(int index, Object element) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean remove(Object element) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object remove(int index) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean removeAll(Collection<?> others) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean retainAll(Collection<?> others) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException();
  }
}
