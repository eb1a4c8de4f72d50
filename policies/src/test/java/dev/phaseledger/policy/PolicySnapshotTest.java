package dev.phaseledger.policy;

import static dev.phaseledger.policy.Dispatches.dispatch;
import static dev.phaseledger.policy.Dispatches.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Escalation;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PolicySnapshotTest {

  private static PolicySnapshot snapshot(String... sources) {
    return PolicySnapshot.of(List.of(sources).stream().map(InvariantMaps::compile).toList());
  }

  private static Evaluation evaluate(String source, Dispatches dispatch) {
    return snapshot(source).evaluate(dispatch.input());
  }

  private static Evaluation evaluate(String source) {
    return evaluate(source, dispatch());
  }

  private static String named(String name, String spec) {
    return Sources.map(spec).replace("name: sample", "name: " + name);
  }

  @Test
  void demandsNothingWithoutMaps() {
    Evaluation evaluation = PolicySnapshot.EMPTY.evaluate(dispatch().input());
    assertThat(evaluation.effect()).isEqualTo(Effect.NONE);
    assertThat(evaluation.verdict()).isEqualTo(Verdict.AUTHORIZED);
    assertThat(evaluation.explanation()).isEqualTo("No invariant applies.");
  }

  @Test
  void recordsInvariantsThatHold() {
    Evaluation evaluation = evaluate(Sources.invariant("agent.level >= 3", "{effect: VETO}"));
    assertThat(evaluation.effect()).isEqualTo(Effect.NONE);
    assertThat(evaluation.results())
        .extracting(InvariantResult::outcome)
        .containsExactly(Outcome.HOLDS);
    assertThat(evaluation.explanation()).isEqualTo("None of 1 invariants stands against it.");
  }

  @Nested
  class Effects {

    @Test
    void vetoesAndNamesTheInvariantAndItsMessage() {
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  """
                  invariants:
                    - id: INV-1
                      expression: agent.level > 3
                      messageExpression: "'level is ' + string(agent.level)"
                      onViolation: {effect: VETO}
                  """));
      assertThat(evaluation.verdict()).isEqualTo(Verdict.VETOED);
      assertThat(evaluation.explanation()).isEqualTo("Vetoed by sample/INV-1 (level is 3).");
    }

    @Test
    void revokes() {
      Evaluation evaluation = evaluate(Sources.invariant("false", "{effect: REVOKE}"));
      assertThat(evaluation.effect()).isEqualTo(Effect.REVOKE);
      assertThat(evaluation.verdict()).isEqualTo(Verdict.VETOED);
    }

    @Test
    void defersUntilWhatTheMapSays() {
      Evaluation evaluation =
          evaluate(Sources.invariant("false", "{effect: DEFER, until: EVIDENCE(tests)}"));
      assertThat(evaluation.verdict()).isEqualTo(Verdict.DEFERRED);
      assertThat(evaluation.until()).contains("EVIDENCE(tests)");
    }

    @Test
    void requiresApprovalByRolesAndCount() {
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  """
                  invariants:
                    - {id: A, expression: "false", onViolation: {effect: REQUIRE_APPROVAL, roles: [legal], count: 2}}
                    - {id: B, expression: "false", onViolation: {effect: REQUIRE_APPROVAL, roles: [security]}}
                  """));
      assertThat(evaluation.verdict()).isEqualTo(Verdict.APPROVAL_REQUIRED);
      assertThat(evaluation.approval())
          .contains(new ApprovalRequirement(Set.of("legal", "security"), 2));
    }

    @Test
    void waitsAsLongAsTheShortestTimeoutSaysAndEscalatesAtTheLatestTime() {
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  """
                  invariants:
                    - id: A
                      expression: "false"
                      onViolation: {effect: REQUIRE_APPROVAL, timeout: 8h, escalate: {after: 1h, roles: [lead]}}
                    - id: B
                      expression: "false"
                      onViolation: {effect: REQUIRE_APPROVAL, timeout: PT6H, escalate: {after: 2h, roles: [boss]}}
                  """));
      assertThat(evaluation.timeout()).contains(Duration.ofHours(6));
      assertThat(evaluation.approval().orElseThrow().escalation())
          .contains(new Escalation(Duration.ofHours(2), Set.of("boss", "lead")));
    }

    @Test
    void constrainsByRewritingParameters() {
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  """
                  params: {maxDiff: 500}
                  invariants:
                    - id: INV-1
                      expression: command.diffLines <= params.maxDiff
                      onViolation: {effect: CONSTRAIN, set: {maxDiffLines: params.maxDiff, dryRun: true, mode: "'safe'"}}
                  """),
              dispatch().parameters("{\"diffLines\": 900, \"note\": 1.50}"));
      assertThat(evaluation.verdict()).isEqualTo(Verdict.CONSTRAINED);
      assertThat(evaluation.parameters())
          .contains(
              json(
                  "{\"diffLines\":900,\"dryRun\":true,\"maxDiffLines\":500,\"mode\":\"safe\",\"note\":1.5}"));
    }

    @Test
    void vetoesConstraintsThatContradictEachOther() {
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  """
                  invariants:
                    - {id: A, expression: "false", onViolation: {effect: CONSTRAIN, set: {limit: 1}}}
                    - {id: B, expression: "false", onViolation: {effect: CONSTRAIN, set: {limit: 2}}}
                  """));
      assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
      assertThat(evaluation.parameters()).isEmpty();
      assertThat(evaluation.explanation()).contains("sample/A and sample/B").contains("limit");
    }

    @Test
    void vetoesWhenTheConstraintCannotBeComputed() {
      Evaluation evaluation =
          evaluate(
              Sources.invariant("false", "{effect: CONSTRAIN, set: {limit: command.diffLines}}"));
      assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
      assertThat(evaluation.explanation()).contains("command.diffLines is missing");
    }

    @Test
    void demotesAndSignalsInAdditionToTheVerdict() {
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  """
                  invariants:
                    - {id: A, expression: "false", onViolation: {effect: DEMOTE, levels: 2}}
                    - {id: B, expression: "false", onViolation: {effect: SIGNAL}}
                    - {id: C, expression: "false", onViolation: {effect: VETO}}
                  """));
      assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
      assertThat(evaluation.demoteLevels()).isEqualTo(2);
      assertThat(evaluation.signals()).extracting(InvariantResult::invariant).containsExactly("B");
    }

    @Test
    void authorizesWithADemotion() {
      Evaluation evaluation = evaluate(Sources.invariant("false", "{effect: DEMOTE}"));
      assertThat(evaluation.verdict()).isEqualTo(Verdict.AUTHORIZED);
      assertThat(evaluation.demoteLevels()).isEqualTo(1);
    }

    @Test
    void ranksTheStrongestEffectFirst() {
      String all =
          Sources.map(
              """
              invariants:
                - {id: A, expression: "false", onViolation: {effect: CONSTRAIN, set: {x: 1}}}
                - {id: B, expression: "false", onViolation: {effect: REQUIRE_APPROVAL}}
                - {id: C, expression: "false", onViolation: {effect: DEFER}}
                - {id: D, expression: "false", onViolation: {effect: VETO}}
                - {id: E, expression: "false", onViolation: {effect: REVOKE}}
              """);
      String map = all;
      for (Effect effect :
          List.of(
              Effect.REVOKE,
              Effect.VETO,
              Effect.DEFER,
              Effect.REQUIRE_APPROVAL,
              Effect.CONSTRAIN)) {
        assertThat(evaluate(map).effect()).isEqualTo(effect);
        map = map.substring(0, map.stripTrailing().lastIndexOf('\n') + 1);
      }
    }

    @Test
    void vetoesByDefaultWhenEnforced() {
      Evaluation evaluation = evaluate(Sources.map("invariants: [{id: A, expression: \"false\"}]"));
      assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
    }

    @Test
    void onlyRecordsWhatIsNotEnforced() {
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  """
                  invariants:
                    - {id: A, enforcement: Warn, expression: "false", onViolation: {effect: REVOKE}}
                    - {id: B, enforcement: Audit, expression: "false", onViolation: {effect: DEMOTE}}
                  """));
      assertThat(evaluation.effect()).isEqualTo(Effect.NONE);
      assertThat(evaluation.demoteLevels()).isZero();
      assertThat(evaluation.results())
          .extracting(InvariantResult::outcome)
          .containsExactly(Outcome.VIOLATED, Outcome.VIOLATED);
      assertThat(evaluation.explanation()).contains("sample/A, sample/B");
    }
  }

  @Nested
  class FailsClosed {

    @Test
    void countsAnErrorAsAViolation() {
      Evaluation evaluation =
          evaluate(Sources.invariant("command.env == 'prod'", "{effect: DEFER}"));
      assertThat(evaluation.effect()).isEqualTo(Effect.DEFER);
      assertThat(evaluation.results().getFirst().outcome()).isEqualTo(Outcome.ERROR);
      assertThat(evaluation.results().getFirst().message())
          .isEqualTo("cannot be evaluated: command.env is missing");
    }

    @Test
    void ignoresAnErrorOnlyWhereTheMapSaysSo() {
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  "invariants: [{id: A, failurePolicy: Ignore, expression: command.env == 'x'}]"));
      assertThat(evaluation.effect()).isEqualTo(Effect.NONE);
      assertThat(evaluation.results().getFirst().outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void countsAnErrorInAMatchConditionUnlessAnotherRulesTheInvariantOut() {
      String map =
          """
          invariants:
            - id: A
              matchConditions:
                - {name: one, expression: "command.env == 'prod'"}
                - {name: two, expression: "agent.level > %d"}
              expression: "true"
          """;
      assertThat(evaluate(Sources.map(map.formatted(1))).effect()).isEqualTo(Effect.VETO);
      assertThat(evaluate(Sources.map(map.formatted(9))).results()).isEmpty();
    }

    @Test
    void stopsLoopsThatRunTooLong() {
      String many = "[" + "1,".repeat(120).replaceAll(",$", "") + "]";
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  """
                  parameters: {xs: list(int)}
                  variables: [{name: xs, expression: command.parameters.xs}]
                  invariants:
                    - {id: A, expression: "variables.xs.all(x, variables.xs.all(y, x == y))"}
                  """),
              dispatch().parameters("{\"xs\":" + many + "}"));
      assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
      assertThat(evaluation.results().getFirst().outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void leavingThePhaseOutIsNoWayAroundAMap() {
      String map =
          Sources.map(
              """
              matchConstraints: {phases: [EXECUTE]}
              invariants: [{id: A, expression: "false"}]
              """);
      assertThat(evaluate(map, dispatch().withoutPhase()).effect()).isEqualTo(Effect.VETO);
    }
  }

  @Nested
  class Matching {

    @Test
    void appliesAMapToItsCommandsOnly() {
      String map =
          Sources.map(
              """
              matchConstraints: {commands: [Deploy, "Write*"]}
              invariants:
                - {id: A, expression: "false"}
                - {id: B, expression: "false", matchConstraints: {commands: [Deploy]}}
              """);
      assertThat(evaluate(map).results())
          .extracting(InvariantResult::invariant)
          .containsExactly("A");
      assertThat(evaluate(map, dispatch().action("Deploy")).results()).hasSize(2);
      assertThat(evaluate(map, dispatch().action("Read")).results()).isEmpty();
    }

    @Test
    void exemptsUntilTheExemptionExpires() {
      String map =
          Sources.map(
              """
              invariants: [{id: A, expression: "false"}]
              exemptions:
                - {id: EX-1, invariants: [A], expression: "command.action == 'WriteFiles'", expires: 2026-03-02T10:00:01Z, approvedBy: "user:carol", reason: migration}
              """);
      Evaluation before = evaluate(map);
      assertThat(before.effect()).isEqualTo(Effect.NONE);
      assertThat(before.results().getFirst().outcome()).isEqualTo(Outcome.EXEMPTED);
      assertThat(before.results().getFirst().message()).contains("EX-1").contains("user:carol");
      assertThat(evaluate(map, dispatch().at(Dispatches.NOW.plusSeconds(1))).effect())
          .isEqualTo(Effect.VETO);
    }
  }

  @Nested
  class Approvals {

    private final String map =
        Sources.invariant(
            "false", "{effect: REQUIRE_APPROVAL, roles: [security, maintainer], count: 2}");

    @Test
    void releaseWhenEnoughDistinctHumansHoldARole() {
      Evaluation evaluation =
          evaluate(
              map,
              dispatch().approval("user:carol", "security").approval("user:dave", "maintainer"));
      assertThat(evaluation.effect()).isEqualTo(Effect.NONE);
      assertThat(evaluation.results().getFirst().outcome()).isEqualTo(Outcome.HOLDS);
      assertThat(evaluation.results().getFirst().message())
          .isEqualTo("released by the approval of user:carol, user:dave");
    }

    @Test
    void doNotCountTheSameHumanTwice() {
      Dispatches twice =
          dispatch().approval("user:carol", "security").approval("user:carol", "maintainer");
      assertThat(evaluate(map, twice).effect()).isEqualTo(Effect.REQUIRE_APPROVAL);
    }

    @Test
    void doNotCountTheRequesterTheAgentOtherRolesAndRejections() {
      Dispatches wrong =
          dispatch()
              .approval("user:alice", "security")
              .approval("agent-1", "security")
              .approval("user:erin", "observer")
              .approval("user:carol", "security")
              .rejection("user:dave");
      assertThat(evaluate(map, wrong).effect()).isEqualTo(Effect.REQUIRE_APPROVAL);
    }

    @Test
    void anyApproverReleasesWhereNoRoleIsNamed() {
      String any = Sources.invariant("false", "{effect: REQUIRE_APPROVAL}");
      assertThat(evaluate(any, dispatch().approval("user:carol")).effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void doNotReleaseAnInvariantThatCountsApprovalsItself() {
      String counting =
          Sources.map(
              """
              variables: [{name: granted, expression: "approvals.count(a, a.approved)"}]
              invariants:
                - {id: A, expression: variables.granted >= 2, onViolation: {effect: REQUIRE_APPROVAL}}
              """);
      assertThat(evaluate(counting, dispatch().approval("user:carol")).effect())
          .isEqualTo(Effect.REQUIRE_APPROVAL);
      assertThat(
              evaluate(counting, dispatch().approval("user:carol").approval("user:dave")).effect())
          .isEqualTo(Effect.NONE);
    }
  }

  @Nested
  class LiveInputs {

    private void holds(String expression, Dispatches dispatch) {
      Evaluation evaluation = evaluate(Sources.invariant(expression, "{effect: VETO}"), dispatch);
      assertThat(evaluation.effect()).as(evaluation.explanation()).isEqualTo(Effect.NONE);
    }

    @Test
    void comeFromParametersThenFromLabels() {
      Dispatches both =
          dispatch()
              .parameters("{\"branch\":\"a\",\"diffLines\":5}")
              .labels(Map.of("branch", "b", "env", "prod", "diffLines", "9"));
      holds("command.branch == 'a' && command.env == 'prod' && command.diffLines == 5", both);
      holds("command.diffLines == 9", dispatch().labels(Map.of("diffLines", "9")));
      holds(
          "command.labels['env'] == 'x' && 'env' in command.labels && !('no' in command.labels)",
          dispatch().labels(Map.of("env", "x")));
    }

    @Test
    void fallBackToResourcesAndTheAction() {
      holds("command.paths == ['src/main/A.java'] && command.tool == 'WriteFiles'", dispatch());
      holds("command.paths == ['p']", dispatch().parameters("{\"paths\":[\"p\"]}"));
    }

    @Test
    void describeTheContractAndTheAgent() {
      holds(
          "command.paths.within(contract.allowedPaths) && !command.paths.anyGlob(contract.deniedGlobs)"
              + " && contract.budgetMicros == 5000000 && contract.maxActionsPerHour == 100"
              + " && agent.principal == command.requestedBy && !agent.suspended"
              + " && now < contract.notAfter && agent.roles == ['writer']"
              + " && command.dataClasses.all(d, d in contract.dataClasses)",
          dispatch());
    }

    @Test
    void takeTheRunAndTheTierFromTheContractNotFromTheAgent() {
      holds(
          "run.state == 'RUNNING' && agent.tier == 'trusted' && contract.quorum == 2",
          dispatch()
              .attributes("{\"tier\":\"trusted\",\"quorum\":2,\"run\":{\"state\":\"RUNNING\"}}"));
      holds(
          "!has(agent.tier) && !has(run.state) && run.commit == 'c0ffee'",
          dispatch().labels(Map.of("tier", "trusted", "state", "RUNNING", "commit", "c0ffee")));
    }

    @Test
    void readOptionalMembersWithADefault() {
      holds("command.?env.orValue('none') == 'none' && !has(command.env)", dispatch());
    }

    @Test
    void showEvidenceWithItsClaims() {
      holds(
          "evidence[0].kind == 'tests' && evidence[0].passed && !has(evidence[0].commit)"
              + " && now - evidence[0].at == duration('60s')",
          dispatch().evidence("tests", Dispatches.NOW.minusSeconds(60), "{\"passed\":true}"));
    }

    @Test
    void readAttributesThatTheMapDeclares() {
      Evaluation evaluation =
          evaluate(
              Sources.map(
                  """
                  attributes: {region: string}
                  invariants: [{id: A, expression: "contract.attributes.region == 'eu'"}]
                  """),
              dispatch().attributes("{\"region\":\"eu\"}"));
      assertThat(evaluation.effect()).isEqualTo(Effect.NONE);
    }
  }

  @Nested
  class Digests {

    private final String a = named("a", "invariants: [{id: A, expression: \"true\"}]");
    private final String b = named("b", "invariants: [{id: A, expression: \"true\"}]");

    @Test
    void doNotDependOnTheOrderOfMaps() {
      assertThat(snapshot(a, b).digest()).isEqualTo(snapshot(b, a).digest());
    }

    @Test
    void changeWithAnyMap() {
      assertThat(snapshot(a).digest()).isNotEqualTo(snapshot(a, b).digest());
      assertThat(snapshot(a).digest()).isNotEqualTo(snapshot(a + "# \n").digest());
      assertThat(PolicySnapshot.EMPTY.digest()).isEqualTo(snapshot().digest());
    }

    @Test
    void refuseTwoMapsOfOneName() {
      assertThatThrownBy(() -> snapshot(a, a)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
