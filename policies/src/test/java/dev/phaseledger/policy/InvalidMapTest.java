package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.policy.InvalidMapException.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidMapTest {

  private static List<Problem> problems(String source) {
    InvalidMapException refused =
        catchThrowableOfType(InvalidMapException.class, () -> InvariantMaps.compile(source));
    assertThat(refused).as("the map must be refused").isNotNull();
    return refused.problems();
  }

  private static void refuses(String spec, int line, int column, String field, String message) {
    assertThat(problems(Sources.map(spec)))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.message()).contains(message);
          assertThat(problem.field()).isEqualTo(field);
          assertThat(List.of(problem.line(), problem.column())).containsExactly(line, column);
        });
  }

  private static void refusesExpression(String expression, int column, String message) {
    refuses(
        "invariants: [{id: A, expression: \"" + expression + "\"}]",
        6,
        37 + column,
        "spec.invariants[0].expression",
        message);
  }

  @Test
  void namesEveryProblemAtOnceInTheOrderOfLines() {
    List<Problem> problems =
        problems(
            """
            apiVersion: governance/v2
            kind: InvariantMap
            metadata: {name: sample}
            spec:
              environment: gov-cel/9
              colour: red
              invariants:
                - id: A
                  expression: agent.levell > 3
                  onViolation: {effect: EXPLODE}
                - id: A
                  expression: agent.level
            """);
    assertThat(problems)
        .extracting(Problem::field)
        .containsExactly(
            "apiVersion",
            "metadata.version",
            "spec.environment",
            "spec.colour",
            "spec.invariants[0].expression",
            "spec.invariants[0].onViolation.effect",
            "spec.invariants[1].id",
            "spec.invariants[1].expression");
    assertThat(problems).extracting(Problem::line).containsExactly(1, 3, 5, 6, 9, 10, 11, 12);
    assertThat(problems.get(4).column()).isEqualTo(24);
    assertThat(problems.get(4).message()).contains("levell");
    assertThat(problems.get(7).message()).isEqualTo("must be bool, but is int");
  }

  @Test
  void pointsIntoAnExpressionOfSeveralLines() {
    refuses(
        """
        invariants:
          - id: A
            expression: |
              agent.level > 1 &&
                agent.oops
        """,
        10,
        16,
        "spec.invariants[0].expression",
        "oops");
  }

  @Test
  void pointsIntoAQuotedExpression() {
    refuses(
        """
        variables: [{name: v, expression: 'agent.nope'}]
        invariants: [{id: A, expression: "true"}]
        """,
        6,
        43,
        "spec.variables[0].expression",
        "nope");
  }

  @Test
  void refusesTextThatIsNotOneDocument() {
    assertThat(problems("a: [")).singleElement().extracting(Problem::line).isEqualTo(1);
    assertThat(problems("")).isNotEmpty();
    assertThat(problems("a: 1\na: 2\n").getFirst().message()).contains("twice");
    assertThat(problems("a: !!java.lang.String x\n").getFirst().message()).contains("tag");
    assertThat(problems("a: &a [*a]\n")).isNotEmpty();
    assertThat(problems("--- a\n--- b\n")).isNotEmpty();
    assertThat(problems("[]").getFirst().message()).contains("must be a mapping");
  }

  @Test
  void refusesAliasesThatExplode() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertThat(problems(bomb.toString()).getFirst().message()).contains("nodes");
  }

  @Test
  void refusesSourcesThatDoNotFitIntoAnEntry() {
    assertThat(problems("#".repeat(InvariantMaps.SOURCE_BYTES_MAX + 1)).getFirst().message())
        .contains("49152 bytes");
  }

  @Test
  void refusesTooManyInvariants() {
    StringBuilder spec = new StringBuilder("invariants:\n");
    for (int i = 0; i <= InvariantMaps.INVARIANTS_MAX; i++) {
      spec.append("  - {id: A").append(i).append(", expression: \"true\"}\n");
    }
    assertThat(problems(Sources.map(spec.toString())))
        .extracting(Problem::message)
        .contains("must not have more than 200 items");
  }

  @Test
  void refusesAMapWithoutInvariants() {
    refuses("params: {}", 5, 3, "spec.invariants", "is missing");
    refuses("invariants: []", 6, 15, "spec.invariants", "at least one");
  }

  @Test
  void refusesVariablesThatReferToLaterOnes() {
    refuses(
        """
        variables:
          - {name: a, expression: variables.b}
          - {name: b, expression: "1"}
        invariants: [{id: A, expression: "true"}]
        """,
        7,
        38,
        "spec.variables[0].expression",
        "'b'");
  }

  @Test
  void refusesExemptionsFromNothing() {
    refuses(
        """
        invariants: [{id: A, expression: "true"}]
        exemptions: [{id: E, invariants: [B], expression: "true", expires: 2027-01-01T00:00:00Z, approvedBy: x, reason: y}]
        """,
        7,
        37,
        "spec.exemptions[0].invariants[0]",
        "no invariant is called B");
  }

  @Test
  void refusesMembersThatDoNotBelongToTheEffect() {
    refuses(
        "invariants: [{id: A, expression: \"true\", onViolation: {effect: VETO, roles: [x]}}]",
        6,
        72,
        "spec.invariants[0].onViolation.roles",
        "known are effect");
    refuses(
        "invariants: [{id: A, expression: \"true\", onViolation: {effect: CONSTRAIN}}]",
        6,
        57,
        "spec.invariants[0].onViolation.set",
        "must name the parameters");
  }

  @Test
  void refusesTypesNobodyDeclared() {
    refuses(
        """
        facts: {trip: {type: Trip}}
        invariants: [{id: A, expression: "true"}]
        """,
        6,
        24,
        "spec.facts.trip.type",
        "must be a type");
  }

  @Test
  void refusesTestsWithMembersThatDoNotExist() {
    String tests =
        """
        facts: {n: {type: int}}
        invariants: [{id: A, expression: "true"}]
        tests:
          fixture: {now: 2026-03-02T10:00:00Z, %s}
          cases: [{name: c, expect: {decision: ALLOW}}]
        """;
    refuses(
        tests.formatted("command: {pathz: [a]}"),
        9,
        52,
        "spec.tests.fixture.command.pathz",
        "not an input");
    refuses(
        tests.formatted("command: {paths: a}"),
        9,
        59,
        "spec.tests.fixture.command.paths",
        "a list");
    refuses(tests.formatted("facts: {m: 1}"), 9, 50, "spec.tests.fixture.facts.m", "not an input");
    refuses(tests.formatted("facts: {n: x}"), 9, 53, "spec.tests.fixture.facts.n", "type int");
    refuses(
        tests.formatted("agent: {level: 1.5}"),
        9,
        57,
        "spec.tests.fixture.agent.level",
        "type int");
    refuses(tests.formatted("extra: 1"), 9, 42, "spec.tests.fixture.extra", "not an input");
  }

  @Test
  void refusesExpectationsOfNothing() {
    refuses(
        """
        invariants: [{id: A, expression: "true"}]
        tests:
          fixture: {now: 2026-03-02T10:00:00Z}
          cases: [{name: c, expect: {decision: MAYBE}}]
        """,
        9,
        42,
        "spec.tests.cases[0].expect.decision",
        "must be one of");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          approvals.filter(a, a.approved).size() > 1     | 0  | 'filter' builds lists and is not offered: use count
          command.paths.map(p, p).size() > 1             | 7  | 'map' builds lists
          command.paths.count(1, true) > 1               | 20 | loop variable
          command.labels[command.id + 1] == ''           | 26 | no matching overload
          [1, 'a'].size() == 2                           | 0  | no declared type
          dyn(1) == 1                                    | 3  | no declared type
          command.paths.all(p, p + p == '')              | 23 | must not join strings
          now.getHours('Europe/Berlin') == 1             | 12 | only 'UTC'
          command.branch.matches('[')                    | 22 | not a regular expression
          command.branch.matches('(a{1,900}){1,900}')    | 22 | must not unroll
          now < timestamp('2026-13-01T00:00:00Z')        | 15 | not a timestamp
          now - now < duration('2hours')                 | 20 | not a duration
          command == command                             | 8  | compared as a whole
          approvals[0] in approvals                      | 13 | compared as a whole
          agent.level > 1 &&                             | 18 | mismatched input
          """)
  void refusesExpressionsWithAdvice(String expression, int column, String message) {
    refusesExpression(expression, column, message);
  }

  @Test
  void boundsTheCostOfAnExpressionBeforeItRuns() {
    String deep = "command.paths.all(a, command.paths.all(b, command.paths.all(c, %s)))";
    refusesExpression(
        deep.formatted("command.paths.all(d, d == a)"), 80, "nested more than 3 levels");
    refusesExpression(
        deep.formatted("a.anyGlob(contract.deniedGlobs)"), 17, "could cost more than");
    assertThat(InvariantMaps.compile(Sources.invariant(deep.formatted("a == b"), "{effect: VETO}")))
        .isNotNull();
  }

  @Test
  void boundsTheLengthAndDepthOfAnExpression() {
    String many = "true" + " && true".repeat(600);
    assertThat(problems(Sources.invariant(many, "{effect: VETO}"))).isNotEmpty();
    String deep = "(".repeat(200) + "true" + ")".repeat(200);
    assertThat(problems(Sources.invariant(deep, "{effect: VETO}"))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{effect: DEFER, until: the next hour} | onViolation.until | EVIDENCE(kind)",
        "{effect: DEFER, until: EVIDENCE(a), timeout: soon} | onViolation.timeout | length of time",
        "{effect: DEFER, timeout: 31d} | onViolation.timeout | 30 days",
        "{effect: VETO, timeout: 1h} | onViolation.timeout | not known here",
        "{effect: REQUIRE_APPROVAL, timeout: 1h, escalate: {after: 1h, roles: [lead]}}"
            + " | onViolation.escalate.after | shorter than the timeout",
        "{effect: REQUIRE_APPROVAL, escalate: {after: 1h}}"
            + " | onViolation.escalate.roles | at least one role",
        "{effect: REQUIRE_APPROVAL, escalate: {roles: [lead]}}"
            + " | onViolation.escalate.after | is missing"
      })
  void refusesToWaitForWhatItDoesNotUnderstand(String reaction, String field, String message) {
    assertThat(
            problems(
                Sources.map(
                    "invariants: [{id: A, expression: \"false\", onViolation: " + reaction + "}]")))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.field()).isEqualTo("spec.invariants[0]." + field);
          assertThat(problem.message()).contains(message);
          assertThat(problem.line()).isEqualTo(6);
        });
  }
}
