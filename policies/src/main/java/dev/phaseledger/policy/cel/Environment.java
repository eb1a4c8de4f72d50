package dev.phaseledger.policy.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.StructType;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.phaseledger.policy.cel.ExpressionException.Mistake;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a map's expressions may read and call. Built from scratch for each set of shapes; safe to
/// share between threads.
public final class Environment {

  /// The name under which maps ask for this environment.
  public static final String ID = "gov-cel/1";

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .maxExpressionCodePointSize(Limits.EXPRESSION_CODE_POINTS_MAX)
          .maxParseRecursionDepth(Limits.PARSE_DEPTH_MAX)
          .comprehensionMaxIterations(Limits.ITERATIONS_MAX)
          .build();

  private final Cel cel;
  private final Map<String, OwnFunction> functions;

  private final NameHints hints;

  /// Empty unless expressions are watched.
  private final Optional<Branches> branches;

  private Environment(
      Cel cel, Map<String, OwnFunction> functions, NameHints hints, Optional<Branches> branches) {
    this.cel = cel;
    this.functions = functions;
    this.hints = hints;
    this.branches = branches;
  }

  /// The environment in which these shapes are known.
  public static Environment of(Collection<Shape> shapes) {
    return of(GovShapes.variables(), shapes);
  }

  /// An environment in which expressions start from other variables than a map's.
  ///
  /// @param variables the names that expressions start from, with their types
  public static Environment of(Map<String, FieldType> variables, Collection<Shape> shapes) {
    return of(variables, shapes, Optional.empty());
  }

  /// The environment in which these shapes are known, and whose expressions are watched.
  public static Environment watched(Collection<Shape> shapes, Branches branches) {
    return of(GovShapes.variables(), shapes, Optional.of(branches));
  }

  private static Environment of(
      Map<String, FieldType> variables, Collection<Shape> shapes, Optional<Branches> branches) {
    CelBuilder builder = CelFactory.plannerCelBuilder();
    builder.setOptions(OPTIONS);
    builder.setStandardMacros(GovMacros.STANDARD);
    builder.addMacros(GovMacros.OWN);
    builder.setTypeProvider(new ShapeTypes(shapes));
    builder.addCompilerLibraries(CelOptionalLibrary.INSTANCE);
    builder.addRuntimeLibraries(CelOptionalLibrary.INSTANCE);
    builder.setStandardFunctions(
        CelStandardFunctions.newBuilder()
            .excludeFunctions(
                CelStandardFunctions.StandardFunction.MATCHES,
                CelStandardFunctions.StandardFunction.CONTAINS)
            .build());
    builder.addFunctionDeclarations(GovFunctions.DECLARATIONS);
    List<CelFunctionBinding> functions = GovFunctions.bindings(new Patterns());
    builder.addFunctionBindings(functions);
    variables.forEach((name, type) -> builder.addVar(name, type.cel()));
    branches.ifPresent(watch -> {
      builder.addFunctionDeclarations(Branches.declaration());
      builder.addFunctionBindings(watch.binding());
    });
    return new Environment(
        builder.build(),
        OwnFunction.byOverload(functions),
        new NameHints(variables, shapes),
        branches);
  }

  /// Everything that determines what an expression means, as text to be digested.
  public static String describe() {
    return describe(GovShapes.FIXED);
  }

  /// The same of an environment that starts from other variables.
  public static String describe(Map<String, FieldType> variables, Collection<Shape> shapes) {
    return describe(shapes) + "\n" + new TreeMap<>(variables);
  }

  private static String describe(Collection<Shape> shapes) {
    return ID
        + "\n"
        + shapes.stream().map(Shape::toString).collect(Collectors.joining("\n"))
        + "\n"
        + GovFunctions.DECLARATIONS.stream()
            .flatMap(function -> function.overloads().stream())
            .map(overload -> overload.overloadId())
            .collect(Collectors.joining(" "))
        + "\n"
        + Limits.describe();
  }

  /// Checks and plans an expression of any type.
  ///
  /// @throws ExpressionException with every mistake found
  public Expression compile(String source) throws ExpressionException {
    CelAbstractSyntaxTree ast = check(source);
    List<Mistake> mistakes = ExpressionChecks.of(ast).mistakes();
    if (!mistakes.isEmpty()) {
      throw new ExpressionException(mistakes);
    }
    try {
      return new Expression(
          cel.createProgram(planned(ast, source)),
          // What is watched is what the library does.
          branches.isEmpty() ? DirectPlanner.plan(ast, functions) : Optional.empty(),
          new FieldType.Checked(ast.getResultType()),
          ExpressionReads.of(ast.getExpr()),
          ExpressionReads.calls(ast.getExpr(), Steps.COUNTED),
          ast);
    } catch (CelEvaluationException e) {
      throw new ExpressionException(List.of(new Mistake(1, 0, "cannot be planned: " + e)));
    }
  }

  /// Checks and plans an expression that must have one of these types.
  ///
  /// @throws ExpressionException with every mistake found
  public Expression compile(String source, FieldType... wanted) throws ExpressionException {
    Expression expression = compile(source);
    CelType type = expression.type().cel();
    for (FieldType each : wanted) {
      if (each.cel().equals(type)) {
        return expression;
      }
    }
    String names =
        List.of(wanted).stream().map(Object::toString).collect(Collectors.joining(" or "));
    throw new ExpressionException(
        List.of(new Mistake(1, 0, "must be " + names + ", but is " + ExpressionChecks.name(type))));
  }

  private CelAbstractSyntaxTree planned(CelAbstractSyntaxTree checked, String source) {
    if (branches.isEmpty()) {
      return checked;
    }
    try {
      return branches.get().watch(cel, source);
    } catch (CelValidationException e) {
      throw new IllegalStateException("a checked expression cannot be watched: " + source, e);
    }
  }

  private CelAbstractSyntaxTree check(String source) throws ExpressionException {
    Optional<CelAbstractSyntaxTree> parsed = Optional.empty();
    try {
      parsed = Optional.of(cel.parse(source).getAst());
      return cel.check(parsed.get()).getAst();
    } catch (CelValidationException e) {
      Optional<CelAbstractSyntaxTree> known = parsed;
      throw new ExpressionException(
          e.getErrors().stream()
              .map(issue -> hints.hinted(mistake(issue), source, known))
              .toList());
    }
  }

  private static Mistake mistake(CelIssue issue) {
    return new Mistake(
        Math.max(1, issue.getSourceLocation().getLine()),
        Math.max(0, issue.getSourceLocation().getColumn()),
        issue.getMessage());
  }

  /// Makes the shapes known to the checker.
  private static final class ShapeTypes implements CelTypeProvider {

    private final ImmutableMap<String, CelType> types;

    ShapeTypes(Collection<Shape> shapes) {
      this.types =
          shapes.stream().collect(ImmutableMap.toImmutableMap(Shape::name, ShapeTypes::structure));
    }

    private static CelType structure(Shape shape) {
      ImmutableMap<String, CelType> members =
          shape.fields().entrySet().stream()
              .collect(
                  ImmutableMap.toImmutableMap(Map.Entry::getKey, entry -> entry.getValue().cel()));
      return StructType.create(
          shape.name(),
          ImmutableSet.copyOf(members.keySet()),
          field -> Optional.ofNullable(members.get(field)));
    }

    @Override
    public ImmutableCollection<CelType> types() {
      return types.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(types.get(name));
    }
  }
}
