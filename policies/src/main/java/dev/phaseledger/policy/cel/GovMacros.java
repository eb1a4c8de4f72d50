package dev.phaseledger.policy.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Optional;

/// The loops of the environment. `filter` and `map` are refused: they build a list element by
/// element, which costs the square of its length.
final class GovMacros {

  static final List<CelStandardMacro> STANDARD =
      List.of(
          CelStandardMacro.HAS,
          CelStandardMacro.ALL,
          CelStandardMacro.EXISTS,
          CelStandardMacro.EXISTS_ONE);

  /// `list.count(x, condition)` and `list.sum(x, int)`, and advice in place of what is refused.
  static final List<CelMacro> OWN =
      List.of(
          CelMacro.newReceiverMacro("count", 2, GovMacros::count),
          CelMacro.newReceiverMacro("sum", 2, GovMacros::sum),
          refused("filter", 2),
          refused("map", 2),
          refused("map", 3));

  private GovMacros() {}

  private static Optional<CelExpr> count(
      CelMacroExprFactory factory, CelExpr target, List<CelExpr> args) {
    String total = factory.getAccumulatorVarName();
    CelExpr step =
        factory.newGlobalCall(
            Operator.CONDITIONAL.getFunction(),
            args.get(1),
            factory.newGlobalCall(
                Operator.ADD.getFunction(), factory.newIdentifier(total), factory.newIntLiteral(1)),
            factory.newIdentifier(total));
    return fold(factory, target, args.get(0), step);
  }

  private static Optional<CelExpr> sum(
      CelMacroExprFactory factory, CelExpr target, List<CelExpr> args) {
    CelExpr step =
        factory.newGlobalCall(
            Operator.ADD.getFunction(),
            factory.newIdentifier(factory.getAccumulatorVarName()),
            args.get(1));
    return fold(factory, target, args.get(0), step);
  }

  private static Optional<CelExpr> fold(
      CelMacroExprFactory factory, CelExpr target, CelExpr variable, CelExpr step) {
    if (variable.getKind() != CelExpr.ExprKind.Kind.IDENT) {
      return Optional.of(
          factory.reportError(
              CelIssue.formatError(
                  factory.getSourceLocation(variable),
                  "the first argument must be the name of a loop variable")));
    }
    String total = factory.getAccumulatorVarName();
    return Optional.of(
        factory.fold(
            variable.ident().name(),
            target,
            total,
            factory.newIntLiteral(0),
            factory.newBoolLiteral(true),
            step,
            factory.newIdentifier(total)));
  }

  private static CelMacro refused(String name, int arguments) {
    return CelMacro.newReceiverMacro(
        name,
        arguments,
        (factory, target, args) ->
            Optional.of(
                factory.reportError(
                    CelIssue.formatError(
                        factory.getSourceLocation(target),
                        "'"
                            + name
                            + "' builds lists and is not offered: use count(x, condition),"
                            + " exists(x, condition), all(x, condition) or sum(x, number)"))));
  }
}
