package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.phaseledger.policy.Coverage.OfBranch;
import dev.phaseledger.policy.Coverage.State;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoverageTest {

  private static final String MAP =
      """
      params: {most: 10}
      parameters: {amount: int, note: string, tags: "list(string)"}
      variables:
        - {name: small, expression: "command.parameters.amount < 5 || command.action == 'peek'"}
      invariants:
        - id: LIMIT
          matchConditions: [{name: pay, expression: "command.action != 'read' && variables.small == false"}]
          expression: |
            command.parameters.amount <= params.most
              && (command.parameters.note.startsWith('a, b') || command.parameters.note == '')
          onViolation: {effect: VETO}
        - id: TAGS
          expression: command.parameters.tags.all(t, t != 'x' && t != 'y')
          messageExpression: "command.parameters.amount > 3 ? 'much' : 'little'"
          onViolation: {effect: VETO}
      exemptions:
        - {id: EX-1, invariants: [LIMIT], expression: "command.parameters.note == 'ex'", expires: 2026-06-30T00:00:00Z, approvedBy: carol, reason: asked}
      tests:
        fixture:
          now: 2026-03-02T10:00:00Z
          command: {action: pay, parameters: {amount: 9, note: "", tags: [a]}}
        cases:
      """;

  private static String map(String... cases) {
    StringBuilder text = new StringBuilder(MAP);
    for (int i = 0; i < cases.length; i++) {
      text.append("    - {name: case ").append(i).append(", ").append(cases[i]).append("}\n");
    }
    return Sources.map(text.toString());
  }

  private static Coverage of(String... cases) {
    MapTests.Measured measured = MapTests.measure(InvariantMaps.compile(map(cases)));
    assertThat(measured.results())
        .hasSize(cases.length)
        .allSatisfy(each -> assertThat(each.passed()).as(each.toString()).isTrue());
    return measured.coverage();
  }

  private static OfBranch branch(Coverage coverage, String operand) {
    return coverage.branches().stream()
        .filter(each -> each.operand().equals(operand))
        .findFirst()
        .orElseThrow(() -> new AssertionError(operand + " is not among " + coverage.branches()));
  }

  @Test
  void namesEachOperandByItsWordsAndItsPlace() {
    String[] lines = map("expect: {decision: ALLOW}").split("\n", -1);
    Coverage coverage = of("expect: {decision: ALLOW}");
    assertThat(coverage.branches())
        .extracting(OfBranch::of, OfBranch::operand)
        .containsExactly(
            tuple("variables.small", "command.parameters.amount < 5"),
            tuple("variables.small", "command.action == 'peek'"),
            tuple("LIMIT", "command.action != 'read'"),
            tuple("LIMIT", "variables.small == false"),
            tuple("LIMIT", "command.parameters.amount <= params.most"),
            tuple(
                "LIMIT",
                "(command.parameters.note.startsWith('a, b') || command.parameters.note == '')"),
            tuple("LIMIT", "command.parameters.note.startsWith('a, b')"),
            tuple("LIMIT", "command.parameters.note == ''"),
            tuple("TAGS", "command.parameters.amount > 3"),
            tuple("TAGS", "t != 'x'"),
            tuple("TAGS", "t != 'y'"));
    for (OfBranch each : coverage.branches()) {
      assertThat(lines[each.at().line() - 1].substring(each.at().column() - 1))
          .startsWith(each.operand());
    }
  }

  @Test
  void seesEachOperandOnlyTheWayItCameOut() {
    Coverage coverage = of("expect: {decision: ALLOW}");
    assertThat(branch(coverage, "command.parameters.amount <= params.most"))
        .matches(each -> each.seenTrue() && !each.seenFalse());
    assertThat(branch(coverage, "command.parameters.note.startsWith('a, b')"))
        .matches(each -> each.seenFalse() && !each.seenTrue());
    // Nothing was violated, so no message was computed.
    assertThat(branch(coverage, "command.parameters.amount > 3"))
        .matches(each -> !each.seenTrue() && !each.seenFalse());
    assertThat(coverage.ways()).isEqualTo(22);
    assertThat(coverage.waysSeen()).isEqualTo(10);
    assertThat(coverage.branchPercent()).isEqualTo(45);
  }

  @Test
  void doesNotSeeWhatTheOperatorNeverReached() {
    Coverage coverage =
        of("given: {command: {parameters: {amount: 99}}}, expect: {violations: [LIMIT]}");
    assertThat(branch(coverage, "command.parameters.note == ''"))
        .matches(each -> !each.seenTrue() && !each.seenFalse());
  }

  @Test
  void seesOperandsWithinLoopsForEveryElement() {
    Coverage coverage =
        of(
            "given: {command: {parameters: {tags: [a, x]}}}, expect: {violations: [TAGS]}",
            "given: {command: {parameters: {amount: 2, tags: [\"y\"]}}}, expect: {violations: [TAGS]}");
    for (String operand : new String[] {"t != 'x'", "t != 'y'", "command.parameters.amount > 3"}) {
      assertThat(branch(coverage, operand)).matches(each -> each.seenTrue() && each.seenFalse());
    }
  }

  @Test
  void seesWhatBecameOfEachInvariant() {
    Coverage one = of("expect: {decision: ALLOW}");
    assertThat(one.invariants().getFirst().possible()).containsExactlyInAnyOrder(State.values());
    assertThat(one.invariants().getFirst().seen()).containsExactly(State.HOLDS);
    assertThat(one.invariants().getLast().possible())
        .isEqualTo(Set.of(State.HOLDS, State.VIOLATED));
    assertThat(one.invariantPercent()).isEqualTo(33);

    Coverage all =
        of(
            "expect: {decision: ALLOW}",
            "given: {command: {parameters: {amount: 11, tags: [x]}}}, expect: {violations: [LIMIT, TAGS]}",
            "given: {command: {action: read}}, expect: {decision: ALLOW}",
            "given: {command: {parameters: {note: ex}}}, expect: {exempted: [LIMIT]}");
    assertThat(all.invariants())
        .allSatisfy(each -> assertThat(each.seen()).isEqualTo(each.possible()));
    assertThat(all.invariantPercent()).isEqualTo(100);
    assertThat(all.branchPercent()).isLessThan(100);
  }

  @Test
  void doesNotTakeAnErrorForAnAnswer() {
    Coverage coverage =
        of("given: {command: {parameters: {amount: null}}}, expect: {errors: [LIMIT]}");
    assertThat(coverage.invariants().getFirst().seen()).isEmpty();
  }

  @Test
  void givesTheResultsThatTestsGiveUnmeasured() {
    CompiledMap map =
        InvariantMaps.compile(
            map(
                "expect: {decision: ALLOW}",
                "given: {command: {parameters: {amount: null}}}, expect: {decision: ALLOW}"));
    assertThat(MapTests.measure(map).results()).isEqualTo(MapTests.run(map)).hasSize(2);
  }
}
