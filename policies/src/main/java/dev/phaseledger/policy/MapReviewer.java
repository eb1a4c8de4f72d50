package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.policy.MapDefinition.Invariant;
import dev.phaseledger.policy.MapDefinition.Match;
import dev.phaseledger.policy.cel.Expression;
import dev.phaseledger.policy.cel.ExpressionReview;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Looks at a map that is well formed for what its author hardly means, and at what it could cost.
final class MapReviewer {

  /// Estimated cost of a map, in steps of the evaluator; four times what one expression may cost.
  static final long STEPS_MAX = 4_000_000;

  private final MapDefinition definition;
  private final Map<ExpressionSource, Expression> planned;
  private final Problems problems;
  private final Problems warnings;
  private final ExpressionReview review;
  private final List<Rule> rules = new ArrayList<>();

  /// An invariant whose expressions could all be planned, as texts that can be compared.
  private record Rule(
      Invariant invariant,
      Set<EnforcementPoint> points,
      List<Expression> conditions,
      Expression expression,
      Set<String> conditionTexts,
      String text,
      String opposite) {

    boolean enforced() {
      return invariant.enforcement() == Enforcement.ENFORCE;
    }

    Effect effect() {
      return invariant.reaction().effect();
    }
  }

  private MapReviewer(
      MapDefinition definition,
      Map<ExpressionSource, Expression> planned,
      Problems problems,
      Problems warnings) {
    this.definition = definition;
    this.planned = planned;
    this.problems = problems;
    this.warnings = warnings;
    Map<String, Object> params = new HashMap<>();
    definition.params().forEach((name, param) -> params.put(name, param.value()));
    this.review = new ExpressionReview(params);
  }

  /// Adds what can only be a mistake to the problems, and what is odd to the warnings.
  ///
  /// @return estimated cost of the map, in steps
  static long review(
      MapDefinition definition,
      Map<ExpressionSource, Expression> planned,
      Problems problems,
      Problems warnings) {
    return new MapReviewer(definition, planned, problems, warnings).review();
  }

  private long review() {
    for (MapDefinition.Variable variable : definition.variables()) {
      Expression expression = planned.get(variable.expression());
      if (expression != null) {
        review.variable(variable.name(), expression);
      }
    }
    definition.invariants().forEach(each -> rule(each).ifPresent(rules::add));
    rules.forEach(this::reachable);
    rules.forEach(this::handled);
    pairs();
    unread();
    return cost();
  }

  private Optional<Rule> rule(Invariant invariant) {
    Expression expression = planned.get(invariant.expression());
    List<Expression> conditions =
        invariant.conditions().stream().map(planned::get).filter(Objects::nonNull).toList();
    if (expression == null || conditions.size() < invariant.conditions().size()) {
      return Optional.empty();
    }
    Set<String> texts = new TreeSet<>();
    conditions.forEach(condition -> texts.add(review.canonical(condition)));
    return Optional.of(
        new Rule(
            invariant,
            invariant.match().pointsIn(definition.match()),
            conditions,
            expression,
            texts,
            review.canonical(expression),
            review.negated(expression)));
  }

  private void reachable(Rule rule) {
    for (int i = 0; i < rule.conditions().size(); i++) {
      Optional<Object> value = review.constant(rule.conditions().get(i));
      ExpressionSource source = rule.invariant().conditions().get(i);
      if (value.equals(Optional.of(false))) {
        warn(source, "is always false: the invariant is never asked", "remove the invariant");
      } else if (value.equals(Optional.of(true))) {
        warn(source, "is always true", "remove the condition");
      }
    }
    if (review.constant(rule.expression()).equals(Optional.of(true))) {
      warn(
          rule.invariant().expression(),
          "is always true: the invariant is never violated",
          "state what must hold");
    } else if (rule.conditionTexts().contains(rule.text())) {
      warn(
          rule.invariant().expression(),
          "is one of the invariant's own conditions: where it is asked it always holds",
          "state what must hold beyond the conditions");
    }
  }

