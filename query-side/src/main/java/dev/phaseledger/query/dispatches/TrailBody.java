package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.query.TrailView;
import java.time.Instant;
import java.util.List;

/// A trail, as it is sent.
record TrailBody(DispatchBody dispatch, List<StepBody> steps) {

  /// One entry, as it is sent.
  ///
  /// @param entry the entry's text, character by character as recorded, so that its hash can be
  ///   computed
  record StepBody(
      long position,
      long index,
      Instant at,
      String actor,
      String type,
      String sentence,
      String entry) {}

  static TrailBody of(TrailView view) {
    return new TrailBody(
        DispatchBody.of(view.dispatch()),
        view.steps().stream()
            .map(step ->
                new StepBody(
                    step.position(),
                    step.index(),
                    step.at(),
                    step.actor(),
                    step.type(),
                    step.sentence(),
                    step.entry()))
            .toList());
  }
}
