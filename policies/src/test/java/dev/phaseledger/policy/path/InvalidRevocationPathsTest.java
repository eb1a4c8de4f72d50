package dev.phaseledger.policy.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvalidMapException.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidRevocationPathsTest {

  private static List<Problem> problems(String source) {
    InvalidMapException refused =
        catchThrowableOfType(InvalidMapException.class, () -> RevocationPaths.compile(source));
    assertThat(refused).as("must be refused").isNotNull();
    return refused.problems();
  }

  private static List<Problem> problemsOfPaths(String paths) {
    return problems(RevocationPathsTest.document(paths));
  }

  @Test
  void namesEveryProblemAtOnceWithItsPlace() {
    List<Problem> problems =
        problems(
            """
            apiVersion: governance/v1
            kind: RevocationPath
            metadata: {name: "no blanks", version: 0}
            spec:
              paths:
                - id: a
                  on: {failures: {count: 0}}
                  do: [demote: {levels: 1}, explode]
                - id: a
                  on: {breach: {}, manual: {}}
                  do: []
                  colour: red
            """);
    assertThat(problems)
        .extracting(Problem::field)
        .containsExactly(
            "kind",
            "metadata.name",
            "metadata.version",
            "spec.paths[0].on.failures.within",
            "spec.paths[0].on.failures.of",
            "spec.paths[0].on.failures.count",
            "spec.paths[0].do[1].explode",
            "spec.paths[1].id",
            "spec.paths[1].on",
            "spec.paths[1].do",
            "spec.paths[1].colour");
    assertThat(problems)
        .extracting(Problem::line)
        .containsExactly(2, 3, 3, 7, 7, 7, 8, 9, 10, 11, 12);
    assertThat(problems.get(6).column()).isEqualTo(33);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {explode: {}}                                  | .on.explode              | is not a trigger; known are manual, breach
          explode                                        | .on.explode              | is not a trigger
          {}                                             | .on                      | but names 0
          {breach: {}, manual: {}}                       | .on                      | exactly one of
          [breach]                                       | .on                      | must be a trigger, but is a list
          7                                              | .on                      | must be a trigger, but is a number
          {breach: 7}                                    | .on.breach               | must be a mapping
          {manual: {by: me}}                             | .on.manual.by            | is not known here
          {breach: {kinds: []}}                          | .on.breach.kinds         | at least one glob, or be left out
          {breach: {kinds: [7]}}                         | .on.breach.kinds[0]      | must be a string
          {failures: {within: 1h, of: agent}}            | .on.failures.count       | is missing
          {failures: {count: 3, of: agent}}              | .on.failures.within      | is missing
          {vetoes: {count: 3, within: 1h}}               | .on.vetoes.of            | is missing
          {vetoes: {count: 3, within: 1h, of: tenant}}   | .on.vetoes.of            | must be one of agent, contract
          {failures: {count: 3, within: 31d, of: agent}} | .on.failures.within      | at most 30d
          {failures: {count: 3, within: 0s, of: agent}}  | .on.failures.within      | longer than nothing
          {failures: {count: 3, within: 24, of: agent}}  | .on.failures.within      | must be a duration
          {failures: {count: 1.5, within: 1h, of: agent}} | .on.failures.count      | whole number
          {signal: {severity: WORST}}                    | .on.signal.severity      | must be one of CRITICAL, HIGH, LOW, MEDIUM
          {budget-overrun: {percent: 99}}                | .on.budget-overrun.percent | from 100 to
          """)
  void refusesTriggersThatAreNone(String on, String field, String message) {
    assertOne(
        problemsOfPaths("- {id: a, on: %s, do: [suspend-agent]}".formatted(on)), field, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          explode                                        | .do[0].explode           | is not an action; known are demote
          signal-only                                    | .do[0].signal-only       | recorded anyway
          {suspend-agent: {}, revoke-agent: {}}          | .do[0]                   | exactly one of
          {suspend-agent: {days: 1}}                     | .do[0].suspend-agent.days | is not known here
          demote                                         | .do[0].demote.levels     | is missing
          {demote: {levels: 0}}                          | .do[0].demote.levels     | from 1 to 10
          {notify: {}}                                   | .do[0].notify.webhook    | is missing
          {notify: {webhook: "https://evil.example/x"}}  | .do[0].notify.webhook    | must be letters
          {rollback: {agent: a, action: b}}              | .do[0].rollback.template | is missing
          {rollback: {template: t, action: b}}           | .do[0].rollback.agent    | is missing
          {rollback: {template: t, agent: "../x", action: b}} | .do[0].rollback.agent | must start with
          {rollback: {template: t, agent: a}}            | .do[0].rollback.action   | is missing
          """)
  void refusesActionsThatAreNone(String action, String field, String message) {
    assertOne(problemsOfPaths("- {id: a, on: manual, do: [%s]}".formatted(action)), field, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          on: breach, do: [suspend-agent], affects: everybody    | .affects  | must be one of delegates, self, self-and-delegates
          on: breach, do: [suspend-agent], coolDown: 31d         | .coolDown | at most 30d
          on: breach, do: [suspend-agent], where: {resources: ["a/../b"]} | .where.resources[0] | '..'
          on: breach, do: [suspend-agent], where: {resources: [7]}        | .where.resources[0] | must be a string
          on: breach, do: [suspend-agent], where: {actions: []}  | .where.actions | at least one glob
          on: breach, do: [suspend-agent], where: {phases: [x]}  | .where.phases | is not known here
          on: heartbeat-stale, do: [suspend-agent], where: {actions: [x]} | .where | would never hold
          on: manual, do: [suspend-agent], where: {resources: [x]}        | .where | would never hold
          do: [suspend-agent]                                    | .on       | is missing
          on: breach                                             | .do       | is missing
          on: breach, do: suspend-agent                          | .do       | must be a list
          """)
  void refusesPathsThatCannotWork(String members, String field, String message) {
    assertOne(problemsOfPaths("- {id: a, %s}".formatted(members)), field, message);
  }

  private static void assertOne(List<Problem> problems, String field, String message) {
    assertThat(problems)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.field()).isEqualTo("spec.paths[0]" + field);
          assertThat(problem.message()).contains(message);
          assertThat(problem.line()).isEqualTo(6);
        });
  }

  @Test
  void refusesADocumentWithoutPaths() {
    assertThat(problemsOfPaths("[]").getFirst().message()).contains("at least one path");
    assertThat(problems(RevocationPathsTest.document("[]").replace("paths:", "path:")))
        .extracting(Problem::message)
        .anyMatch(message -> message.contains("is missing"));
  }

  @Test
  void boundsPathsActionsAndBytes() {
    String many =
        "- {id: a%d, on: breach, do: [suspend-agent]}\n"
            .formatted(0)
            .repeat(RevocationPaths.PATHS_MAX + 1);
    assertThat(problemsOfPaths(many))
        .extracting(Problem::message)
        .contains("must not have more than 100 items");
    String busy = "suspend-agent,".repeat(RevocationPaths.ACTIONS_MAX + 1);
    assertThat(problemsOfPaths("- {id: a, on: breach, do: [%s]}".formatted(busy)))
        .extracting(Problem::message)
        .containsExactly("must not have more than 16 items");
    assertThat(problems("#".repeat(RevocationPaths.SOURCE_BYTES_MAX + 1)).getFirst().message())
        .contains("49152 bytes");
  }

  @Test
  void refusesHostileYaml() {
    problems("[".repeat(40_000));
    problems("a: &a [*a]");
    problems("!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://x\"]]");
    problemsOfPaths("- {id: \"a\\0\", on: breach, do: [suspend-agent]}");
    problemsOfPaths("- {id: a, id: b, on: breach, do: [suspend-agent]}");
    problemsOfPaths("- {id: ${id}, on: breach, do: [suspend-agent]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [revoke-agent, {demote: {levels: 1}}]          | 1 | 'demote' does nothing after 'revoke-agent'
          [revoke-agent, notify: {webhook: x}, suspend-agent] | 2 | 'suspend-agent' does nothing
          [suspend-agent, suspend-agent]                 | 1 | 'suspend-agent' is there twice
          """)
  void warnsOfOrdersThatContradictThemselves(String actions, int item, String message) {
    RevocationPaths paths =
        RevocationPaths.compile(
            RevocationPathsTest.document("- {id: a, on: breach, do: %s}".formatted(actions)));
    assertThat(paths.warnings())
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.message()).contains(message);
          assertThat(warning.field()).isEqualTo("spec.paths[0].do[" + item + "]");
          assertThat(warning.line()).isEqualTo(6);
        });
  }
}