  /// Where a map says what an error counts as, its author has thought of what may be missing.
  private void handled(Rule rule) {
    Invariant invariant = rule.invariant();
    if (invariant.failurePolicy().isPresent()) {
      return;
    }
    List<Expression> held = new ArrayList<>();
    for (int i = 0; i < rule.conditions().size(); i++) {
      missing(invariant.conditions().get(i), rule.conditions().get(i), held, List.of());
      held.add(rule.conditions().get(i));
    }
    missing(invariant.expression(), rule.expression(), held, List.of());
    invariant
        .reaction()
        .set()
        .values()
        .forEach(source -> {
          Expression set = planned.get(source);
          if (set != null) {
            missing(source, set, held, List.of(rule.expression()));
          }
        });
  }

  private void missing(
      ExpressionSource source,
      Expression expression,
      List<Expression> held,
      List<Expression> broken) {
    for (ExpressionReview.Read read : review.missing(expression, held, broken)) {
      warnings.add(
          source.at(read.line(), read.column()),
          source.field(),
          read.path() + " may be missing, which is an error",
          "ask with has(…) or in, give a default with .?…orValue(…), or say failurePolicy: Fail if"
              + " what is missing is to count as a violation");
    }
  }

  private void pairs() {
    for (int i = 0; i < rules.size(); i++) {
      for (int j = i + 1; j < rules.size(); j++) {
        Rule first = rules.get(i);
        Rule second = rules.get(j);
        if (first.enforced() && second.enforced() && overlap(first, second)) {
          shadowed(first, second);
          opposed(first, second);
          setDifferently(first, second);
        }
      }
    }
  }

  /// Wherever one of two is violated, the other one is as well.
  private void shadowed(Rule first, Rule second) {
    if (!first.text().equals(second.text())) {
      return;
    }
    if (hides(first, second)) {
      shadowed(second.invariant(), first.invariant());
    } else if (hides(second, first)) {
      shadowed(first.invariant(), second.invariant());
    }
  }

  private void shadowed(Invariant hidden, Invariant by) {
    warn(
        hidden.expression(),
        "is shadowed by %s, which demands the same and does %s"
            .formatted(
                by.id(),
                by.reaction().effect() == hidden.reaction().effect()
                    ? "the same"
                    : by.reaction().effect() + " where this does " + hidden.reaction().effect()),
        "remove one of the two");
  }

  private boolean hides(Rule stronger, Rule weaker) {
    boolean widerAsked =
        stronger.points().containsAll(weaker.points())
            && covers(match(stronger).commands(), match(weaker).commands())
            && covers(match(stronger).phases(), match(weaker).phases())
            && weaker.conditionTexts().containsAll(stronger.conditionTexts());
    if (!widerAsked) {
      return false;
    }
    if (stronger.effect() == weaker.effect()) {
      return sameReaction(stronger.invariant(), weaker.invariant());
    }
    // These two come in addition to whatever else is decided.
    boolean inAddition = weaker.effect() == Effect.SIGNAL || weaker.effect() == Effect.DEMOTE;
    return !inAddition && stronger.effect().compareTo(weaker.effect()) > 0;
  }

  private boolean sameReaction(Invariant first, Invariant second) {
    return first.reaction().approval().equals(second.reaction().approval())
        && first.reaction().until().equals(second.reaction().until())
        && first.reaction().timeout().equals(second.reaction().timeout())
        && first.reaction().levels() == second.reaction().levels()
        && texts(first).equals(texts(second));
  }

  private Map<String, Optional<String>> texts(Invariant invariant) {
    Map<String, Optional<String>> texts = new HashMap<>();
    invariant
        .reaction()
        .set()
        .forEach((name, source) ->
            texts.put(name, Optional.ofNullable(planned.get(source)).map(review::canonical)));
    return texts;
  }

