package dev.phaseledger.policy.ladder;

import static dev.phaseledger.policy.ladder.Ladders.NOW;
import static dev.phaseledger.policy.ladder.Ladders.agent;
import static dev.phaseledger.policy.ladder.Ladders.competence;
import static dev.phaseledger.policy.ladder.Ladders.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AutonomyLadderTest {

  private static final AutonomyLadder LADDER = AutonomyLadder.compile(Ladders.THREE);

  @Test
  void saysWhatItIs() {
    assertThat(LADDER.name()).isEqualTo("sample");
    assertThat(LADDER.version()).isEqualTo(3);
    assertThat(LADDER.source()).isEqualTo(Ladders.THREE);
    assertThat(LADDER.lowest()).isEqualTo(1);
    assertThat(LADDER.highest()).isEqualTo(4);
    assertThat(LADDER.level(3)).isEmpty();
    assertThat(LADDER.level(2).orElseThrow().name()).isEqualTo("writer");
    assertThat(LADDER.levels()).extracting(Level::number).containsExactly(1, 2, 4);
  }

  @Test
  void showsItsRulesWithWhereTheyLead() {
    Level writer = LADDER.level(2).orElseThrow();
    assertThat(writer.promotion().orElseThrow().to()).isEqualTo(4);
    assertThat(writer.promotion().orElseThrow().coolDown()).isEqualTo(Duration.ofDays(2));
    Level observer = LADDER.level(1).orElseThrow();
    assertThat(observer.promotion().orElseThrow().to()).isEqualTo(2);
    assertThat(observer.promotion().orElseThrow().coolDown()).isEqualTo(Duration.ofDays(1));
    assertThat(LADDER.level(4).orElseThrow().demotions())
        .extracting(Level.DemotionRule::to)
        .containsExactly(2, 1, 2);
  }

  @Nested
  class Refusing {

    private void refuses(int level, DispatchRequest request, String clause, String detail) {
      Refusal refusal = LADDER.refusal(level, request).orElseThrow();
      assertThat(refusal.clause()).isEqualTo(clause);
      assertThat(refusal.detail()).isEqualTo(detail);
    }

    @Test
    void refusesActionsThatAreNotOfTheLevel() {
      assertThat(LADDER.refusal(1, request("read"))).isEmpty();
      refuses(
          1,
          request("write.file"),
          "ladder.actions",
          "at level 1 (observer) the action write.file is not among what it may do");
      assertThat(LADDER.refusal(2, request("write.file"))).isEmpty();
      assertThat(LADDER.refusal(4, request("anything"))).isEmpty();
    }

    @Test
    void refusesWhatCannotBeUndone() {
      refuses(
          1,
          request("read", 0, true, Set.of()),
          "ladder.irreversible",
          "at level 1 (observer) it may not do what cannot be undone");
      assertThat(LADDER.refusal(4, request("read", 0, true, Set.of()))).isEmpty();
    }

    @Test
    void refusesWhatCostsTooMuch() {
      assertThat(LADDER.refusal(2, request("read", 1_000, false, Set.of()))).isEmpty();
      refuses(
          2,
          request("read", 1_001, false, Set.of()),
          "ladder.costMicrosMax",
          "at level 2 (writer) a cost of 1001 millionths is more than the 1000 it may spend at a"
              + " time");
      assertThat(LADDER.refusal(4, request("read", Long.MAX_VALUE, false, Set.of()))).isEmpty();
    }

    @Test
    void refusesDataOfOtherClassesAndNamesAFew() {
      assertThat(LADDER.refusal(2, request("read", 0, false, Set.of("public")))).isEmpty();
      refuses(
          2,
          request("read", 0, false, Set.of("public", "h", "g", "f", "e", "d", "c", "b")),
          "ladder.dataClasses",
          "at level 2 (writer) it may not handle data of class b, c, d, e, f and 2 more");
      assertThat(LADDER.refusal(1, request("read", 0, false, Set.of("secret")))).isEmpty();
    }

    @Test
    void namesTheFirstClauseThatRefuses() {
      assertThat(LADDER.refusal(2, request("delete", 9_999, true, Set.of("secret"))).orElseThrow())
          .extracting(Refusal::clause)
          .isEqualTo("ladder.actions");
    }

    @Test
    void refusesEverythingAtALevelItDoesNotHave() {
      for (int level : new int[] {-1, 0, 3, 5, Integer.MAX_VALUE}) {
        refuses(level, request("read"), "ladder.level", "the ladder sample has no level " + level);
        assertThat(LADDER.approval(level, request("read"))).isPresent();
      }
    }

    @Test
    void allowsNothingWhereNothingIsAllowed() {
      AutonomyLadder none =
          AutonomyLadder.compile(
              Ladders.ladder("- {level: 0, name: none, may: {actions: [], dataClasses: []}}"));
      assertThat(none.refusal(0, request(""))).isPresent();
      assertThat(none.refusal(0, request("read"))).isPresent();
    }
  }

  @Nested
  class Approving {

    @Test
    void asksForWhatTheRuleSays() {
      assertThat(LADDER.approval(2, request("write.main")))
          .contains(new ApprovalRequirement(Set.of("maintainer"), 2));
    }

    @Test
    void asksForAnyApproverWhereTheLevelIsAttended() {
      assertThat(LADDER.approval(2, request("write.file")))
          .contains(new ApprovalRequirement(Set.of(), 1));
    }

    @Test
    void asksNobodyOtherwise() {
      assertThat(LADDER.approval(1, request("read"))).isEmpty();
      assertThat(LADDER.approval(4, request("write.main"))).isEmpty();
    }
  }

  @Nested
  class Promoting {

    private PromotionReview review(int level, Competence competence) {
      return LADDER.promotion(agent(level), competence, NOW);
    }

    @Test
    void promotesAsSoonAsTheCriterionHolds() {
      assertThat(review(2, competence(3, 0, 0, Duration.ofHours(50))).due())
          .contains(
              new Promotion(
                  2,
                  4,
                  "writer.promotion",
                  Granting.FOUR_EYES,
                  Set.of("maintainer", "owner"),
                  "promotion from level 2 (writer) to level 4 (owner): the criterion"
                      + " 'competence.consecutivePassesAtLevel >= 3 && competence.timeAtLevel >="
                      + " duration('48h')' holds with competence.consecutivePassesAtLevel = 3,"
                      + " competence.timeAtLevel = 2d2h"));
    }

    @Test
    void saysWhatIsMissingBeforeThat() {
      assertThat(review(2, competence(2, 0, 0, Duration.ofHours(50))))
          .isEqualTo(
              new PromotionReview.NotDue(
                  "at level 2 (writer) the criterion 'competence.consecutivePassesAtLevel >= 3 &&"
                      + " competence.timeAtLevel >= duration('48h')' does not hold with"
                      + " competence.consecutivePassesAtLevel = 2, competence.timeAtLevel ="
                      + " 2d2h"));
    }

    @Test
    void waitsForTheCoolDownWhicheverWayTheAgentCame() {
      assertThat(review(1, competence(9, 0, 0, Duration.ofHours(24).minusNanos(1))))
          .isEqualTo(
              new PromotionReview.NotDue(
                  "the cool-down at level 1 (observer) ends at 2026-03-02T10:00:00.000000001Z"));
      assertThat(review(1, competence(9, 0, 0, Duration.ofHours(24))).due())
          .hasValueSatisfying(promotion -> {
            assertThat(promotion.to()).isEqualTo(2);
            assertThat(promotion.grantedBy()).isEqualTo(Granting.RULE);
            assertThat(promotion.roles()).isEmpty();
          });
    }

    @Test
    void waitsWhileTheLevelLiesInTheFuture() {
      assertThat(review(1, competence(9, 0, 0, Duration.ofHours(-1))).due()).isEmpty();
    }

    @Test
    void promotesNobodyWhoIsDueForADemotion() {
      Competence violated =
          new Competence(
              9, 9, 0, 9, 1, 0, NOW.minusSeconds(900_000), NOW.minusSeconds(900_000), 9, 9, 1, 7);
      assertThat(review(2, violated))
          .isInstanceOfSatisfying(
              PromotionReview.NotDue.class,
              notDue -> assertThat(notDue.reason()).startsWith("a demotion is due: demotion from"));
    }

    @Test
    void promotesNobodyFromTheTopOrFromAnUnknownLevel() {
      assertThat(review(4, competence(99, 0, 0, Duration.ofDays(99))))
          .isEqualTo(new PromotionReview.NotDue("no promotion leads up from level 4 (owner)"));
      assertThat(review(3, competence(99, 0, 0, Duration.ofDays(99))))
          .isEqualTo(new PromotionReview.NotDue("the ladder sample has no level 3"));
    }

    @Test
    void promotesNobodyByACriterionWithoutAValueAndSaysSo() {
      AutonomyLadder ladder =
          AutonomyLadder.compile(
              Ladders.ladder(
                  """
                  - level: 0
                    name: low
                    may: {actions: []}
                    promotion: {when: "100 / competence.failures < 5 || true == false", grantedBy: rule}
                  - {level: 1, name: high, may: {actions: []}}
                  """));
      assertThat(ladder.promotion(agent(0), competence(50, 0, 0, Duration.ofDays(9)), NOW))
          .isInstanceOfSatisfying(
              PromotionReview.Failed.class,
              failed -> {
                assertThat(failed.failure().rule()).isEqualTo("low.promotion");
                assertThat(failed.failure().reason()).isNotBlank();
                assertThat(failed.due()).isEmpty();
              });
      assertThat(ladder.promotion(agent(0), competence(50, 50, 0, Duration.ofDays(9)), NOW).due())
          .isPresent();
    }
  }

  @Nested
  class Demoting {

    private Optional<Demotion> demotion(int level, Competence competence) {
      return LADDER.demotion(agent(level), competence, NOW);
    }

    @Test
    void demotesAStepUnlessTheRuleSaysMore() {
      assertThat(demotion(4, competence(0, 0, 1, Duration.ofDays(1))))
          .contains(
              new Demotion(
                  4,
                  2,
                  "owner.violated",
                  "demotion from level 4 (owner) to level 2 (writer): the criterion"
                      + " 'competence.violationsAtLevel > 0' holds with"
                      + " competence.violationsAtLevel = 1",
                  List.of()));
    }

    @Test
    void takesTheLowestTargetOfSeveralAndNeverGoesBelowTheLowestLevel() {
      assertThat(demotion(4, competence(0, 0, 2, Duration.ofDays(1))))
          .hasValueSatisfying(demotion -> {
            assertThat(demotion.to()).isEqualTo(1);
            assertThat(demotion.rule()).isEqualTo("owner.violated-twice");
          });
    }

    @Test
    void takesTheFirstOfSeveralThatLeadEquallyLow() {
      Demotion demotion = demotion(4, competence(3, 0, 1, Duration.ofDays(1))).orElseThrow();
      assertThat(demotion.to()).isEqualTo(2);
      assertThat(demotion.rule()).isEqualTo("owner.violated");
      assertThat(demotion.failures())
          .extracting(CriterionFailure::rule)
          .containsExactly("owner.unsteady");
    }

    @Test
    void leavesAnAgentThatDidNothingWrong() {
      assertThat(demotion(4, competence(9, 0, 0, Duration.ofDays(1)))).isEmpty();
      assertThat(demotion(1, competence(0, 9, 9, Duration.ofDays(1)))).isEmpty();
      assertThat(demotion(3, competence(0, 9, 9, Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void countsACriterionWithoutAValueAsMet() {
      Demotion demotion = demotion(4, competence(3, 0, 0, Duration.ofDays(1))).orElseThrow();
      assertThat(demotion.to()).isEqualTo(2);
      assertThat(demotion.rule()).isEqualTo("owner.unsteady");
      assertThat(demotion.explanation()).contains("has no value", "counts as met");
      assertThat(demotion.failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.rule()).isEqualTo("owner.unsteady"));
    }

    @Test
    void reportsACriterionWithoutAValueEvenIfAnotherOneDecides() {
      Demotion demotion = demotion(4, competence(3, 0, 2, Duration.ofDays(1))).orElseThrow();
      assertThat(demotion.rule()).isEqualTo("owner.violated-twice");
      assertThat(demotion.failures()).hasSize(1);
    }
  }

  @Test
  void readsEverythingItsCriteriaMayRead() {
    String when =
        "competence.executions == 1 && competence.passes == 2 && competence.failures == 3"
            + " && competence.consecutivePasses == 4 && competence.violations == 5"
            + " && competence.vetoes == 6 && competence.executionsAtLevel == 7"
            + " && competence.consecutivePassesAtLevel == 8 && competence.violationsAtLevel == 9"
            + " && competence.age == duration('240h') && competence.timeAtLevel == duration('48h')"
            + " && agent.id == 'agent-1' && agent.level == 0 && 'bot' in agent.roles"
            + " && agent.principal == 'user:alice' && now == timestamp('2026-03-02T10:00:00Z')";
    AutonomyLadder ladder =
        AutonomyLadder.compile(
            Ladders.ladder(
                """
                - level: 0
                  name: low
                  may: {actions: []}
                  promotion: {when: "%s", grantedBy: human, roles: [owner]}
                - {level: 1, name: high, may: {actions: []}}
                """
                    .formatted(when)));
    Competence all =
        new Competence(
            1,
            2,
            3,
            4,
            5,
            6,
            NOW.minus(Duration.ofDays(10)),
            NOW.minus(Duration.ofDays(2)),
            7,
            8,
            9,
            77);
    Promotion promotion = ladder.promotion(agent(0), all, NOW).due().orElseThrow();
    assertThat(promotion.explanation())
        .endsWith(
            "holds with agent.id = agent-1, agent.level = 0, agent.principal = user:alice,"
                + " agent.roles = [bot, writer], competence.age = 10d,"
                + " competence.consecutivePasses = 4, competence.consecutivePassesAtLevel = 8,"
                + " competence.executions = 1, competence.executionsAtLevel = 7,"
                + " competence.failures = 3, competence.passes = 2, competence.timeAtLevel = 2d,"
                + " competence.vetoes = 6, competence.violations = 5,"
                + " competence.violationsAtLevel = 9, now = 2026-03-02T10:00:00Z");
  }

  @Test
  void digestsTheSourceAndWhatItMeans() {
    assertThat(LADDER.digest()).isEqualTo(AutonomyLadder.compile(Ladders.THREE).digest());
    assertThat(LADDER.digest())
        .isNotEqualTo(AutonomyLadder.compile(Ladders.THREE + "# more\n").digest());
    assertThat(LADDER.digest()).isNotEqualTo(Digest.of(Ladders.THREE));
  }
}
