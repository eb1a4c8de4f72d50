package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.policy.MapDefinition.FactDeclaration;
import dev.phaseledger.policy.MapDefinition.Param;
import dev.phaseledger.policy.MapDefinition.Variable;
import dev.phaseledger.policy.cel.Branches;
import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.cel.Expression;
import dev.phaseledger.policy.cel.ExpressionException;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.FieldType.ListOf;
import dev.phaseledger.policy.cel.FieldType.MapOf;
import dev.phaseledger.policy.cel.FieldType.Simple;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.JsonInputs;
import dev.phaseledger.policy.cel.Path;
import dev.phaseledger.policy.cel.Shape;
import dev.phaseledger.policy.cel.StructView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks and plans a map's expressions. What cannot be planned is reported and left out.
final class MapCompiler {

  private final MapDefinition definition;
  private final Problems problems;

  /// Empty unless the map's own tests are measured.
  private final Optional<Branches> branches;

  private final Map<String, FieldType> variableTypes = new LinkedHashMap<>();
  private final Map<String, Expression> variables = new LinkedHashMap<>();
  private Environment environment;

  private MapCompiler(MapDefinition definition, Problems problems, Optional<Branches> branches) {
    this.definition = definition;
    this.problems = problems;
    this.branches = branches;
    this.environment = environment();
  }

  static MapProgram compile(MapDefinition definition, Problems problems) {
    return new MapCompiler(definition, problems, Optional.empty()).compile();
  }

  /// Compiles a map that is known to be valid so that its branches are seen while it is evaluated.
  /// They bear the paths of the members that hold their expressions.
  static MapProgram watched(MapDefinition definition, Branches branches) {
    Problems problems = new Problems();
    MapProgram program = new MapCompiler(definition, problems, Optional.of(branches)).compile();
    problems.throwIfAny();
    return program;
  }

  private MapProgram compile() {
    definition.variables().forEach(this::variable);
    List<MapProgram.Invariant> invariants = new ArrayList<>();
    definition.invariants().forEach(each -> invariant(each).ifPresent(invariants::add));
    List<MapProgram.Exemption> exemptions = new ArrayList<>();
    definition.exemptions().forEach(each -> exemption(each).ifPresent(exemptions::add));
    return new MapProgram(
        definition.name(),
        match(points(), definition.match()),
        params(),
        variables,
        definition.declarations().facts(),
        new JsonInputs(FixtureCheck.shapes(definition.declarations())),
        invariants,
        exemptions,
        definition.cases());
  }

  private StructView params() {
    Map<String, Object> values = new LinkedHashMap<>();
    definition.params().forEach((name, param) -> values.put(name, param.value()));
    return new StructView(
        GovShapes.PARAMS, Path.of("params"), field -> Optional.ofNullable(values.get(field)));
  }

  private Environment environment() {
    Map<String, Shape> shapes = FixtureCheck.shapes(definition.declarations());
    Map<String, FieldType> params = new LinkedHashMap<>();
    for (Map.Entry<String, Param> param : definition.params().entrySet()) {
      params.put(param.getKey(), param.getValue().type());
    }
    Map<String, FieldType> facts = new LinkedHashMap<>();
    for (Map.Entry<String, FactDeclaration> fact : definition.declarations().facts().entrySet()) {
      FieldType type = fact.getValue().type();
      facts.put(fact.getKey(), fact.getValue().keyed() ? new MapOf(type) : type);
    }
    shapes.put(GovShapes.PARAMS, new Shape(GovShapes.PARAMS, params));
    shapes.put(GovShapes.FACTS, new Shape(GovShapes.FACTS, facts));
    shapes.put(GovShapes.VARIABLES, new Shape(GovShapes.VARIABLES, variableTypes));
    return branches
        .map(watch -> Environment.watched(shapes.values(), watch))
        .orElseGet(() -> Environment.of(shapes.values()));
  }

