package dev.phaseledger.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.phaseledger.policy.cel.ExpressionException.Mistake;
import dev.phaseledger.policy.pattern.LinearPattern;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the environment demands beyond CEL's own type check: declared types only, nothing that
/// depends on the machine, and a cost that is bounded before anything runs.
final class ExpressionChecks {

  private static final Set<String> CALENDAR =
      Set.of(
          "getFullYear",
          "getMonth",
          "getDate",
          "getDayOfMonth",
          "getDayOfWeek",
          "getDayOfYear",
          "getHours",
          "getMinutes",
          "getSeconds",
          "getMilliseconds");

  private static final Set<String> CONCATENATIONS = Set.of("add_string", "add_bytes", "add_list");
  private static final Set<String> EQUALITIES = Set.of("_==_", "_!=_", "@in");
  private static final Set<String> LINEAR =
      Set.of("@in", "matches", "contains", "distinct", "glob", "traversalFree");
  private static final Set<String> PRODUCTS = Set.of("within", "anyGlob");
  private static final Pattern DURATION = Pattern.compile("-?(\\d+(\\.\\d+)?(h|m|s|ms|us|ns))+");

  private final CelAbstractSyntaxTree ast;
  private final List<Mistake> mistakes = new ArrayList<>();
  private boolean undeclaredReported;

  private ExpressionChecks(CelAbstractSyntaxTree ast) {
    this.ast = ast;
  }

  static ExpressionChecks of(CelAbstractSyntaxTree ast) {
    ExpressionChecks checks = new ExpressionChecks(ast);
    checks.visit(ast.getExpr(), 0);
    if (checks.mistakes.isEmpty() && cost(ast.getExpr()) > Limits.COST_STEPS_MAX) {
      checks.report(
          ast.getExpr(),
          "could cost more than " + Limits.COST_STEPS_MAX + " steps: nest fewer loops");
    }
    return checks;
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  static String name(CelType type) {
    return CelTypes.format(type);
  }

  private void visit(CelExpr expression, int loops) {
    declared(expression);
    switch (expression.getKind()) {
      case CALL -> call(expression, loops);
      case STRUCT -> report(expression, "objects cannot be built");
      case COMPREHENSION -> {
        loop(expression, loops);
        return;
      }
      default -> {
        // The checker has said everything about the others.
      }
    }
    ExpressionReads.parts(expression).forEach(part -> visit(part, loops));
  }

  private void loop(CelExpr expression, int loops) {
    CelExpr.CelComprehension comprehension = expression.comprehension();
    if (loops == Limits.COMPREHENSION_DEPTH_MAX) {
      report(
          expression,
          "loops are nested more than " + Limits.COMPREHENSION_DEPTH_MAX + " levels deep");
      return;
    }
    visit(comprehension.iterRange(), loops);
    visit(comprehension.accuInit(), loops);
    visit(comprehension.loopCondition(), loops + 1);
    visit(comprehension.loopStep(), loops + 1);
    visit(comprehension.result(), loops);
  }

  private void declared(CelExpr expression) {
    boolean undeclared = ast.getType(expression.id()).map(ExpressionChecks::holdsDyn).orElse(false);
    if (undeclared && !undeclaredReported) {
      undeclaredReported = true;
      report(expression, "has no declared type (dyn): all elements must be of one type");
    }
  }

  private static boolean holdsDyn(CelType type) {
    return type.kind() == CelKind.DYN
        || type.kind() == CelKind.ANY
        || type.parameters().stream().anyMatch(ExpressionChecks::holdsDyn);
  }

  private void call(CelExpr expression, int loops) {
    CelExpr.CelCall call = expression.call();
    if (loops > 0 && overloads(expression).stream().anyMatch(CONCATENATIONS::contains)) {
      report(expression, "must not join strings or lists within a loop");
    }
    if (EQUALITIES.contains(call.function()) && comparesObjects(call)) {
      report(expression, "objects cannot be compared as a whole: compare their members");
    }
    if (CALENDAR.contains(call.function()) && !call.args().isEmpty()) {
      boolean utc = text(call.args().getFirst()).filter("UTC"::equals).isPresent();
      if (!utc) {
        report(expression, "time zones change over time: only 'UTC' is offered");
      }
    }
    literals(expression, call);
  }

  private void literals(CelExpr expression, CelExpr.CelCall call) {
    Optional<String> last = call.args().isEmpty() ? Optional.empty() : text(call.args().getLast());
    if (last.isEmpty()) {
      return;
    }
    switch (call.function()) {
      case "matches" -> {
        try {
          LinearPattern.compile(last.get());
        } catch (IllegalArgumentException e) {
          report(expression, String.valueOf(e.getMessage()));
        }
      }
      case "timestamp" -> {
        try {
          OffsetDateTime.parse(last.get());
        } catch (DateTimeException e) {
          report(expression, "not a timestamp such as 2026-03-02T10:00:00Z: " + last.get());
        }
      }
      case "duration" -> {
        if (!DURATION.matcher(last.get()).matches()) {
          report(expression, "not a duration such as 2h or 90s: " + last.get());
        }
      }
      default -> {
        // Other functions take any text.
      }
    }
  }

  /// Looking a key up in a map compares keys only, whatever the values are.
  private boolean comparesObjects(CelExpr.CelCall call) {
    List<CelExpr> compared =
        call.function().equals("@in") ? call.args().subList(0, 1) : call.args();
    return compared.stream()
        .anyMatch(arg -> ast.getType(arg.id()).map(this::isObject).orElse(false));
  }

  private boolean isObject(CelType type) {
    return type.kind() == CelKind.STRUCT || type.parameters().stream().anyMatch(this::isObject);
  }

  private List<String> overloads(CelExpr expression) {
    return ast.getReference(expression.id())
        .map(CelReference::overloadIds)
        .map(ids -> (List<String>) ids)
        .orElse(List.of());
  }

  private static Optional<String> text(CelExpr expression) {
    if (expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      return Optional.of(expression.constant().stringValue());
    }
    return Optional.empty();
  }

  /// Steps in the worst case, taking each list to have [Limits#ITEMS_ASSUMED] elements.
  static long cost(CelExpr expression) {
    if (expression.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
      CelExpr.CelComprehension loop = expression.comprehension();
      long each = 1 + cost(loop.loopCondition()) + cost(loop.loopStep());
      return saturated(cost(loop.iterRange()) + cost(loop.accuInit()) + cost(loop.result()), each);
    }
    long own = 1;
    if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
      String function = expression.call().function();
      if (LINEAR.contains(function)) {
        own = Limits.ITEMS_ASSUMED;
      } else if (PRODUCTS.contains(function)) {
        own = (long) Limits.ITEMS_ASSUMED * Limits.ITEMS_ASSUMED;
      }
    }
    return own + ExpressionReads.parts(expression).mapToLong(ExpressionChecks::cost).sum();
  }

  private static long saturated(long outside, long each) {
    return outside + Math.min(each, Limits.COST_STEPS_MAX) * Limits.ITEMS_ASSUMED;
  }

  private void report(CelExpr expression, String message) {
    mistakes.add(mistake(ast, expression, message));
  }

  /// A mistake where a part of an expression stands.
  static Mistake mistake(CelAbstractSyntaxTree ast, CelExpr expression, String message) {
    Integer offset = ast.getSource().getPositionsMap().get(expression.id());
    CelSourceLocation place =
        Optional.ofNullable(offset)
            .flatMap(ast.getSource()::getOffsetLocation)
            .orElse(CelSourceLocation.of(1, 0));
    return new Mistake(place.getLine(), place.getColumn(), message);
  }
}
