package dev.phaseledger.policy.ladder;

import static dev.phaseledger.policy.ladder.Ladders.NOW;
import static dev.phaseledger.policy.ladder.Ladders.agent;
import static dev.phaseledger.policy.ladder.Ladders.competence;
import static dev.phaseledger.policy.ladder.Ladders.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ladder that comes with the project does what its descriptions say.
class FourLevelsTest {

  private static final AutonomyLadder LADDER =
      AutonomyLadder.compile(Ladders.example("four-levels.ladder.yaml"));

  @Test
  void hasFourLevelsAndNothingOddAboutThem() {
    assertThat(LADDER.warnings()).isEmpty();
    assertThat(LADDER.levels())
        .extracting(Level::name)
        .containsExactly("observer", "junior", "engineer", "maintainer");
  }

  @ParameterizedTest
  @CsvSource({
    "repo.read, yes, yes, yes, yes",
    "repo.push-own-branch, no, approval, yes, yes",
    "merge-request.open, no, no, yes, yes",
    "repo.merge, no, no, no, approval",
    "repo.push-other-branch, no, no, no, yes",
    "repo.delete-branch, no, no, no, approval",
    "shell.run, no, no, no, no"
  })
  void allowsMoreFromLevelToLevel(
      String action, String observer, String junior, String engineer, String maintainer) {
    assertThat(answer(0, action)).isEqualTo(observer);
    assertThat(answer(1, action)).isEqualTo(junior);
    assertThat(answer(2, action)).isEqualTo(engineer);
    assertThat(answer(3, action)).isEqualTo(maintainer);
  }

  private static String answer(int level, String action) {
    if (LADDER.refusal(level, request(action)).isPresent()) {
      return "no";
    }
    return LADDER.approval(level, request(action)).isPresent() ? "approval" : "yes";
  }

  @Test
  void letsTwoMaintainersAnswerForAMerge() {
    assertThat(LADDER.approval(3, request("repo.merge")))
        .contains(new ApprovalRequirement(Set.of("maintainer"), 2));
    assertThat(LADDER.refusal(3, request("repo.merge", 0, true, Set.of("confidential")))).isEmpty();
    assertThat(LADDER.refusal(2, request("repo.read", 0, true, Set.of()))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 20, 1, 0, 24, 1",
    "0, 20, 2, 0, 24, 0",
    "0, 20, 0, 0, 23, 0",
    "1, 25, 0, 0, 168, 2",
    "1, 25, 0, 0, 167, 1",
    "1, 24, 0, 0, 168, 1",
    "2, 100, 0, 0, 720, 3",
    "2, 100, 0, 0, 719, 2",
    "3, 999, 0, 0, 9999, 3",
    "1, 50, 0, 1, 999, 0",
    "2, 50, 0, 1, 999, 1",
    "2, 50, 0, 2, 999, 0",
    "2, 16, 4, 0, 10, 1",
    "2, 15, 4, 0, 10, 2",
    "3, 50, 0, 1, 999, 1",
    "3, 0, 0, 0, 2160, 3",
    "3, 0, 0, 0, 2161, 2"
  })
  void takesAgentsUpAndDown(
      int level, long passes, long failures, long violations, long hoursAtLevel, int to) {
    var work = competence(passes, failures, violations, Duration.ofHours(hoursAtLevel));
    Optional<Integer> down = LADDER.demotion(agent(level), work, NOW).map(Demotion::to);
    Optional<Integer> up = LADDER.promotion(agent(level), work, NOW).due().map(Promotion::to);
    assertThat(down.or(() -> up).orElse(level)).isEqualTo(to);
  }

  @Test
  void leavesEveryPromotionToHumans() {
    assertThat(LADDER.levels())
        .filteredOn(level -> level.promotion().isPresent())
        .extracting(level -> level.promotion().orElseThrow().grantedBy())
        .containsExactly(Granting.HUMAN, Granting.HUMAN, Granting.FOUR_EYES);
  }
}
