package dev.phaseledger.policy.ladder;

import dev.phaseledger.policy.ExpressionSource;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.Problems;
import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.cel.Expression;
import dev.phaseledger.policy.cel.ExpressionException;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.ladder.LadderDefinition.DemotionDefinition;
import dev.phaseledger.policy.ladder.LadderDefinition.LevelDefinition;
import dev.phaseledger.policy.ladder.LadderDefinition.PromotionDefinition;
import dev.phaseledger.policy.ladder.Level.DemotionRule;
import dev.phaseledger.policy.ladder.Level.PromotionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out where a ladder's rules lead, and checks and plans their criteria. What is wrong is
/// reported and left out.
final class LadderCompiler {

  private final LadderDefinition definition;
  private final Problems problems;
  private final List<Integer> numbers;
  private final Environment environment = LadderShapes.environment();

  private LadderCompiler(LadderDefinition definition, Problems problems) {
    this.definition = definition;
    this.problems = problems;
    this.numbers = definition.levels().stream().map(LevelDefinition::number).toList();
  }

  static List<Rung> compile(LadderDefinition definition, Problems problems) {
    LadderCompiler compiler = new LadderCompiler(definition, problems);
    return definition.levels().stream().map(compiler::rung).toList();
  }

  private Rung rung(LevelDefinition level) {
    Optional<PromotionRule> promotion = Optional.empty();
    Optional<Criterion> promoted = Optional.empty();
    if (level.promotion().isPresent()) {
      PromotionDefinition rule = level.promotion().get();
      Optional<Integer> to = above(level, rule);
      promoted = plan(level, "promotion", rule.when());
      promotion =
          to.map(target ->
              new PromotionRule(
                  target, rule.when().text(), rule.grantedBy(), rule.roles(), rule.coolDown()));
    }
    List<DemotionRule> demotions = new ArrayList<>();
    List<Criterion> demoted = new ArrayList<>();
    for (DemotionDefinition rule : level.demotions()) {
      Optional<Integer> to = below(level, rule);
      Optional<Criterion> criterion = plan(level, rule.name(), rule.when());
      if (to.isPresent() && criterion.isPresent()) {
        demotions.add(new DemotionRule(rule.name(), rule.when().text(), to.get()));
        demoted.add(criterion.get());
      }
    }
    return new Rung(
        new Level(
            level.number(),
            level.name(),
            level.description(),
            level.may(),
            level.requireApproval(),
            promotion,
            demotions),
        promoted,
        demoted);
  }

  private Optional<Criterion> plan(LevelDefinition level, String rule, ExpressionSource when) {
    try {
      Expression expression = environment.compile(when.text(), FieldType.Simple.BOOL);
      return Optional.of(Criterion.of(level.name() + "." + rule, when.text(), expression));
    } catch (ExpressionException e) {
      problems.add(when, e);
      return Optional.empty();
    }
  }

  /// The level that a promotion leads to, if it is a higher one.
  private Optional<Integer> above(LevelDefinition level, PromotionDefinition rule) {
    if (rule.to().isEmpty()) {
      Optional<Integer> next =
          numbers.stream().filter(number -> number > level.number()).findFirst();
      if (next.isEmpty() && definition.complete()) {
        problems.add(
            rule.members().place(), rule.members().field(), "no level is above the highest");
      }
      return next;
    }
    return target(rule.members(), rule.to().get(), rule.to().get() > level.number(), "higher");
  }

  /// The level that a demotion leads to, if it is a lower one.
  private Optional<Integer> below(LevelDefinition level, DemotionDefinition rule) {
    if (rule.to().isPresent()) {
      return target(rule.members(), rule.to().get(), rule.to().get() < level.number(), "lower");
    }
    int place = numbers.indexOf(level.number());
    if (place == 0) {
      if (definition.complete()) {
        problems.add(
            rule.members().place(), rule.members().field(), "no level is below the lowest");
      }
      return Optional.empty();
    }
    return Optional.of(numbers.get(Math.max(0, place - rule.by())));
  }

  private Optional<Integer> target(Members rule, int to, boolean rightWay, String way) {
    if (!rightWay) {
      rule.problem("to", "must be " + way + " than the level itself");
    } else if (!numbers.contains(to) && definition.complete()) {
      rule.problem("to", "the ladder has no level " + to);
    }
    return Optional.of(to).filter(number -> rightWay && numbers.contains(number));
  }
}
