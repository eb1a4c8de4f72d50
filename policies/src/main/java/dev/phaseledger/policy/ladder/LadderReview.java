package dev.phaseledger.policy.ladder;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.policy.ExpressionSource;
import dev.phaseledger.policy.Problems;
import dev.phaseledger.policy.ladder.LadderDefinition.LevelDefinition;
import dev.phaseledger.policy.ladder.LadderDefinition.PromotionDefinition;
import dev.phaseledger.policy.yaml.Place;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks at a ladder that is well formed for what its author hardly means: levels nobody reaches or
/// leaves, and criteria that turn out the wrong way for an agent that has only just arrived.
final class LadderReview {

  private static final Instant ARRIVAL = Instant.EPOCH;

  /// What is on record of an agent that has not done anything yet.
  private static final Competence BLANK =
      new Competence(0, 0, 0, 0, 0, 0, ARRIVAL, ARRIVAL, 0, 0, 0, 0);

  private final List<LevelDefinition> levels;
  private final List<Rung> rungs;
  private final Problems problems;
  private final Problems warnings;

  private LadderReview(
      List<LevelDefinition> levels, List<Rung> rungs, Problems problems, Problems warnings) {
    this.levels = levels;
    this.rungs = rungs;
    this.problems = problems;
    this.warnings = warnings;
  }

  /// Adds what must not be to the problems, and what is only odd to the warnings.
  static void review(
      LadderDefinition definition, List<Rung> rungs, Problems problems, Problems warnings) {
    LadderReview review = new LadderReview(definition.levels(), rungs, problems, warnings);
    review.reachable();
    for (int i = 0; i < rungs.size(); i++) {
      review.passable(i);
      review.arrival(definition.levels().get(i), rungs.get(i));
    }
  }

  private void reachable() {
    Set<Integer> reached = new HashSet<>();
    reach(0, reached);
    for (int i = 0; i < rungs.size(); i++) {
      if (!reached.contains(rungs.get(i).level().number())) {
        warn(i, "no promotion leads to it from the lowest level");
      }
    }
  }

  private void reach(int place, Set<Integer> reached) {
    Level level = rungs.get(place).level();
    if (reached.add(level.number())) {
      level.promotion().ifPresent(rule -> reach(placeOf(rule.to()), reached));
      level.demotions().forEach(rule -> reach(placeOf(rule.to()), reached));
    }
  }

  private int placeOf(int number) {
    return rungs.stream().map(rung -> rung.level().number()).toList().indexOf(number);
  }

  private void passable(int place) {
    Level level = rungs.get(place).level();
    if (rungs.size() > 1 && level.promotion().isEmpty() && level.demotions().isEmpty()) {
      warn(place, "no promotion and no demotion leads away from it");
    }
    int below = place == 0 ? level.number() - 1 : rungs.get(place - 1).level().number();
    if (level.number() - below > 1) {
      warn(
          place,
          "numbers between "
              + below
              + " and "
              + level.number()
              + " are no levels: an agent that holds one of them may do nothing");
    }
  }

  private void warn(int place, String message) {
    Place at = levels.get(place).members().place();
    warnings.add(at, levels.get(place).members().field(), message);
  }

  private void arrival(LevelDefinition definition, Rung rung) {
    LadderInputs fresh =
        new LadderInputs(
            new AgentFacts(
                new AgentId("agent"), new PrincipalId("principal"), definition.number(), Set.of()),
            BLANK,
            ARRIVAL);
    if (definition.promotion().isPresent() && rung.promotion().isPresent()) {
      promotion(definition.promotion().get(), rung.promotion().get().judge(fresh));
    }
    for (int i = 0; i < rung.demotions().size(); i++) {
      demotion(definition.demotions().get(i).when(), rung.demotions().get(i).judge(fresh));
    }
  }

  private void promotion(PromotionDefinition rule, Criterion.Answer answer) {
    switch (answer) {
      case Criterion.Answer.Met _ -> {
        if (rule.grantedBy() == Granting.RULE) {
          add(warnings, rule.when(), "holds for an agent that has not done anything yet");
        }
      }
      case Criterion.Answer.NotMet _ -> {
        // As it should be.
      }
      case Criterion.Answer.Failed(CriterionFailure failure) ->
          add(
              warnings,
              rule.when(),
              "has no value for an agent that has not done anything yet: " + failure.reason());
    }
  }

  private void demotion(ExpressionSource when, Criterion.Answer answer) {
    switch (answer) {
      case Criterion.Answer.Met _ ->
          add(warnings, when, "demotes an agent that has not done anything yet");
      case Criterion.Answer.NotMet _ -> {
        // As it should be.
      }
      case Criterion.Answer.Failed(CriterionFailure failure) ->
          add(
              problems,
              when,
              "has no value for an agent that has not done anything yet, and would demote it: "
                  + failure.reason());
    }
  }

  private static void add(Problems to, ExpressionSource when, String message) {
    to.add(when.at(1, 0), when.field(), message);
  }
}
