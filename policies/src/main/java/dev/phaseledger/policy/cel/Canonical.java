package dev.phaseledger.policy.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes expressions so that those which obviously mean the same are written the same: without
/// white space, with the operands of `&&`, `||`, `==` and `!=` sorted, and with one direction of
/// each comparison.
final class Canonical {

  static final String AND = "_&&_";
  static final String OR = "_||_";
  static final String NOT = "!_";
  static final String CONDITIONAL = "_?_:_";
  static final String EQUAL = "_==_";
  static final String UNEQUAL = "_!=_";
  static final String LESS = "_<_";
  static final String LESS_OR_EQUAL = "_<=_";
  static final String GREATER = "_>_";
  static final String GREATER_OR_EQUAL = "_>=_";
  static final String IN = "@in";
  static final String INDEX = "_[_]";

  /// What one of the map's variables stands for, if it is only another name of it.
  private final Function<String, String> alias;

  Canonical(Function<String, String> alias) {
    this.alias = alias;
  }

  String of(CelExpr expression) {
    return switch (expression.getKind()) {
      case NOT_SET -> "";
      case CONSTANT -> constant(expression.constant());
      case IDENT -> expression.ident().name();
      case SELECT -> select(expression.select());
      case CALL -> call(expression.call());
      case COMPREHENSION -> loop(expression.comprehension());
      case LIST, STRUCT, MAP ->
          ExpressionReads.parts(expression)
              .map(this::of)
              .collect(Collectors.joining(",", expression.getKind() + "[", "]"));
    };
  }

  /// The opposite of a condition.
  String negated(CelExpr expression) {
    if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
      CelExpr.CelCall call = expression.call();
      List<CelExpr> args = call.args();
      switch (call.function()) {
        case NOT -> {
          return of(args.getFirst());
        }
        case AND -> {
          return sorted(OR, flat(AND, expression), this::negated);
        }
        case OR -> {
          return sorted(AND, flat(OR, expression), this::negated);
        }
        case EQUAL -> {
          return sorted(UNEQUAL, args, this::of);
        }
        case UNEQUAL -> {
          return sorted(EQUAL, args, this::of);
        }
        case LESS -> {
          return pair(LESS_OR_EQUAL, args.get(1), args.get(0));
        }
        case LESS_OR_EQUAL -> {
          return pair(LESS, args.get(1), args.get(0));
        }
        case GREATER -> {
          return pair(LESS_OR_EQUAL, args.get(0), args.get(1));
        }
        case GREATER_OR_EQUAL -> {
          return pair(LESS, args.get(0), args.get(1));
        }
        default -> {
          // Other calls have no opposite that is written without a negation.
        }
      }
    }
    return NOT + "(" + of(expression) + ")";
  }

  private String select(CelExpr.CelSelect select) {
    if (select.testOnly()) {
      return "has(" + of(select.operand()) + "." + select.field() + ")";
    }
    CelExpr operand = select.operand();
    if (operand.getKind() == CelExpr.ExprKind.Kind.IDENT
        && operand.ident().name().equals(Presence.VARIABLES)) {
      return alias.apply(select.field());
    }
    return of(operand) + "." + select.field();
  }

  private String call(CelExpr.CelCall call) {
    List<CelExpr> args = call.args();
    return switch (call.function()) {
      case AND, OR -> sorted(call.function(), flat(call.function(), call), this::of);
      case EQUAL, UNEQUAL -> sorted(call.function(), args, this::of);
      case GREATER -> pair(LESS, args.get(1), args.get(0));
      case GREATER_OR_EQUAL -> pair(LESS_OR_EQUAL, args.get(1), args.get(0));
      case INDEX -> of(args.get(0)) + "[" + of(args.get(1)) + "]";
      default ->
          call.target().map(target -> of(target) + ".").orElse("")
              + call.function()
              + args.stream().map(this::of).collect(Collectors.joining(",", "(", ")"));
    };
  }

  private String pair(String function, CelExpr first, CelExpr second) {
    return function + "(" + of(first) + "," + of(second) + ")";
  }

  private static String sorted(
      String function, List<CelExpr> operands, Function<CelExpr, String> write) {
    return operands.stream()
        .map(write)
        .distinct()
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.joining(",", function + "(", ")"));
  }

  private static List<CelExpr> flat(String function, CelExpr expression) {
    return flat(function, expression.call());
  }

  private static List<CelExpr> flat(String function, CelExpr.CelCall call) {
    List<CelExpr> operands = new ArrayList<>();
    for (CelExpr arg : call.args()) {
      if (arg.getKind() == CelExpr.ExprKind.Kind.CALL && arg.call().function().equals(function)) {
        operands.addAll(flat(function, arg));
      } else {
        operands.add(arg);
      }
    }
    return operands;
  }

  private String loop(CelExpr.CelComprehension loop) {
    return "loop("
        + loop.iterVar()
        + ","
        + of(loop.iterRange())
        + ","
        + of(loop.accuInit())
        + ","
        + of(loop.loopCondition())
        + ","
        + of(loop.loopStep())
        + ","
        + of(loop.result())
        + ")";
  }

  private static String constant(CelConstant constant) {
    return constant.getKind() == CelConstant.Kind.STRING_VALUE
        ? '"' + constant.stringValue().replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : String.valueOf(value(constant));
  }

  /// A constant in the form the evaluator computes with; what is rare as its text.
  static Object value(CelConstant constant) {
    return switch (constant.getKind()) {
      case BOOLEAN_VALUE -> constant.booleanValue();
      case INT64_VALUE -> constant.int64Value();
      case STRING_VALUE -> constant.stringValue();
      default -> constant.toString();
    };
  }
}
