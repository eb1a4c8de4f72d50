package dev.phaseledger.policy.template;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.yaml.Place;

/// A declared parameter.
///
/// @param place where it is declared
record Parameter(TemplateParameter shown, Bounds bounds, Place place) {

  String name() {
    return shown.name();
  }

  /// Whether there is a value each time.
  boolean always() {
    return shown.required() || shown.defaultValue().isPresent();
  }

  /// The value, if it is of the type and within the bounds.
  ///
  /// @throws InvalidFieldException if it is not
  JsonValue accept(String field, JsonValue value) {
    JsonValue typed = TypedValues.accept(field, shown.type(), value);
    bounds
        .objection(typed)
        .ifPresent(objection -> {
          throw new InvalidFieldException(field, objection);
        });
    return typed;
  }
}
