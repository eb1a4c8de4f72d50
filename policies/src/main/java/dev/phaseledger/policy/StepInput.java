package dev.phaseledger.policy;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.DecisionInput.ActingAgent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that invariants may read about a step that is no dispatch.
///
/// @param point where they are asked
/// @param step the inputs of that point alone, by the names that expressions use, such as `actor`
///   and `answer`
/// @param agent whom it concerns, if it concerns one
/// @param under the contract that it is taken under, if there is one, with the dispatch that it is
///   about, or [#NO_DISPATCH]
/// @param aboutDispatch whether it is about a dispatch, so that expressions see it as `command`
/// @param counts answers how often things happened lately
public record StepInput(
    EnforcementPoint point,
    JsonValue.Fields step,
    Optional<ActingAgent> agent,
    Optional<DecisionInput> under,
    boolean aboutDispatch,
    CountBook counts,
    Instant now) {

  /// Stands for the request where a step is about no dispatch. Expressions do not see it.
  public static final DispatchRequest NO_DISPATCH =
      new DispatchRequest(
          new DispatchId("none"),
          "none",
          List.of(),
          JsonValue.Fields.EMPTY,
          "",
          Map.of(),
          Set.of(),
          0,
          false,
          Optional.empty(),
          Optional.empty());

  private static final FactBook NO_FACTS =
      new FactBook() {
        @Override
        public Optional<Fact> find(String name, String key) {
          return Optional.empty();
        }

        @Override
        public Iterable<String> keys(String name) {
          return List.of();
        }
      };

  /// What is known under the contract; nothing if there is none.
  FactBook facts() {
    return under.map(DecisionInput::facts).orElse(NO_FACTS);
  }

  /// The same about another form of the request.
  StepInput with(DispatchRequest otherForm) {
    return new StepInput(
        point, step, agent, under.map(input -> input.with(otherForm)), aboutDispatch, counts, now);
  }
}
