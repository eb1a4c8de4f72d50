package dev.phaseledger.policy;

import static dev.phaseledger.policy.Dispatches.dispatch;
import static dev.phaseledger.policy.Dispatches.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a request with personal values is judged on, and what may be said of it.
class PersonalValuesTest {

  private static final String EMAIL = "jane.roe@example.org";
  private static final String DIGEST = Digest.of("salted").value();

  private static final Map<JsonPointer, SubjectId> PLACES =
      Map.of(
          JsonPointer.parse("/parameters/email"), new SubjectId("s"),
          JsonPointer.parse("/parameters/age"), new SubjectId("s"));

  private static Evaluation evaluate(String invariant) {
    return evaluate(invariant, dispatch());
  }

  private static Evaluation evaluate(String invariant, Dispatches dispatch) {
    String map =
        Sources.map(
            """
            facts:
              blocked: {type: bool, keyed: true}
              open: {type: bool}
            parameters: {email: string, age: int, note: string, limit: int}
            variables:
              - {name: domain, expression: "'via ' + command.parameters.email"}
            invariants:
              - id: A
            """
                + invariant.indent(4));
    DecisionInput plain =
        dispatch
            .parameters("{\"email\": \"%s\", \"age\": 4177531, \"limit\": 3}".formatted(EMAIL))
            .input();
    DecisionInput input = plain.with(plain.request().with(PLACES));
    JsonValue.Fields sealed =
        json("{\"email\": \"%1$s\", \"age\": \"%1$s\", \"limit\": 3}".formatted(DIGEST));
    Evaluation evaluation =
        PolicySnapshot.of(List.of(InvariantMaps.compile(map)))
            .evaluate(input, input.request().with(sealed));
    assertThat(evaluation.toString()).doesNotContain("jane", "roe", "example.org", "4177531");
    return evaluation;
  }

  @Test
  void judgesOnTheValuesThemselves() {
    assertThat(evaluate("expression: command.parameters.email == '%s'".formatted(EMAIL)).effect())
        .isEqualTo(Effect.NONE);
    assertThat(evaluate("expression: command.parameters.age < 18").effect()).isEqualTo(Effect.VETO);
  }

  @Test
  void putsTheDigestIntoMessages() {
    Evaluation evaluation =
        evaluate(
            """
            expression: "!command.parameters.email.contains('@')"
            messageExpression: "'no mail to ' + command.parameters.email"
            """);
    assertThat(evaluation.explanation()).contains("no mail to " + DIGEST);
    evaluation =
        evaluate(
            """
            expression: "false"
            messageExpression: "'sent ' + variables.domain"
            """);
    assertThat(evaluation.explanation()).contains("sent via " + DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "string(command.parameters.age + 1)",
        "command.parameters.email.endsWith('.org') ? 'elderly' : 'youthful'",
        "string(command.parameters.email.size())",
        "command.parameters.age > 40 ? 'elderly' : 'youthful'"
      })
  void saysNothingThatFollowsFromAValue(String message) {
    Evaluation evaluation =
        evaluate(
            """
            expression: "false"
            messageExpression: "%s"
            """
                .formatted(message));
    assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
    assertThat(evaluation.explanation())
        .contains("its message may tell personal data")
        .doesNotContain("elderly", "youthful");
  }

  @Test
  void withholdsReasonsThatQuoteAValue() {
    assertThat(evaluate("expression: facts.blocked[command.parameters.email]").explanation())
        .contains("the reason may tell personal data and is not recorded");
    assertThat(evaluate("expression: facts.blocked['x']").explanation()).contains("'x' is missing");
  }

  @Test
  void withholdsKeysOfFactsThatAValueLedTo() {
    Evaluation evaluation =
        evaluate(
            "expression: \"!facts.blocked[command.parameters.email] && facts.open\"",
            dispatch().fact("blocked", EMAIL, "false").fact("open", "", "true"));
    assertThat(evaluation.effect()).isEqualTo(Effect.NONE);
    assertThat(evaluation.factsRead())
        .extracting(FactRead::name, FactRead::key)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("blocked", "(personal)"),
            org.assertj.core.groups.Tuple.tuple("open", ""));
  }

  @Test
  void rewritesParametersWithoutTouchingWhatIsSealed() {
    Evaluation evaluation =
        evaluate(
            """
            expression: command.parameters.limit <= 2
            onViolation: {effect: CONSTRAIN, set: {limit: "2"}}
            """);
    assertThat(evaluation.parameters())
        .contains(json("{\"email\": \"%1$s\", \"age\": \"%1$s\", \"limit\": 2}".formatted(DIGEST)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "command.parameters.email",
        "command.parameters.age > 40 ? 'elderly' : 'youthful'"
      })
  void vetoesWhatWouldRewriteAParameterFromAValue(String value) {
    Evaluation evaluation =
        evaluate(
            """
            expression: "false"
            onViolation: {effect: CONSTRAIN, set: {note: "%s"}}
            """
                .formatted(value));
    assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
    assertThat(evaluation.explanation())
        .contains("note would be computed from personal data")
        .doesNotContain("elderly", "youthful");
  }
}
