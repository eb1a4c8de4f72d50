package dev.phaseledger.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.phaseledger.policy.cel.ExpressionException.Mistake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What can be said of the expressions of one map without evaluating them. Variables are made known
/// in their order. Not shared between threads.
public final class ExpressionReview {

  /// Length up to which a variable is seen through as another name for a path, in UTF-16 code
  /// units: paths may hold paths.
  private static final int ALIAS_CHARS_MAX = 500;

  /// What an expression may put together, in characters or elements, taking each text and list
  /// among the inputs to have a thousand.
  public static final int LENGTH_MAX = Limits.TEXT_CHARS_MAX;

  private final Map<String, String> aliases = new HashMap<>();
  private final Map<String, Object> constants = new HashMap<>();
  private final Map<String, Object> params;
  private final Canonical canonical =
      new Canonical(name -> aliases.getOrDefault(name, Presence.VARIABLES + "." + name));
  private final Presence presence = new Presence(canonical);
  private final Folding folding =
      new Folding(canonical, name -> Optional.ofNullable(constants.get(name)));
  private final Folding foldingParams;

  /// @param params the map's own values, by name
  public ExpressionReview(Map<String, Object> params) {
    this.params = Map.copyOf(params);
    this.foldingParams = new Folding(canonical, this::constantOrParam);
  }

  private Optional<Object> constantOrParam(String name) {
    String prefix = "params.";
    return Optional.ofNullable(
        name.startsWith(prefix)
            ? params.get(name.substring(prefix.length()))
            : constants.get(name));
  }

  /// A place in an expression.
  ///
  /// @param path what stands there
  /// @param line within the expression, from 1
  /// @param column within the line, from 0
  public record Read(String path, int line, int column) {}

  /// Makes a variable known to the expressions behind it.
  public void variable(String name, Expression expression) {
    CelAbstractSyntaxTree ast = expression.ast();
    presence.variable(name, ast);
    folding
        .value(ast.getExpr())
        .ifPresent(value -> constants.put(Presence.VARIABLES + "." + name, value));
    if (isPath(ast.getExpr())) {
      String path = canonical.of(ast.getExpr());
      if (path.length() <= ALIAS_CHARS_MAX) {
        aliases.put(name, path);
      }
    }
  }

  private static boolean isPath(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT -> true;
      case SELECT -> !expression.select().testOnly() && isPath(expression.select().operand());
      case CALL ->
          expression.call().function().equals(Canonical.INDEX)
              && isPath(expression.call().args().getFirst());
      default -> false;
    };
  }

  /// The value that an expression has whatever the inputs and the map's params are.
  public Optional<Object> constant(Expression expression) {
    return folding.value(expression.ast().getExpr());
  }

  /// The value that an expression has whatever the inputs are.
  public Optional<Object> constantWithParams(Expression expression) {
    return foldingParams.value(expression.ast().getExpr());
  }

  /// A text that expressions share if they obviously mean the same.
  public String canonical(Expression expression) {
    return canonical.of(expression.ast().getExpr());
  }

  /// The text of what is true exactly where an expression is not.
  public String negated(Expression expression) {
    return canonical.negated(expression.ast().getExpr());
  }

  /// Steps that an evaluation may take at most, without those of variables, lists being as long as
  /// the environment takes them to be.
  public static long steps(Expression expression) {
    return ExpressionChecks.cost(expression.ast().getExpr());
  }

  /// Length of what an expression puts together at most, in characters or elements.
  ///
  /// @param variables the same of the map's variables
  public static long length(Expression expression, Map<String, Long> variables) {
    return TextGrowth.of(expression.ast(), variables);
  }

  /// What an expression starts from, each name once, where it stands first.
  public static List<Read> inputs(Expression expression) {
    List<Read> inputs = new ArrayList<>();
    collect(expression.ast(), expression.ast().getExpr(), Set.of(), new HashSet<>(), inputs);
    return inputs;
  }

  private static void collect(
      CelAbstractSyntaxTree ast,
      CelExpr expression,
      Set<String> bound,
      Set<String> seen,
      List<Read> inputs) {
    switch (expression.getKind()) {
      case IDENT -> {
        String name = expression.ident().name();
        if (!bound.contains(name) && seen.add(name)) {
          inputs.add(read(ast, name, expression));
        }
      }
      case COMPREHENSION -> {
        CelExpr.CelComprehension loop = expression.comprehension();
        collect(ast, loop.iterRange(), bound, seen, inputs);
        Set<String> inner = Presence.both(bound, Set.of(loop.iterVar(), loop.accuVar()));
        ExpressionReads.parts(expression)
            .skip(1)
            .forEach(part -> collect(ast, part, inner, seen, inputs));
      }
      default ->
          ExpressionReads.parts(expression)
              .forEach(part -> collect(ast, part, bound, seen, inputs));
    }
  }

  /// Inputs that an expression reads though they may be missing, without having asked.
  ///
  /// @param held conditions that hold whenever it is evaluated
  /// @param broken conditions that do not hold then
  public List<Read> missing(
      Expression expression, Collection<Expression> held, Collection<Expression> broken) {
    Set<String> given = Set.of();
    for (Expression each : held) {
      given = Presence.both(given, presence.implied(each.ast(), true));
    }
    for (Expression each : broken) {
      given = Presence.both(given, presence.implied(each.ast(), false));
    }
    List<Read> missing = new ArrayList<>();
    presence
        .missing(expression.ast(), given)
        .forEach((path, place) -> missing.add(read(expression.ast(), path, start(place))));
    return missing;
  }

  /// Where a path starts.
  private static CelExpr start(CelExpr expression) {
    return switch (expression.getKind()) {
      case SELECT -> start(expression.select().operand());
      case CALL ->
          expression.call().function().equals(Canonical.INDEX)
              ? start(expression.call().args().getFirst())
              : expression;
      default -> expression;
    };
  }

  private static Read read(CelAbstractSyntaxTree ast, String path, CelExpr expression) {
    Mistake place = ExpressionChecks.mistake(ast, expression, "");
    return new Read(path, place.line(), place.column());
  }
}
