package dev.phaseledger.app.importing;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// One recorded run, as the importer understands it.
///
/// @param id what identifies it: strings and numbers
/// @param start the time of its first message; each later message counts as one second later
/// @param outcome what the recording says about its end: `SUCCEEDED` or `FAILED`
/// @param expected calls of a correct run; only reports compare with them
record Transcript(
    List<JsonValue> id,
    Instant start,
    List<FactRule.Found> startFacts,
    List<Step> steps,
    Optional<String> outcome,
    List<ExpectedCall> expected) {

  Transcript {
    id = List.copyOf(id);
    startFacts = List.copyOf(startFacts);
    steps = List.copyOf(steps);
    expected = List.copyOf(expected);
  }

  /// The identity as text, such as `12-0`.
  String runId() {
    StringJoiner joined = new StringJoiner("-");
    for (JsonValue part : id) {
      joined.add(part instanceof Text(String text) ? text : Json.text(part));
    }
    return joined.toString();
  }

  /// The time that stands for a message's place in the run.
  Instant timeOf(Step step) {
    return start.plusSeconds(step.message());
  }

  /// Something that is put on record.
  sealed interface Step {

    /// Place of its message in the run, from 0.
    int message();
  }

  /// The user said something.
  record UserTurn(int message, String text, List<FactRule.Found> facts) implements Step {
    UserTurn {
      facts = List.copyOf(facts);
    }
  }

  /// The agent called a tool.
  ///
  /// @param call place among the calls of its message, from 0
  /// @param arguments parsed; empty if they are no JSON object
  /// @param said what the agent said along with the call
  record Call(
      int message,
      int call,
      String tool,
      Profile.Tool rules,
      String argumentsText,
      Optional<Fields> arguments,
      Optional<String> said,
      Result result)
      implements Step {}

  /// How a tool answered.
  sealed interface Result {

    /// The recording ends before the answer.
    record Missing() implements Result {}

    record Failed(String text) implements Result {}

    /// The tool's answer.
    ///
    /// @param value the text parsed; empty if it is not JSON
    record Answered(String text, Optional<JsonValue> value) implements Result {}
  }

  /// A call that a correct run makes.
  record ExpectedCall(String tool, JsonValue arguments) {}
}
