package dev.phaseledger.policy.cel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The members of an object and their types.
///
/// @param name the name of the type, unique within an environment
public record Shape(String name, Map<String, FieldType> fields) {

  public Shape {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /// The type of a member, if the shape has it.
  public Optional<FieldType> find(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  @Override
  public String toString() {
    return name + fields;
  }
}
