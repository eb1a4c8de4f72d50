package dev.phaseledger.command.contract;

import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.policy.resource.ResourceScope;
import dev.phaseledger.policy.schema.ParameterSchema;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A contract's scope and schemas, compiled once per version of its terms.
public final class Grant {

  private final ResourceScope scope;
  private final Map<String, ParameterSchema> inputs;

  private Grant(ResourceScope scope, Map<String, ParameterSchema> inputs) {
    this.scope = scope;
    this.inputs = inputs;
  }

  /// Compiles the terms.
  ///
  /// @throws dev.phaseledger.api.InvalidFieldException naming the pattern or schema that is none
  public static Grant of(ContractTerms terms) {
    var inputs = new TreeMap<String, ParameterSchema>();
    terms
        .inputs()
        .forEach(
            (action, schema) -> inputs.put(action, ParameterSchema.of("inputs." + action, schema)));
    return new Grant(
        ResourceScope.of(terms.scope(), terms.excluded()), Collections.unmodifiableMap(inputs));
  }

  /// Whether a normalized resource lies inside the scope and is not excluded.
  public boolean covers(String resource) {
    return scope.covers(resource);
  }

  /// The schema of an action's parameters, if the contract has one.
  public Optional<ParameterSchema> input(String action) {
    return Optional.ofNullable(inputs.get(action));
  }
}