  /// Each variable is checked where only the earlier ones are known, so there are no circles.
  private void variable(Variable variable) {
    planAny(variable.expression())
        .ifPresent(expression -> {
          variables.put(variable.name(), expression);
          variableTypes.put(variable.name(), expression.type());
          environment = environment();
        });
  }

  private Optional<MapProgram.Invariant> invariant(MapDefinition.Invariant invariant) {
    List<Expression> conditions = new ArrayList<>();
    invariant.conditions().forEach(each -> plan(each, Simple.BOOL).ifPresent(conditions::add));
    Optional<Expression> message =
        invariant.messageExpression().flatMap(each -> plan(each, Simple.STRING));
    Map<String, Expression> annotations = new LinkedHashMap<>();
    invariant
        .annotations()
        .forEach((key, source) ->
            plan(source, Simple.STRING).ifPresent(value -> annotations.put(key, value)));
    Map<String, Expression> set = new LinkedHashMap<>();
    invariant
        .reaction()
        .set()
        .forEach((name, source) ->
            plan(
                    source,
                    Simple.INT,
                    Simple.STRING,
                    Simple.BOOL,
                    new ListOf(Simple.STRING),
                    new ListOf(Simple.INT))
                .ifPresent(value -> set.put(name, value)));
    return plan(invariant.expression(), Simple.BOOL)
        .map(expression ->
            new MapProgram.Invariant(
                invariant.id(),
                invariant.severity(),
                invariant.enforcement(),
                invariant.failurePolicy(),
                match(invariant.match().pointsIn(definition.match()), invariant.match()),
                List.copyOf(conditions),
                expression,
                message,
                invariant
                    .message()
                    .orElseGet(() ->
                        invariant.description().isEmpty()
                            ? "does not hold"
                            : "does not hold: " + invariant.description()),
                annotations,
                invariant.reaction().effect(),
                invariant.reaction().approval(),
                reads(expression, "approvals"),
                set,
                invariant.reaction().until(),
                invariant.reaction().timeout(),
                invariant.reaction().levels()));
  }

  /// Whether an expression reads a variable of the environment, also by way of the map's own.
  private boolean reads(Expression expression, String name) {
    if (expression.reads().contains(name)) {
      return true;
    }
    return variables.entrySet().stream()
        .anyMatch(variable ->
            expression.reads().contains("variables." + variable.getKey())
                && reads(variable.getValue(), name));
  }

  private Optional<MapProgram.Exemption> exemption(MapDefinition.Exemption exemption) {
    return plan(exemption.expression(), Simple.BOOL)
        .map(expression ->
            new MapProgram.Exemption(
                exemption.id(),
                exemption.invariants(),
                expression,
                exemption.expires(),
                exemption.owner(),
                exemption.approvedBy(),
                exemption.reason()));
  }

  /// Wherever one of the map's invariants is asked.
  private Set<EnforcementPoint> points() {
    Set<EnforcementPoint> points = EnumSet.noneOf(EnforcementPoint.class);
    definition
        .invariants()
        .forEach(each -> points.addAll(each.match().pointsIn(definition.match())));
    return points;
  }

  private static MapProgram.Match match(Set<EnforcementPoint> points, MapDefinition.Match match) {
    return new MapProgram.Match(points, List.copyOf(match.commands()), List.copyOf(match.phases()));
  }

  private Optional<Expression> planAny(ExpressionSource source) {
    branches.ifPresent(watch -> watch.enter(source.field()));
    try {
      return Optional.of(environment.compile(source.text()));
    } catch (ExpressionException e) {
      problems.add(source, e);
      return Optional.empty();
    }
  }

  private Optional<Expression> plan(ExpressionSource source, FieldType... wanted) {
    branches.ifPresent(watch -> watch.enter(source.field()));
    try {
      return Optional.of(environment.compile(source.text(), wanted));
    } catch (ExpressionException e) {
      problems.add(source, e);
      return Optional.empty();
    }
  }
}
