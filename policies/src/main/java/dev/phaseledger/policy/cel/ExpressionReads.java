package dev.phaseledger.policy.cel;

import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Walks the parts of an expression.
final class ExpressionReads {

  private ExpressionReads() {}

  /// The names an expression starts from, and those names with one member.
  static Set<String> of(CelExpr expression) {
    Set<String> reads = new TreeSet<>();
    collect(expression, reads);
    return reads;
  }

  private static void collect(CelExpr expression, Set<String> reads) {
    switch (expression.getKind()) {
      case IDENT -> reads.add(expression.ident().name());
      case SELECT -> {
        CelExpr operand = expression.select().operand();
        if (operand.getKind() == CelExpr.ExprKind.Kind.IDENT) {
          reads.add(operand.ident().name() + "." + expression.select().field());
        }
      }
      case CALL -> optionalMember(expression, reads);
      default -> {
        // Only names and selections read something by themselves.
      }
    }
    parts(expression).forEach(part -> collect(part, reads));
  }

  /// `name.?member` reads a member as `name.member` does.
  private static void optionalMember(CelExpr expression, Set<String> reads) {
    List<CelExpr> args = expression.call().args();
    if (expression.call().function().equals("_?._")
        && args.get(0).getKind() == CelExpr.ExprKind.Kind.IDENT
        && args.get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      reads.add(args.get(0).ident().name() + "." + args.get(1).constant().stringValue());
    }
  }

  /// Whether an expression calls one of these functions.
  static boolean calls(CelExpr expression, Set<String> functions) {
    return (expression.getKind() == CelExpr.ExprKind.Kind.CALL
            && functions.contains(expression.call().function()))
        || parts(expression).anyMatch(part -> calls(part, functions));
  }

  /// The parts an expression is made of, one level down.
  static Stream<CelExpr> parts(CelExpr expression) {
    return switch (expression.getKind()) {
      case NOT_SET, CONSTANT, IDENT -> Stream.empty();
      case SELECT -> Stream.of(expression.select().operand());
      case CALL ->
          Stream.concat(expression.call().target().stream(), expression.call().args().stream());
      case LIST -> expression.list().elements().stream();
      case STRUCT -> expression.struct().entries().stream().map(entry -> entry.value());
      case MAP ->
          expression.map().entries().stream()
              .flatMap(entry -> Stream.of(entry.key(), entry.value()));
      case COMPREHENSION ->
          Stream.of(
              expression.comprehension().iterRange(),
              expression.comprehension().accuInit(),
              expression.comprehension().loopCondition(),
              expression.comprehension().loopStep(),
              expression.comprehension().result());
    };
  }
}
