package dev.phaseledger.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import java.util.Map;

/// How many of its inputs' texts and lists an expression can join into one value. A text that is
/// joined with itself, under a name of its own, again and again, grows without bound otherwise:
/// loops may not join, but variables can.
final class JoinedTexts {

  private final CelAbstractSyntaxTree ast;
  private final Map<String, FieldType> variables;

  private JoinedTexts(CelAbstractSyntaxTree ast, Map<String, FieldType> variables) {
    this.ast = ast;
    this.variables = variables;
  }

  /// The most that the value can be, in inputs; [Limits#JOINED_TEXTS_MAX] and one if it is more.
  ///
  /// @param variables the map's own variables, with what they join themselves
  static int of(CelAbstractSyntaxTree ast, Map<String, FieldType> variables) {
    return new JoinedTexts(ast, variables).joined(ast.getExpr());
  }

  private int joined(CelExpr expression) {
    if (!ast.getType(expression.id()).map(JoinedTexts::grows).orElse(true)) {
      return 1;
    }
    return switch (expression.getKind()) {
      case SELECT -> selected(expression.select());
      case CALL -> called(expression.call());
      case CONSTANT, IDENT, COMPREHENSION, NOT_SET, STRUCT -> 1;
      case LIST, MAP -> parts(expression);
    };
  }

  private static boolean grows(CelType type) {
    return switch (type.kind()) {
      case BOOL, INT, DOUBLE, TIMESTAMP, DURATION -> false;
      default -> true;
    };
  }

  private int selected(CelExpr.CelSelect select) {
    CelExpr operand = select.operand();
    boolean own =
        operand.getKind() == CelExpr.ExprKind.Kind.IDENT
            && operand.ident().name().equals("variables");
    return own && variables.get(select.field()) instanceof FieldType.Checked checked
        ? checked.joined()
        : joined(operand);
  }

  private int called(CelExpr.CelCall call) {
    if (!call.function().equals("_?_:_")) {
      return limited(
          call.target().stream().mapToInt(this::joined).sum()
              + call.args().stream().mapToInt(this::joined).sum());
    }
    return Math.max(joined(call.args().get(1)), joined(call.args().get(2)));
  }

  private int parts(CelExpr expression) {
    return limited(ExpressionReads.parts(expression).mapToInt(this::joined).sum());
  }

  private static int limited(int joined) {
    return Math.clamp(joined, 1, Limits.JOINED_TEXTS_MAX + 1);
  }
}
