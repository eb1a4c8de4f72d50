package dev.phaseledger.policy.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvalidMapException.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidLadderTest {

  static List<Problem> problems(String source) {
    InvalidMapException refused =
        catchThrowableOfType(InvalidMapException.class, () -> AutonomyLadder.compile(source));
    assertThat(refused).as("the ladder must be refused").isNotNull();
    return refused.problems();
  }

  /// A ladder of two levels; what is in question stands in line 9 at the given column.
  private static void refuses(String member, int column, String field, String message) {
    String levels =
        """
        - {level: 3, name: low, may: {actions: []}}
        - level: 5
          name: mid
          may: {actions: []}
        %s
        - {level: 7, name: high, may: {actions: []}}
        """
            .formatted(member.indent(2).stripTrailing());
    assertThat(problems(Ladders.ladder(levels)))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.message()).contains(message);
          assertThat(problem.field()).isEqualTo("spec.levels[1]." + field);
          assertThat(List.of(problem.line(), problem.column())).containsExactly(10, column);
        });
  }

  @Test
  void namesEveryProblemAtOnceInTheOrderOfLines() {
    assertThat(
            problems(
                """
                apiVersion: governance/v2
                kind: InvariantMap
                metadata: {name: a b}
                spec:
                  colour: red
                  environment: gov-cel/9
                  levels:
                    - level: 0
                      name: low
                      may: {action: [read], unattended: maybe}
                      promotion:
                        when: competence.pases > 1
                        grantedBy: everybody
                    - level: 0
                      name: high
                      may: {actions: read}
                """))
        .extracting(problem -> problem.line() + " " + problem.field())
        .containsExactly(
            "1 apiVersion",
            "2 kind",
            "3 metadata.version",
            "3 metadata.name",
            "5 spec.colour",
            "6 spec.environment",
            "10 spec.levels[0].may.actions",
            "10 spec.levels[0].may.action",
            "10 spec.levels[0].may.unattended",
            "13 spec.levels[0].promotion.grantedBy",
            "14 spec.levels[1].level",
            "16 spec.levels[1].may.actions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          promotion: {when: "true", grantedBy: human}                        | 18 | promotion.roles | must name a role
          promotion: {when: "true", grantedBy: four-eyes}                    | 18 | promotion.roles | must name a role
          promotion: {when: "true", grantedBy: rule, roles: [x]}             | 57 | promotion.roles | nobody is asked
          promotion: {when: "true", grantedBy: rule, to: 5}                  | 54 | promotion.to | must be higher
          promotion: {when: "true", grantedBy: rule, to: 3}                  | 54 | promotion.to | must be higher
          promotion: {when: "true", grantedBy: rule, to: 8}                  | 54 | promotion.to | the ladder has no level 8
          promotion: {when: "true", grantedBy: rule, coolDown: P1D}          | 60 | promotion.coolDown | must be a duration
          promotion: {when: "true", grantedBy: rule, coolDown: 9999d}        | 60 | promotion.coolDown | at most 3650d
          promotion: {grantedBy: rule}                                       | 18 | promotion.when | is missing
          promotion: {when: "true"}                                          | 18 | promotion.grantedBy | is missing
          promotion: {when: [], grantedBy: rule}                             | 25 | promotion.when | must be an expression
          promotion: {when: "now", grantedBy: rule}                          | 26 | promotion.when | must be bool, but is
          promotion: {when: "competence.pases > 1", grantedBy: rule}         | 36 | promotion.when | pases
          promotion: {when: "competence.passes > '1'", grantedBy: rule}      | 44 | promotion.when | no matching overload
          promotion: {when: "facts.x > 1", grantedBy: rule}                  | 26 | promotion.when | facts
          promotion: {when: "agent.tier == ''", grantedBy: rule}             | 31 | promotion.when | tier
          promotion: {when: "dyn(agent.level) > 1", grantedBy: rule}         | 29 | promotion.when | no declared type
          promotion: {when: "competence.age > duration('7d')", grantedBy: rule} | 51 | promotion.when | not a duration
          demotion: [{name: d, when: "true", to: 7}]                         | 46 | demotion[0].to | must be lower
          demotion: [{name: d, when: "true", to: 5}]                         | 46 | demotion[0].to | must be lower
          demotion: [{name: d, when: "true", to: 4}]                         | 46 | demotion[0].to | the ladder has no level 4
          demotion: [{name: d, when: "true", to: 3, by: 1}]                  | 53 | demotion[0].by | together with 'to'
          demotion: [{name: d, when: "true", by: 0}]                         | 46 | demotion[0].by | from 1 to 9
          demotion: [{when: "false"}]                                        | 18 | demotion[0].name | is missing
          demotion: [{name: d, when: "false"}, {name: d, when: "false"}]     | 51 | demotion[1].name | another demotion
          demotion: [{name: d}]                                              | 18 | demotion[0].when | is missing
          demotion: {name: d, when: "true"}                                  | 17 | demotion | must be a list
          demotion: [{name: d, when: "1 / competence.executionsAtLevel > 2"}] | 35 | demotion[0].when | and would demote it
          demotion: [{name: d, when: "agent.roles[0] == 'x'"}]               | 35 | demotion[0].when | and would demote it
          requireApproval: {actions: []}                                     | 34 | requireApproval.actions | at least one
          requireApproval: {roles: [x]}                                      | 24 | requireApproval.actions | is missing
          requireApproval: {actions: [x], count: 21}                         | 46 | requireApproval.count | from 1 to 20
          description: [x]                                                   | 20 | description | must be a string
          colour: red                                                        | 7  | colour | is not known here
          """)
  void pointsAtWhatIsWrong(String member, int column, String field, String message) {
    refuses(member, column, field, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                         | actions | is missing
          {actions: ["*"], irreversible: 1}          | irreversible | true or false
          {actions: ["*"], costMicrosMax: -1}        | costMicrosMax | from 0 to
          {actions: ["*"], costMicrosMax: 1.5}       | costMicrosMax | whole number
          {actions: ["*"], costMicrosMax: 9223372036854775808} | costMicrosMax | whole number
          {actions: ["*"], dataClasses: public}      | dataClasses | must be a list
          {actions: [1]}                             | actions[0] | must be a string
          {actions: ["*"], resources: ["*"]}         | resources | is not known here
          """)
  void pointsAtWhatIsWrongWithWhatALevelMayDo(String may, String field, String message) {
    assertThat(problems(Ladders.ladder("- {level: 1, name: low, may: " + may + "}")))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.field()).isEqualTo("spec.levels[0].may." + field);
          assertThat(problem.message()).contains(message);
        });
  }

  @Test
  void refusesLevelsThatDoNotGoUp() {
    assertThat(
            problems(
                Ladders.ladder(
                    """
                    - {level: 2, name: a, may: {actions: []}}
                    - {level: 1, name: b, may: {actions: []}}
                    - {level: 2, name: c, may: {actions: []}}
                    - {level: 3, name: a, may: {actions: []}}
                    - {level: 10, name: e, may: {actions: []}}
                    - {name: f, may: {actions: []}}
                    """)))
        .extracting(Problem::message)
        .containsExactly(
            "must be higher than the one before it, which is 2",
            "is used by another level",
            "is used by another level",
            "must be a whole number from 0 to 9",
            "is missing");
  }

  @Test
  void refusesRulesThatLeadOffTheLadder() {
    assertThat(
            problems(
                Ladders.ladder(
                    """
                    - level: 0
                      name: low
                      may: {actions: []}
                      demotion: [{name: d, when: "false"}]
                    - level: 1
                      name: high
                      may: {actions: []}
                      promotion: {when: "false", grantedBy: rule}
                    """)))
        .extracting(Problem::toString)
        .containsExactly(
            "9:18 spec.levels[0].demotion[0]: no level is below the lowest",
            "13:18 spec.levels[1].promotion: no level is above the highest");
  }

  @Test
  void refusesALadderWithoutLevels() {
    assertThat(problems(Ladders.ladder("[]")).getFirst().message()).contains("at least one");
    assertThat(
            problems(
                """
                apiVersion: governance/v1
                kind: AutonomyLadder
                metadata: {name: sample, version: 1}
                spec: {}
                """))
        .extracting(Problem::toString)
        .containsExactly("4:7 spec.levels: is missing");
  }

  @Test
  void pointsIntoACriterionOfSeveralLines() {
    assertThat(
            problems(
                Ladders.ladder(
                    """
                    - level: 0
                      name: low
                      may: {actions: []}
                      promotion:
                        grantedBy: rule
                        when: |
                          competence.passes > 1 &&
                            agent.oops
                    - {level: 1, name: high, may: {actions: []}}
                    """)))
        .singleElement()
        .satisfies(problem -> {
          assertThat(List.of(problem.line(), problem.column())).containsExactly(13, 18);
          assertThat(problem.message()).contains("oops");
        });
  }
}
