package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.policy.MapDefinition.FactDeclaration;
import dev.phaseledger.policy.MapDefinition.FailurePolicy;
import dev.phaseledger.policy.MapDefinition.Param;
import dev.phaseledger.policy.MapDefinition.Variable;
import dev.phaseledger.policy.cel.Branches;
import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.cel.Expression;
import dev.phaseledger.policy.cel.ExpressionException;
import dev.phaseledger.policy.cel.ExpressionReview;
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
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Checks and plans a map's expressions. What cannot be planned is reported and left out.
final class MapCompiler {

  private final MapDefinition definition;
  private final Problems problems;

  /// Empty unless the map's own tests are measured.
  private final Optional<Branches> branches;

  private final Map<String, FieldType> variableTypes = new LinkedHashMap<>();
  private final Map<String, Expression> variables = new LinkedHashMap<>();
  private final Map<String, Long> lengths = new HashMap<>();
  private final Map<ExpressionSource, Expression> planned = new HashMap<>();
  private final Map<String, Set<String>> variableRoots = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private Environment environment;

  /// Whether a variable was added since the environment was made.
  private boolean stale;

  private MapCompiler(MapDefinition definition, Problems problems, Optional<Branches> branches) {
    this.definition = definition;
    this.problems = problems;
    this.branches = branches;
    this.environment = environment();
  }

  /// A map's program, and each expression that could be planned by where it stands.
  record Compiled(MapProgram program, Map<ExpressionSource, Expression> planned) {}

  static Compiled compile(MapDefinition definition, Problems problems) {
    MapCompiler compiler = new MapCompiler(definition, problems, Optional.empty());
    return new Compiled(compiler.compile(), compiler.planned);
  }

  /// Compiles a map that is known to be valid so that its branches are seen while it is evaluated.
  /// They bear the paths of the members that hold their expressions.
  static MapProgram watched(MapDefinition definition, Branches branches) {
    Problems problems = new Problems();
    MapProgram program = new MapCompiler(definition, problems, Optional.of(branches)).compile();
    problems.throwIfAny();
    return program;
  }

  /// Plans parts of a map's expressions, by their text. A part that is no expression of its own is
  /// left out.
  ///
  /// @param definition of a map that compiles
  static Map<String, Expression> parts(MapDefinition definition, Collection<String> texts) {
    MapCompiler compiler = new MapCompiler(definition, new Problems(), Optional.empty());
    definition.variables().forEach(compiler::variable);
    Environment environment = compiler.environment();
    Map<String, Expression> planned = new HashMap<>();
    for (String text : texts) {
      try {
        planned.put(text, environment.compile(text));
      } catch (ExpressionException _) {
        // Shown without a value.
      }
    }
    return planned;
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
        definition.declarations().counters(),
        new JsonInputs(FixtureCheck.shapes(definition.declarations())),
        invariants,
        exemptions,
        definition.cases());
  }

  private StructView params() {
    Map<String, Object> values = new LinkedHashMap<>();
    definition.params().forEach((name, param) -> values.put(name, param.value()));
    return new StructView(GovShapes.PARAMS, Path.of("params"), values::get);
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
    Optional<Expression> planned = plan(variable.expression());
    if (planned.isEmpty()) {
      refused.add(variable.name());
    }
    planned.ifPresent(expression -> {
      variables.put(variable.name(), expression);
      variableTypes.put(variable.name(), expression.type());
      lengths.put(variable.name(), ExpressionReview.length(expression, lengths));
      stale = true;
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
    Optional<Expression> planned = plan(invariant.expression(), Simple.BOOL);
    Set<EnforcementPoint> points = invariant.match().pointsIn(definition.match());
    invariant.sources().forEach(source -> readable(source, points));
    return planned.map(expression ->
        new MapProgram.Invariant(
            invariant.id(),
            invariant.severity(),
            invariant.enforcement(),
            invariant.failurePolicy().orElse(FailurePolicy.FAIL),
            match(points, invariant.match()),
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
    Optional<Expression> planned = plan(exemption.expression(), Simple.BOOL);
    Set<EnforcementPoint> points = EnumSet.noneOf(EnforcementPoint.class);
    definition.invariants().stream()
        .filter(each -> exemption.invariants().contains(each.id()))
        .forEach(each -> points.addAll(each.match().pointsIn(definition.match())));
    readable(exemption.expression(), points);
    return planned.map(expression ->
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

  /// An environment is dear to make, and only who reads variables needs one that knows the last.
  private void renew(ExpressionSource source) {
    if (stale && source.text().contains("variables")) {
      environment = environment();
      stale = false;
    }
  }

  private Optional<Expression> plan(ExpressionSource source, FieldType... wanted) {
    branches.ifPresent(watch -> watch.enter(source.field()));
    renew(source);
    try {
      Expression expression =
          wanted.length == 0
              ? environment.compile(source.text())
              : environment.compile(source.text(), wanted);
      if (ExpressionReview.length(expression, lengths) > ExpressionReview.LENGTH_MAX) {
        problems.add(
            source.at(1, 0),
            source.field(),
            "could put together more than "
                + ExpressionReview.LENGTH_MAX
                + " characters or elements",
            "join fewer texts and lists, also in the variables it reads");
        return Optional.empty();
      }
      planned.put(source, expression);
      return Optional.of(expression);
    } catch (ExpressionException e) {
      if (!followsFromAnother(e)) {
        problems.add(source, e);
      }
      return Optional.empty();
    }
  }

  /// Whether all that is wrong is that a variable was refused, which has been said where it stands.
  private boolean followsFromAnother(ExpressionException failure) {
    return failure.mistakes().stream()
        .allMatch(mistake ->
            refused.stream()
                .anyMatch(name -> mistake.message().startsWith("undefined field '" + name + "'")));
  }

  /// An expression that is evaluated at some points must not read what is not there.
  private void readable(ExpressionSource source, Set<EnforcementPoint> points) {
    Expression expression = planned.get(source);
    if (expression == null) {
      return;
    }
    for (ExpressionReview.Read read : ExpressionReview.inputs(expression)) {
      Set<String> names = new TreeSet<>();
      roots(read.path(), expression, names);
      for (EnforcementPoint point : points) {
        names.stream()
            .filter(name -> !PointRules.inputs(point).contains(name))
            .forEach(name ->
                problems.add(
                    source.at(read.line(), read.column()),
                    source.field(),
                    name.equals(read.path())
                        ? name + " is no input at the point " + point.text()
                        : "reads a variable that reads "
                            + name
                            + ", which is no input at the point "
                            + point.text(),
                    "inputs there are " + String.join(", ", PointRules.inputs(point))));
      }
    }
  }

  /// What a name leads to: itself, or what the variables read that an expression reads.
  private void roots(String name, Expression expression, Set<String> roots) {
    if (!name.equals("variables")) {
      roots.add(name);
      return;
    }
    for (Map.Entry<String, Expression> variable : variables.entrySet()) {
      if (expression.reads().contains("variables." + variable.getKey())) {
        Set<String> known = variableRoots.get(variable.getKey());
        if (known == null) {
          known = rootsOf(variable.getValue());
          variableRoots.put(variable.getKey(), known);
        }
        roots.addAll(known);
      }
    }
  }

  private Set<String> rootsOf(Expression expression) {
    Set<String> roots = new TreeSet<>();
    for (ExpressionReview.Read read : ExpressionReview.inputs(expression)) {
      roots(read.path(), expression, roots);
    }
    return roots;
  }
}
