package dev.phaseledger.policy.cel;

import com.google.common.collect.Sets;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// Finds inputs that an expression reads though they may be missing, without having asked.
///
/// It follows what conditions say: behind `has(x.y) &&`, or where `k in m` holds, they are there. A
/// path that was read where the expression has a value is there as well.
final class Presence {

  static final String VARIABLES = "variables";

  /// Members of the environment's own shapes that a live decision may lack.
  private static final Map<String, Set<String>> OPTIONAL =
      Map.of(
          GovShapes.COMMAND.name(), Set.of("branch", "env", "diffLines", "phase"),
          GovShapes.AGENT.name(), Set.of("tier"),
          GovShapes.CONTRACT.name(),
              Set.of(
                  "parent",
                  "template",
                  "maxActions",
                  "budgetMicros",
                  "maxActionsPerHour",
                  "quorum"),
          GovShapes.RUN.name(), GovShapes.RUN.fields().keySet(),
          GovShapes.EVIDENCE.name(), Set.of("passed", "commit"),
          GovShapes.APPROVAL.name(), Set.of("role"),
          GovShapes.TRANSITION.name(), Set.of("from"),
          GovShapes.OUTCOME.name(), Set.of("costMicros"),
          GovShapes.PUBLICATION.name(), Set.of("previousVersion"));

  /// Shapes whose members a map declares and nobody is bound to send.
  private static final Set<String> OPEN =
      Set.of(GovShapes.PARAMETERS, GovShapes.ATTRIBUTES, GovShapes.FACTS);

  /// What is known of one of the map's variables.
  private record Known(
      Set<String> ifTrue, Set<String> ifFalse, Set<String> read, Set<String> missing) {}

  /// A part of an expression and the value it is taken to have.
  private record Asked(long part, boolean value) {}

  private final Canonical canonical;
  private final Map<String, Known> variables = new HashMap<>();

  Presence(Canonical canonical) {
    this.canonical = canonical;
  }

  void variable(String name, CelAbstractSyntaxTree ast) {
    Map<String, CelExpr> missing = new LinkedHashMap<>();
    new Walk(ast, missing::putIfAbsent).visit(ast.getExpr(), Set.of());
    Walk walk = new Walk(ast, (_, _) -> {});
    variables.put(
        name,
        new Known(
            walk.implied(ast.getExpr(), true),
            walk.implied(ast.getExpr(), false),
            walk.read(ast.getExpr()),
            Set.copyOf(missing.keySet())));
  }

  /// The paths that are there if an expression has this value.
  Set<String> implied(CelAbstractSyntaxTree ast, boolean value) {
    return new Walk(ast, (_, _) -> {}).implied(ast.getExpr(), value);
  }

  /// The paths that are read though they may be missing, each with the first place where.
  ///
  /// @param given paths that are there
  Map<String, CelExpr> missing(CelAbstractSyntaxTree ast, Set<String> given) {
    Map<String, CelExpr> missing = new LinkedHashMap<>();
    new Walk(ast, missing::putIfAbsent).visit(ast.getExpr(), given);
    return missing;
  }

  private final class Walk {

    private final CelAbstractSyntaxTree ast;
    private final BiConsumer<String, CelExpr> report;
    private final Map<Asked, Set<String>> known = new HashMap<>();

    Walk(CelAbstractSyntaxTree ast, BiConsumer<String, CelExpr> report) {
      this.ast = ast;
      this.report = report;
    }

    /// Found out once for each part: conditions nest, and each is asked for both of its values.
    Set<String> implied(CelExpr expression, boolean value) {
      Asked asked = new Asked(expression.id(), value);
      Set<String> answer = known.get(asked);
      if (answer == null) {
        answer = Set.copyOf(found(expression, value));
        known.put(asked, answer);
      }
      return answer;
    }

    private Set<String> found(CelExpr expression, boolean value) {
      Optional<String> variable = variableOf(expression);
      if (variable.isPresent()) {
        Known said = variables.get(variable.get());
        return said == null ? Set.of() : value ? said.ifTrue() : said.ifFalse();
      }
      if (isTest(expression)) {
        CelExpr.CelSelect test = expression.select();
        Set<String> read = read(test.operand());
        return value ? plus(read, canonical.of(test.operand()) + "." + test.field()) : read;
      }
      if (expression.getKind() != CelExpr.ExprKind.Kind.CALL) {
        return read(expression);
      }
      List<CelExpr> args = expression.call().args();
      return switch (expression.call().function()) {
        case Canonical.AND ->
            value
                ? Sets.union(implied(args.get(0), true), implied(args.get(1), true))
                : Sets.intersection(implied(args.get(0), false), implied(args.get(1), false));
        case Canonical.OR ->
            value
                ? Sets.intersection(implied(args.get(0), true), implied(args.get(1), true))
                : Sets.union(implied(args.get(0), false), implied(args.get(1), false));
        case Canonical.NOT -> implied(args.get(0), !value);
        case Canonical.CONDITIONAL ->
            Sets.intersection(
                Sets.union(implied(args.get(0), true), implied(args.get(1), value)),
                Sets.union(implied(args.get(0), false), implied(args.get(2), value)));
        case Canonical.IN ->
            value && kind(args.get(1)) == CelKind.MAP
                ? plus(
                    read(expression),
                    canonical.of(args.get(1)) + "[" + canonical.of(args.get(0)) + "]")
                : read(expression);
        default -> read(expression);
      };
    }

