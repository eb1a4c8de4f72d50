package dev.phaseledger.command.contract;

import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.policy.condition.StopCondition;
import dev.phaseledger.policy.resource.ResourceScope;
import dev.phaseledger.policy.schema.ParameterSchema;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A contract's scope, schemas and stop condition, compiled once per version of its terms.
public final class Grant {

  private final ResourceScope scope;
  private final Map<String, ParameterSchema> inputs;

  private final Map<String, List<PersonalMark>> personal;
  private final Optional<StopCondition> stop;

  private Grant(
      ResourceScope scope,
      Map<String, ParameterSchema> inputs,
      Map<String, List<PersonalMark>> personal,
      Optional<StopCondition> stop) {
    this.scope = scope;
    this.inputs = inputs;
    this.personal = personal;
    this.stop = stop;
  }

  /// Compiles the terms.
  ///
  /// @throws dev.phaseledger.api.InvalidFieldException naming the pattern, schema or condition that
  ///   is none
  public static Grant of(ContractTerms terms) {
    var inputs = new TreeMap<String, ParameterSchema>();
    var personal = new TreeMap<String, List<PersonalMark>>();
    terms
        .inputs()
        .forEach((action, schema) -> {
          inputs.put(action, ParameterSchema.of("inputs." + action, schema));
          personal.put(action, PersonalMark.of("inputs." + action, schema));
        });
    return new Grant(
        ResourceScope.of(terms.scope(), terms.excluded()),
        Collections.unmodifiableMap(inputs),
        Collections.unmodifiableMap(personal),
        terms.stopping().when().map(when -> StopCondition.compile("stopping.when", when)));
  }

  /// Whether a normalized resource lies inside the scope and is not excluded.
  public boolean covers(String resource) {
    return scope.covers(resource);
  }

  /// Whether everything that a glob matches is in the scope; exclusions are not looked at.
  ///
  /// @param field the field to name if it is no glob
  boolean contains(String field, String glob) {
    return scope.contains(field, glob);
  }

  /// When the contract ends by itself, beside its limits.
  Optional<StopCondition> stop() {
    return stop;
  }

  /// The parameters of an action that the contract declares personal.
  public List<PersonalMark> personal(String action) {
    return personal.getOrDefault(action, List.of());
  }

  /// The schema of an action's parameters, if the contract has one.
  public Optional<ParameterSchema> input(String action) {
    return Optional.ofNullable(inputs.get(action));
  }
}
