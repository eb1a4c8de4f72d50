package dev.phaseledger.api.value;

import java.util.Arrays;

/// The place that a reader or writer has reached, so that an error can name it. Costs one array
/// store per step while nothing is wrong.
final class JsonPath {

  private static final int AT_CONTAINER = -1;
  private static final int AT_NAME = -2;

  /// Levels that most documents do with.
  private static final int DEPTH_INITIAL = 8;

  private final int depthMax;
  private String[] names;
  private int[] indexes;
  private int depth;

  JsonPath(int depthMax) {
    this.depthMax = depthMax;
    int levels = Math.min(depthMax, DEPTH_INITIAL);
    names = new String[levels];
    indexes = new int[levels];
    Arrays.fill(names, "");
  }

  /// Enters an array or object.
  void open() {
    if (depth == names.length) {
      deepen();
    }
    indexes[depth++] = AT_CONTAINER;
  }

  private void deepen() {
    if (depth == depthMax) {
      throw refuse("is nested deeper than " + depthMax + " levels");
    }
    int levels = Math.min(depthMax, 2 * depth);
    names = Arrays.copyOf(names, levels);
    indexes = Arrays.copyOf(indexes, levels);
    Arrays.fill(names, depth, levels, "");
  }

  void name(String name) {
    names[depth - 1] = name;
    indexes[depth - 1] = AT_NAME;
  }

  void index(int index) {
    indexes[depth - 1] = index;
  }

  /// Is between two members, at the object as a whole.
  void container() {
    indexes[depth - 1] = AT_CONTAINER;
  }

  void close() {
    depth--;
  }

  InvalidJsonException refuse(String reason) {
    return new InvalidJsonException(pointer(), reason);
  }

  private String pointer() {
    var pointer = new StringBuilder();
    for (int level = 0; level < depth && indexes[level] != AT_CONTAINER; level++) {
      pointer.append('/');
      if (indexes[level] == AT_NAME) {
        pointer.append(names[level].replace("~", "~0").replace("/", "~1"));
      } else {
        pointer.append(indexes[level]);
      }
    }
    return pointer.toString();
  }
}