    /// The paths that an expression reads whenever it has a value.
    Set<String> read(CelExpr expression) {
      Optional<String> variable = variableOf(expression);
      if (variable.isPresent()) {
        Known said = variables.get(variable.get());
        Set<String> own = Set.of(canonical.of(expression));
        return said == null ? own : both(own, said.read());
      }
      return switch (expression.getKind()) {
        case SELECT ->
            isTest(expression)
                ? read(expression.select().operand())
                : plus(read(expression.select().operand()), canonical.of(expression));
        case COMPREHENSION -> read(expression.comprehension().iterRange());
        case CALL ->
            switch (expression.call().function()) {
              case Canonical.AND, Canonical.OR -> Set.of();
              case Canonical.CONDITIONAL -> read(expression.call().args().getFirst());
              case Canonical.INDEX -> plus(readParts(expression), canonical.of(expression));
              default -> readParts(expression);
            };
        default -> readParts(expression);
      };
    }

    private Set<String> readParts(CelExpr expression) {
      return ExpressionReads.parts(expression).map(this::read).reduce(Set.of(), Presence::both);
    }

    void visit(CelExpr expression, Set<String> given) {
      Optional<String> variable = variableOf(expression);
      if (variable.isPresent()) {
        Known said = variables.get(variable.get());
        if (said != null) {
          said.missing().stream()
              .filter(path -> !given.contains(path))
              .sorted()
              .forEach(path -> report.accept(path, expression));
        }
        return;
      }
      if (expression.getKind() == CelExpr.ExprKind.Kind.CALL && logic(expression.call(), given)) {
        return;
      }
      if (mayBeMissing(expression) && !given.contains(canonical.of(expression))) {
        report.accept(canonical.of(expression), expression);
      }
      ExpressionReads.parts(expression).forEach(part -> visit(part, given));
    }

    /// Neither operand of `&&` and `||` matters where the other one decides.
    private boolean logic(CelExpr.CelCall call, Set<String> given) {
      List<CelExpr> args = call.args();
      switch (call.function()) {
        case Canonical.AND, Canonical.OR -> {
          boolean open = call.function().equals(Canonical.AND);
          visit(args.get(0), both(given, implied(args.get(1), open)));
          visit(args.get(1), both(given, implied(args.get(0), open)));
        }
        case Canonical.CONDITIONAL -> {
          visit(args.get(0), given);
          visit(args.get(1), both(given, implied(args.get(0), true)));
          visit(args.get(2), both(given, implied(args.get(0), false)));
        }
        // An optional member is what asks.
        case "_?._", "_[?_]" -> visit(args.get(0), given);
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean mayBeMissing(CelExpr expression) {
      if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
        return expression.call().function().equals(Canonical.INDEX)
            && kind(expression.call().args().getFirst()) == CelKind.MAP;
      }
      if (expression.getKind() != CelExpr.ExprKind.Kind.SELECT || isTest(expression)) {
        return false;
      }
      String shape = ast.getType(expression.select().operand().id()).map(CelType::name).orElse("");
      // The facts of a kind with keys are there, if only none of them.
      boolean keyed = shape.equals(GovShapes.FACTS) && kind(expression) == CelKind.MAP;
      return !keyed
          && (OPEN.contains(shape)
              || OPTIONAL.getOrDefault(shape, Set.of()).contains(expression.select().field()));
    }

    private CelKind kind(CelExpr expression) {
      return ast.getType(expression.id()).map(CelType::kind).orElse(CelKind.UNSPECIFIED);
    }
  }

  private static boolean isTest(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.SELECT && expression.select().testOnly();
  }

  private static Optional<String> variableOf(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.SELECT
            && !expression.select().testOnly()
            && expression.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT
            && expression.select().operand().ident().name().equals(VARIABLES)
        ? Optional.of(expression.select().field())
        : Optional.empty();
  }

  private static Set<String> plus(Set<String> paths, String path) {
    return both(paths, Set.of(path));
  }

  /// A copy, not a view: views of views take as long as all the ways that lead through them.
  static Set<String> both(Set<String> some, Set<String> others) {
    return others.isEmpty() ? some : Sets.union(some, others).immutableCopy();
  }
}
