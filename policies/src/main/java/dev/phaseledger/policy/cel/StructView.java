package dev.phaseledger.policy.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An object that expressions read member by member; nothing is copied before it is read.
///
/// Its source answers the same for as long as one evaluation lasts.
@Immutable
@SuppressWarnings("Immutable")
public final class StructView extends StructValue<String, Object> {

  /// Where the members come from.
  @FunctionalInterface
  public interface Source {

    /// A member, in the form the evaluator computes with; null if it is missing.
    @Nullable Object find(String field);
  }

  private static final int NO_ELEMENT = -1;

  private final String type;
  private final Path path;
  private final int index;
  private final Source source;

  /// A view of a shape's members at a path.
  public StructView(String type, Path path, Source source) {
    this(type, path, NO_ELEMENT, source);
  }

  private StructView(String type, Path path, int index, Source source) {
    this.type = type;
    this.path = path;
    this.index = index;
    this.source = source;
  }

  /// A view of a list's element.
  ///
  /// @param list the path of the list
  public static StructView element(String type, Path list, int index, Source source) {
    return new StructView(type, list, index, source);
  }

  private Path path() {
    return index == NO_ELEMENT ? path : path.index(index);
  }

  @Override
  public Object select(String field) {
    Object found = source.find(field);
    if (found != null) {
      return found;
    }
    throw InputErrors.missing(path().field(field));
  }

  @Override
  public Optional<?> find(String field) {
    return Optional.ofNullable(source.find(field));
  }

  /// A member; null if it is missing.
  public @Nullable Object get(String field) {
    return source.find(field);
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return false;
  }

  @Override
  public CelType celType() {
    return StructTypeReference.create(type);
  }

  @Override
  public String toString() {
    return path().toString();
  }
}
