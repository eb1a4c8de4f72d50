package dev.phaseledger.policy.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.policy.InvalidMapException.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class LadderWarningsTest {

  private static List<String> warnings(String levels) {
    return AutonomyLadder.compile(Ladders.ladder(levels)).warnings().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void saysNothingAboutALadderOfOneLevel() {
    assertThat(warnings("- {level: 0, name: only, may: {actions: []}}")).isEmpty();
  }

  @Test
  void warnsOfLevelsNobodyReachesOrLeaves() {
    assertThat(
            warnings(
                """
                - level: 0
                  name: low
                  may: {actions: []}
                  promotion: {when: competence.passes > 9, grantedBy: rule, to: 2}
                - {level: 1, name: mid, may: {actions: []}}
                - level: 2
                  name: high
                  may: {actions: []}
                  demotion: [{name: d, when: competence.failures > 9, to: 0}]
                """))
        .containsExactly(
            "10:7 spec.levels[1]: no promotion leads to it from the lowest level",
            "10:7 spec.levels[1]: no promotion and no demotion leads away from it");
  }

  @Test
  void findsThatADemotionReachesALevelThatPromotionsPassOver() {
    assertThat(
            warnings(
                """
                - level: 0
                  name: low
                  may: {actions: []}
                  promotion: {when: competence.passes > 9, grantedBy: rule, to: 2}
                - level: 1
                  name: mid
                  may: {actions: []}
                  promotion: {when: competence.passes > 9, grantedBy: rule}
                - level: 2
                  name: high
                  may: {actions: []}
                  demotion: [{name: d, when: competence.failures > 9}]
                """))
        .isEmpty();
  }

  @Test
  void warnsOfNumbersThatAreNoLevels() {
    assertThat(AutonomyLadder.compile(Ladders.THREE).warnings())
        .extracting(Problem::message)
        .containsExactly(
            "numbers between 2 and 4 are no levels: an agent that holds one of them may do"
                + " nothing");
  }

  @Test
  void warnsOfCriteriaThatHoldOrHaveNoValueOnArrival() {
    assertThat(
            warnings(
                """
                - level: 0
                  name: low
                  may: {actions: []}
                  promotion: {when: competence.failures == 0, grantedBy: rule}
                - level: 1
                  name: mid
                  may: {actions: []}
                  promotion: {when: 100 * competence.passes / competence.executions > 90, grantedBy: rule}
                  demotion: [{name: idle, when: competence.consecutivePassesAtLevel < 3}]
                - level: 2
                  name: high
                  may: {actions: []}
                  demotion: [{name: d, when: competence.failures > 9}]
                """))
        .containsExactly(
            "9:25 spec.levels[0].promotion.when: holds for an agent that has not done anything yet",
            "13:25 spec.levels[1].promotion.when: has no value for an agent that has not done"
                + " anything yet: / by zero",
            "14:37 spec.levels[1].demotion[0].when: demotes an agent that has not done anything"
                + " yet");
  }

  @Test
  void leavesItToHumansToPromoteWhomTheyLike() {
    assertThat(
            warnings(
                """
                - level: 0
                  name: low
                  may: {actions: []}
                  promotion: {when: "true", grantedBy: human, roles: [owner]}
                - level: 1
                  name: high
                  may: {actions: []}
                  demotion: [{name: d, when: competence.failures > 9}]
                """))
        .isEmpty();
  }
}
