package dev.phaseledger.command.point;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.event.Approvers;
import dev.phaseledger.api.event.StepJudgement;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/// The inputs of single points, in the form that expressions read and that is recorded.
final class StepForms {

  private StepForms() {}

  /// A step of somebody.
  ///
  /// @param name the input that is the point's own
  static Fields of(Principal by, String name, Fields input) {
    return by(by).put(name, input).build();
  }

  static Fields.Builder by(Principal by) {
    return Fields.with(
        "actor",
        Fields.with("id", new JsonValue.Text(by.id().value()))
            .put("kind", by.kind().name().toLowerCase(Locale.ROOT))
            .put("roles", JsonValue.Items.ofTexts(new TreeSet<>(Approvers.names(by))))
            .build());
  }

  /// A judgement that holds more of what was asked for: what no other entry tells of a step that
  /// was refused.
  static StepJudgement with(StepJudgement judgement, String name, JsonValue value) {
    var step = new TreeMap<>(judgement.step().members());
    step.put(name, value);
    return new StepJudgement(
        judgement.point(),
        judgement.permitted(),
        judgement.explanation(),
        new Fields(step),
        judgement.basis(),
        judgement.results(),
        judgement.factsRead(),
        judgement.counts());
  }
}
