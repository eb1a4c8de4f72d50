package dev.phaseledger.api.event;

import org.jspecify.annotations.Nullable;

/// Where in a document a value stands, such as `judgement.results[2].message`. Nearly every value
/// is right, so the path is put together only for the one that is not.
///
/// @param within null for the document itself
/// @param name of a member; empty for an element
/// @param index of an element; -1 for a member
record Place(@Nullable Place within, String name, int index) {

  /// The document as a whole.
  static final Place DOCUMENT = new Place(null, "", -1);

  Place member(String named) {
    return new Place(this, named, -1);
  }

  Place element(int at) {
    return new Place(this, "", at);
  }

  String path() {
    var path = new StringBuilder();
    write(path);
    return path.toString();
  }

  private void write(StringBuilder path) {
    if (within != null) {
      within.write(path);
    }
    if (index >= 0) {
      path.append('[').append(index).append(']');
    } else {
      path.append(path.isEmpty() ? "" : ".").append(name);
    }
  }
}
