package dev.phaseledger.policy.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/// What the environment binds to one of its own overloads.
record OwnFunction(CelFunctionOverload definition) {

  static Map<String, OwnFunction> byOverload(Collection<CelFunctionBinding> bindings) {
    // A function with several overloads has a binding of its own that chooses between them.
    return bindings.stream()
        .filter(CelFunctionBinding::isStrict)
        .filter(binding -> !binding.getArgTypes().isEmpty())
        .collect(
            Collectors.toMap(
                CelFunctionBinding::getOverloadId,
                binding -> new OwnFunction(binding.getDefinition()),
                (first, second) -> second));
  }

  /// The value; arguments are in the form the evaluator computes with.
  Object apply(Object... arguments) {
    try {
      return definition.apply(arguments);
    } catch (CelEvaluationException e) {
      throw new Direct.GivesUp();
    }
  }
}
