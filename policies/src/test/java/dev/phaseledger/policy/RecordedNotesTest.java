package dev.phaseledger.policy;

import static dev.phaseledger.policy.Dispatches.dispatch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Notes;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedNotesTest {

  private static Evaluation evaluate(String spec) {
    return PolicySnapshot.of(List.of(InvariantMaps.compile(Sources.map(spec))))
        .evaluate(dispatch().input());
  }

  private static InvariantResult result(String spec) {
    return evaluate(spec).results().getFirst();
  }

  /// An exemption.
  ///
  /// @param owner as a member that ends in a comma, or nothing
  private static String exempt(String owner) {
    String before = "exemptions: [{id: EX-1, invariants: [A], expression: 'true', ";
    return before
        + owner
        + "expires: 2030-01-01T00:00:00Z, approvedBy: 'user:carol', reason: generated}]\n";
  }

  @Test
  void keepTheValuesOfAnnotationsWhetherTheInvariantHoldsOrNot() {
    for (String expression : List.of("true", "false")) {
      String map =
          """
          invariants:
            - id: A
              expression: "%s"
              auditAnnotations:
                - {key: level, valueExpression: "string(agent.level)"}
                - {key: branch, valueExpression: command.branch}
          """
              .formatted(expression);
      assertThat(result(map).notes().annotations())
          .containsOnlyKeys("level", "branch")
          .containsEntry("level", "3")
          .containsEntry("branch", "(no value: command.branch is missing)");
    }
  }

  @Test
  void keepAnnotationsShort() {
    String value = "'" + "x".repeat(300) + "'";
    assertThat(
            result(
                    "invariants: [{id: A, expression: \"true\", auditAnnotations: [{key: k, valueExpression: \""
                        + value
                        + "\"}]}]")
                .notes()
                .annotations()
                .get("k"))
        .hasSize(200)
        .endsWith("...");
  }

  @Test
  void keepTheSeverityOfWhatDoesNotHold() {
    String map = "invariants: [{id: A, severity: critical, expression: \"%s\"}]";
    assertThat(result(map.formatted("false")).notes().severity()).contains(Severity.CRITICAL);
    assertThat(result(map.formatted("true")).notes()).isEqualTo(Notes.NONE);
  }

  @Test
  void nameTheExemptionAndWhatWouldHaveBeenWithoutIt() {
    Evaluation evaluation =
        evaluate(
            "invariants: [{id: A, expression: \"false\", message: too large, onViolation: {effect: REVOKE}}]\n"
                + exempt("owner: \"team:build\", "));
    assertThat(evaluation.effect()).isEqualTo(Effect.NONE);
    InvariantResult result = evaluation.results().getFirst();
    assertThat(result.outcome()).isEqualTo(Outcome.EXEMPTED);
    assertThat(result.effect()).isEqualTo(Effect.REVOKE);
    assertThat(result.notes().exemption()).isEqualTo(Optional.of("EX-1"));
    assertThat(result.message())
        .isEqualTo(
            "skipped: exempt by EX-1 until 2030-01-01T00:00:00Z, owned by team:build, approved by"
                + " user:carol: generated; otherwise VETOED: too large");
  }

  @Test
  void sayThatWhatIsNotEnforcedWouldHaveChangedNothing() {
    assertThat(
            result(
                    "invariants: [{id: A, enforcement: Warn, expression: \"false\", onViolation: {effect: VETO}}]\n"
                        + exempt(""))
                .message())
        .contains("owned by user:carol")
        .endsWith("otherwise AUTHORIZED: does not hold");
  }
}