  /// One of two is always violated, so that nothing they are asked about ever goes ahead.
  private void opposed(Rule first, Rule second) {
    boolean blocks =
        first.effect().compareTo(Effect.REQUIRE_APPROVAL) >= 0
            && second.effect().compareTo(Effect.REQUIRE_APPROVAL) >= 0;
    if (blocks
        && (first.opposite().equals(second.text()) || second.opposite().equals(first.text()))
        && first.conditionTexts().equals(second.conditionTexts())) {
      warn(
          second.invariant().expression(),
          "is the opposite of %s: one of the two is always violated"
              .formatted(first.invariant().id()),
          "narrow one of them with matchConditions");
    }
  }

  /// Two values for one parameter leave none, which vetoes.
  private void setDifferently(Rule first, Rule second) {
    Map<String, ExpressionSource> others = first.invariant().reaction().set();
    second
        .invariant()
        .reaction()
        .set()
        .forEach((name, source) -> {
          Optional<Object> other = constant(others.get(name));
          Optional<Object> own = constant(source);
          if (other.isPresent() && own.isPresent() && !own.equals(other)) {
            conflict(first, second, name, source);
          }
        });
  }

  private Optional<Object> constant(@Nullable ExpressionSource source) {
    Expression expression = source == null ? null : planned.get(source);
    return expression == null ? Optional.empty() : review.constantWithParams(expression);
  }

  private void conflict(Rule first, Rule second, String name, ExpressionSource source) {
    boolean always =
        first.text().equals(second.text())
            && first.conditionTexts().equals(second.conditionTexts());
    String message =
        "sets %s to another value than %s, which vetoes where both are violated"
            .formatted(name, first.invariant().id());
    String hint = "set it in one invariant, or keep the two apart with matchConditions";
    if (always) {
      problems.add(source.at(1, 0), source.field(), message, hint);
    } else {
      warn(source, message, hint);
    }
  }

  private boolean overlap(Rule first, Rule second) {
    return first.points().stream().anyMatch(second.points()::contains)
        && overlap(match(first).commands(), match(second).commands())
        && overlap(match(first).phases(), match(second).phases());
  }

  private static Match match(Rule rule) {
    return rule.invariant().match();
  }

  private static boolean overlap(List<String> some, List<String> others) {
    return some.isEmpty()
        || others.isEmpty()
        || some.stream().anyMatch(name -> others.stream().anyMatch(other -> meets(name, other)));
  }

  /// Whether two names can mean the same; two globs are taken to.
  private static boolean meets(String name, String other) {
    return MapProgram.Match.matches(name, other)
        || MapProgram.Match.matches(other, name)
        || (name.indexOf('*') >= 0 && other.indexOf('*') >= 0);
  }

  private static boolean covers(List<String> wide, List<String> narrow) {
    return wide.isEmpty()
        || (!narrow.isEmpty()
            && narrow.stream()
                .allMatch(
                    name -> wide.stream().anyMatch(glob -> MapProgram.Match.matches(glob, name))));
  }

  /// What is declared and never read is a slip in a name, or left over. What could not be planned
  /// may have read it.
  private void unread() {
    Set<String> read = new TreeSet<>();
    planned.values().forEach(expression -> read.addAll(expression.reads()));
    for (MapDefinition.Variable variable : definition.variables()) {
      if (problems.none() && !read.contains("variables." + variable.name())) {
        warnings.add(
            variable.place(),
            variable.expression().field(),
            "the variable " + variable.name() + " is never read",
            "remove it");
      }
    }
  }

  private long cost() {
    Map<String, Long> costs = new LinkedHashMap<>();
    long total = 0;
    for (Map.Entry<ExpressionSource, Expression> each : planned.entrySet()) {
      long steps = ExpressionReview.steps(each.getValue());
      costs.merge(each.getKey().field(), steps, Long::sum);
      total += steps;
    }
    if (total > STEPS_MAX) {
      List<String> dearest =
          costs.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(3)
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .toList();
      problems.add(
          definition.place(),
          "spec",
          "could cost %d steps, more than %d".formatted(total, STEPS_MAX),
          "nest fewer loops; most cost " + String.join(", ", dearest));
    }
    return total;
  }

  private void warn(ExpressionSource source, String message, String hint) {
    warnings.add(source.at(1, 0), source.field(), message, hint);
  }
}
