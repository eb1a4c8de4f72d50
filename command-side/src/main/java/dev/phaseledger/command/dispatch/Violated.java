package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.event.Judgement.InvariantResult;
import java.util.List;
import java.util.stream.Collectors;

/// Names the invariants that a judgement objects to.
public final class Violated {

  private Violated() {}

  /// The violated ones with their maps, in the order of the results, with commas between.
  public static String names(List<InvariantResult> results) {
    return results.stream()
        .filter(result -> result.outcome() == InvariantResult.Outcome.VIOLATED)
        .map(result -> result.map() + '/' + result.invariant())
        .collect(Collectors.joining(","));
  }
}
