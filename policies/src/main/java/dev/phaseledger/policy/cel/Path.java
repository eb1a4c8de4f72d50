package dev.phaseledger.policy.cel;

import org.jspecify.annotations.Nullable;

/// Where a value is, such as `facts.reservation['X7'].flights[0]`. Text is built only for errors.
public final class Path {

  private final @Nullable Path parent;
  private final String name;
  private final int index;
  private final Step step;

  private enum Step {
    FIELD,
    KEY,
    INDEX
  }

  private Path(@Nullable Path parent, String name, int index, Step step) {
    this.parent = parent;
    this.name = name;
    this.index = index;
    this.step = step;
  }

  /// The path of a variable.
  public static Path of(String variable) {
    return new Path(null, variable, 0, Step.FIELD);
  }

  /// The path of a member.
  public Path field(String field) {
    return new Path(this, field, 0, Step.FIELD);
  }

  /// The path of a map's value.
  public Path key(String key) {
    return new Path(this, key, 0, Step.KEY);
  }

  /// The path of a list's element.
  public Path index(int index) {
    return new Path(this, "", index, Step.INDEX);
  }

  @Override
  public String toString() {
    if (parent == null) {
      return name;
    }
    return switch (step) {
      case FIELD -> parent + "." + name;
      case KEY -> parent + "['" + name + "']";
      case INDEX -> parent + "[" + index + "]";
    };
  }
}
