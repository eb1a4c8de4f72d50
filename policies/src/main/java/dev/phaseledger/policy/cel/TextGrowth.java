package dev.phaseledger.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.Map;

/// Bounds what an expression can put together: variables that join a text with itself would double
/// it each time.
final class TextGrowth {

  private final CelAbstractSyntaxTree ast;
  private final Map<String, Long> variables;

  private TextGrowth(CelAbstractSyntaxTree ast, Map<String, Long> variables) {
    this.ast = ast;
    this.variables = variables;
  }

  /// Length of the value of an expression, in characters or elements, taking each text and list
  /// among the inputs to have [Limits#TEXT_CHARS_ASSUMED].
  ///
  /// @param variables the same of the map's variables
  static long of(CelAbstractSyntaxTree ast, Map<String, Long> variables) {
    return new TextGrowth(ast, variables).length(ast.getExpr());
  }

  private long length(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT ->
          expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
              ? expression.constant().stringValue().length()
              : 1;
      case SELECT -> selected(expression);
      case CALL, LIST, STRUCT, MAP -> grows(expression) ? parts(expression) : longest(expression);
      case NOT_SET, IDENT, COMPREHENSION -> assumed(expression);
    };
  }

  private long selected(CelExpr expression) {
    CelExpr operand = expression.select().operand();
    if (operand.getKind() == CelExpr.ExprKind.Kind.IDENT
        && operand.ident().name().equals(Presence.VARIABLES)) {
      return variables.getOrDefault(expression.select().field(), assumed(expression));
    }
    return assumed(expression);
  }

  private boolean grows(CelExpr expression) {
    return switch (kind(expression)) {
      case STRING, BYTES, LIST, MAP -> true;
      default -> false;
    };
  }

  private long parts(CelExpr expression) {
    long sum = 1;
    for (CelExpr part : ExpressionReads.parts(expression).toList()) {
      sum = Math.min(Limits.TEXT_CHARS_MAX + 1L, sum + length(part));
    }
    return sum;
  }

  /// What is put together on the way to a value without length counts as well.
  private long longest(CelExpr expression) {
    return ExpressionReads.parts(expression).mapToLong(this::length).max().orElse(1);
  }

  private long assumed(CelExpr expression) {
    return grows(expression) ? Limits.TEXT_CHARS_ASSUMED : 1;
  }

  private CelKind kind(CelExpr expression) {
    return ast.getType(expression.id()).map(CelType::kind).orElse(CelKind.UNSPECIFIED);
  }
}
