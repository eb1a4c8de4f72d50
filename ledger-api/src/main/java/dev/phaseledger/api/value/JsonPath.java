package dev.phaseledger.api.value;

import java.util.Arrays;

/// The place that a reader or writer has reached, so that an error can name it. Costs one array
/// store per step while nothing is wrong.
final class JsonPath {

  private static final int AT_CONTAINER = -1;
  private static final int AT_NAME = -2;

  private final String[] names;
  private final int[] indexes;
  private int depth;

  JsonPath(int depthMax) {
    names = new String[depthMax];
    indexes = new int[depthMax];
    Arrays.fill(names, "");
  }

  /// Enters an array or object.
  void open() {
    if (depth == names.length) {
      throw refuse("is nested deeper than " + names.length + " levels");
    }
    indexes[depth++] = AT_CONTAINER;
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
