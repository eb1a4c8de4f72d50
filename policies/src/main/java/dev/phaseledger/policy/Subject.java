package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a map is held against: one live dispatch, or one test of the map.
interface Subject {

  /// One of the environment's variables, except `facts`, `params` and `variables`.
  Optional<Object> variable(String name);

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

  /// Somebody who granted the dispatch.
  record Approver(String by, List<String> roles) {}
}
