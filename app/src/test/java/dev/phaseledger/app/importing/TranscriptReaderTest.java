package dev.phaseledger.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.importing.Transcript.Call;
import dev.phaseledger.app.importing.Transcript.Result;
import dev.phaseledger.app.importing.Transcript.UserTurn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TranscriptReaderTest {

  private static final String RUN =
      """
      {"task_id": 4, "trial": 0, "reward": 1,
       "info": {"task": {"actions": [{"name": "refund_order", "kwargs": {"order_id": "A1", "amount": 10.0}}]}},
       "traj": [
        {"role": "system", "content": "It is 2024-05-15 15:00 UTC"},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "What is your order?"},
        {"role": "user", "content": "It is the order named A1, please"},
        {"role": "assistant", "content": null, "tool_calls": [
          {"id": "c", "function": {"name": "get_order", "arguments": "{\\"order_id\\": \\"A1\\"}"}},
          {"id": "c", "function": {"name": "get_order", "arguments": "{\\"order_id\\": \\"B/2\\"}"}}]},
        {"role": "tool", "content": "{\\"id\\": \\"A1\\", \\"lines\\": [{\\"sku\\": \\"x\\", \\"price\\": 10.50, \\"n\\": 1}, {\\"sku\\": \\"y\\"}]}"},
        {"role": "tool", "content": "Error: no such order"},
        {"role": "assistant", "content": "Refunding.", "tool_calls": [
          {"function": {"name": "refund_order", "arguments": "{\\"order_id\\": \\"A1\\", \\"amount\\": 10}"}}]},
        {"role": "tool", "content": "done"},
        {"role": "assistant", "tool_calls": [{"function": {"name": "note", "arguments": "{}"}}]},
        {"role": "tool", "content": "noted"},
        {"role": "assistant", "tool_calls": [{"function": {"name": "sing", "arguments": "not json"}}]}
       ]}
      """;

  private final Profile profile = ProfileReader.read(Profiles.DESK);

  @Test
  void keepsTheOrderAndPairsCallsWithResultsByPlace() {
    Transcript run = read(RUN);
    assertThat(run.runId()).isEqualTo("4-0");
    assertThat(run.start()).isEqualTo(Instant.parse("2024-05-15T15:00:00Z"));
    assertThat(run.outcome()).contains("SUCCEEDED");
    assertThat(run.steps())
        .extracting(step ->
            switch (step) {
              case UserTurn turn -> turn.message() + " " + turn.text();
              case Call call ->
                  call.message() + "." + call.call() + " " + call.tool() + " " + kind(call);
            })
        .containsExactly(
            "1 Hello",
            "3 It is the order named A1, please",
            "4.0 get_order Answered",
            "4.1 get_order Failed",
            "7.0 refund_order Answered",
            "11.0 sing Missing");
  }

  private static String kind(Call call) {
    return call.result().getClass().getSimpleName();
  }

  @Test
  void tellsWhatWasSaidBeforeTheUserAnsweredAndCutsLongTurns() {
    List<FactRule.Found> facts = ((UserTurn) read(RUN).steps().get(1)).facts();
    assertThat(facts)
        .extracting(fact -> fact.name() + "=" + Json.text(fact.value()))
        .containsExactly(
            "lastUserTurn=\"It is the order name\"",
            "userTurns=[\"Hello\",\"It is the order name\"]",
            "lastAssistantTurn=\"What is your order?\"");
  }

  @Test
  void readsFactsFromResultsAndArguments() {
    Transcript run = read(RUN);
    assertThat(facts((Call) run.steps().get(2)))
        .containsExactly(
            "order A1 [{\"n\":1,\"price\":10.5,\"sku\":\"x\"},{\"sku\":\"y\"}]",
            "item A1/x {\"price\":10.5}");
    assertThat(facts((Call) run.steps().get(4))).containsExactly("refunded A1 10");
  }

  private static List<String> facts(Call call) {
    Result.Answered answered = (Result.Answered) call.result();
    return call.rules().facts().stream()
        .flatMap(rule -> rule.apply(answered.value(), call.arguments().orElseThrow()).stream())
        .map(fact -> fact.name() + " " + fact.key() + " " + Json.text(fact.value()))
        .toList();
  }

  @Test
  void comparesExpectedCallsAsJsonValues() {
    Transcript run = read(RUN);
    Call refund = (Call) run.steps().get(4);
    assertThat(run.expected())
        .contains(new Transcript.ExpectedCall(refund.tool(), refund.arguments().orElseThrow()));
  }

  @Test
  void makesOneSegmentOfAnArgumentWhateverItHolds() {
    Profile.Tool tool = profile.tool("get_order").orElseThrow();
    assertThat(ResourceTemplates.fill(tool, arguments("{\"order_id\": \"a/../b c\"}")))
        .containsExactly("desk/order/a%2F..%2Fb%20c");
    assertThat(ResourceTemplates.fill(tool, arguments("{\"order_id\": \"..\"}")))
        .containsExactly("desk/order/unknown");
    assertThat(ResourceTemplates.fill(tool, arguments("{}"))).containsExactly("desk/order/unknown");
    assertThat(ResourceTemplates.fill(tool, arguments("{\"order_id\": 7.0}")))
        .containsExactly("desk/order/7");
  }

  @Test
  void dispatchesAnUnknownToolAsAnEffect() {
    Call sing = (Call) read(RUN).steps().get(5);
    assertThat(sing.rules().kind()).isEqualTo(Profile.Kind.EFFECT);
    assertThat(sing.arguments()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"task_id\": 4 | \"task_id\": null | task_id",
        "\"traj\" | \"messages\" | traj",
        "\"role\": \"user\" | \"rol\": \"user\" | traj[1].role",
        "\"content\": \"Hello\" | \"content\": 5 | traj[1].content",
        "It is 2024-05-15 15:00 UTC | It is late | traj",
        "It is 2024-05-15 15:00 UTC | It is noon UTC | time",
        "\"arguments\": \"not json\" | \"arguments\": {} | traj[11].tool_calls[0].function.arguments",
        "\"name\": \"sing\" | \"nam\": \"sing\" | traj[11].tool_calls[0].function.name",
      })
  void namesTheMemberThatIsNotAsItShouldBe(String right, String wrong, String field) {
    assertThat(RUN).contains(right);
    assertThatThrownBy(() -> read(RUN.replace(right, wrong)))
        .isInstanceOfSatisfying(
            InvalidFieldException.class, failure -> assertThat(failure.field()).isEqualTo(field));
  }

  private static Fields arguments(String json) {
    return (Fields) Json.parse(json);
  }

  private Transcript read(String json) {
    return new TranscriptReader(profile).read((Fields) Json.parse(json));
  }
}
