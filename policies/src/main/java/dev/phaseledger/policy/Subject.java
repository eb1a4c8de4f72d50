package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.policy.cel.StructView;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a map is held against: one live dispatch, or one test of the map.
interface Subject {

  /// One of the environment's variables, except `facts`, `params` and `variables`.
  Optional<Object> variable(String name);

  /// A member of a variable that is an object and that every map has; null if it is missing.
  ///
  /// @throws RuntimeException if the variable itself is missing
  default @Nullable Object member(String variable, String field) {
    return variable(variable)
        .filter(StructView.class::isInstance)
        .map(StructView.class::cast)
        .orElseThrow(() -> new NoSuchElementException(variable))
        .find(field)
        .orElse(null);
  }

  /// The facts that `facts` is read from.
  FactBook facts();

  Instant now();

  /// Where invariants are asked.
  default EnforcementPoint point() {
    return EnforcementPoint.DISPATCH;
  }

  /// The action, if it is known.
  Optional<String> command();

  /// The phase, if the dispatch names one.
  Optional<String> phase();

  /// Who has granted the dispatch: each once, neither who requests it nor the agent itself.
  List<Approver> approvers();

  /// The roles that were asked besides, since nobody answered in time.
  default Set<String> escalated() {
    return Set.of();
  }

  /// How often something that a counter counts has happened; empty if that is not known.
  ///
  /// @param what which of the two that make up a rate
  /// @param reads remembers what was read beyond the contract's own history
  OptionalLong count(CounterDeclaration counter, Counted what, FactReads reads);

  /// Somebody who granted the dispatch.
  record Approver(String by, List<String> roles) {}
}
