package dev.phaseledger.policy.template;

import dev.phaseledger.api.value.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A part of a contract's body with its places to be filled.
sealed interface Part {

  /// Without any.
  record Constant(JsonValue value) implements Part {}

  /// A parameter's value as it is; left out if the parameter has none.
  record Whole(String parameter) implements Part {}

  /// A string around parameters that always have a value.
  ///
  /// @param scoped whether it says which resources are covered
  record Mixed(List<Placeholders.Piece> pieces, boolean scoped) implements Part {
    public Mixed {
      pieces = List.copyOf(pieces);
    }
  }

  /// A list; a list that stands for one of its items is put in item by item.
  record Sequence(List<Part> items) implements Part {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// An object.
  record Mapping(Map<String, Part> members) implements Part {
    public Mapping {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }
}
