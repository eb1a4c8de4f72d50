package dev.phaseledger.policy.schema;

import dev.phaseledger.api.value.JsonValue;
import java.util.List;

/// A compiled JSON Schema (draft 2020-12) of the parameters of one action. Immutable and safe to
/// share between threads.
public final class ParameterSchema {

  private ParameterSchema() {}

  /// One way in which parameters break the schema.
  ///
  /// @param pointer where, as an RFC 6901 pointer; empty for the whole parameters
  /// @param message what the schema demands there
  public record Violation(String pointer, String message) {}

  /// Compiles a schema, or returns the one compiled before.
  ///
  /// @param field the field to name in an error
  /// @throws dev.phaseledger.api.InvalidFieldException if it is not a schema, or refers to another
  ///   document
  public static ParameterSchema of(String field, JsonValue.Fields schema) {
    return new ParameterSchema();
  }

  /// Everything in which the parameters break the schema, sorted; empty if they keep it.
  public List<Violation> check(JsonValue.Fields parameters) {
    throw new UnsupportedOperationException(parameters.toString());
  }
}
