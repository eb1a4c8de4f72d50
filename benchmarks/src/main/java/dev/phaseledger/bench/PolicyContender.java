package dev.phaseledger.bench;

import dev.phaseledger.policy.DecisionInput;

/// One way of holding a request against the twenty rules of `repository-writes.invariants.yaml`.
interface PolicyContender {

  /// The rules that the request breaks: bit 0 for the first rule.
  int broken(DecisionInput input);
}
