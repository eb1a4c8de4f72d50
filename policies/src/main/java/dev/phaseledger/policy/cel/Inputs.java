package dev.phaseledger.policy.cel;

import dev.cel.runtime.CelVariableResolver;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The variables that one evaluation reads, by name, in the form the evaluator computes with.
@FunctionalInterface
public interface Inputs extends CelVariableResolver {

  /// A member of a variable that is an object; null if the object does not have it. Answers what
  /// [#find] and the object would.
  ///
  /// @throws RuntimeException if the variable itself is missing
  default @Nullable Object member(Reading reading) {
    Optional<Object> variable = find(reading.variable());
    if (variable.isPresent() && variable.get() instanceof StructView object) {
      return object.get(reading.field());
    }
    throw new Direct.GivesUp();
  }
}
