package dev.phaseledger.policy.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.phaseledger.policy.cel.DirectPlanner.NotDirectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The direct forms of loops. A loop is known by what its macro expands to; any other has none.
final class DirectLoops {

  private final DirectPlanner planner;

  DirectLoops(DirectPlanner planner) {
    this.planner = planner;
  }

  Direct plan(CelComprehension loop) throws NotDirectException {
    if (!loop.iterVar2().isEmpty()) {
      throw new NotDirectException();
    }
    String total = loop.accuVar();
    CelExpr condition = loop.loopCondition();
    CelExpr step = loop.loopStep();
    boolean bare = isName(loop.result(), total);
    if (isConstant(loop.accuInit(), CelConstant.ofValue(true))
        && isOngoing(condition, total, false)
        && isCall(step, "_&&_", 2)
        && isName(step.call().args().getFirst(), total)
        && bare) {
      return untilFound(loop, step.call().args().get(1), false);
    }
    if (isConstant(loop.accuInit(), CelConstant.ofValue(false))
        && isOngoing(condition, total, true)
        && isCall(step, "_||_", 2)
        && isName(step.call().args().getFirst(), total)
        && bare) {
      return untilFound(loop, step.call().args().get(1), true);
    }
    if (!isConstant(loop.accuInit(), CelConstant.ofValue(0L))
        || !isConstant(condition, CelConstant.ofValue(true))) {
      throw new NotDirectException();
    }
    return totalled(loop, total, step, bare);
  }

  private Direct totalled(CelComprehension loop, String total, CelExpr step, boolean bare)
      throws NotDirectException {
    Optional<CelExpr> counted = counted(step, total);
    if (counted.isPresent()) {
      Direct count = count(loop, counted.get());
      if (bare) {
        return count;
      }
      if (isCall(loop.result(), "_==_", 2)
          && isName(loop.result().call().args().get(0), total)
          && isConstant(loop.result().call().args().get(1), CelConstant.ofValue(1L))) {
        return new Direct.Truth() {
          @Override
          boolean truth(Inputs inputs, Loops loops) {
            return count.whole(inputs, loops) == 1;
          }
        };
      }
    }
    if (bare
        && isCall(step, "_+_", 2)
        && isName(step.call().args().getFirst(), total)
        && planner.overload(step).equals("add_int64")) {
      return sum(loop, step.call().args().get(1));
    }
    throw new NotDirectException();
  }

  /// The condition in `condition ? total + 1 : total`.
  private static Optional<CelExpr> counted(CelExpr step, String total) {
    if (!isCall(step, "_?_:_", 3)) {
      return Optional.empty();
    }
    List<CelExpr> args = step.call().args();
    CelExpr more = args.get(1);
    boolean counts =
        isName(args.get(2), total)
            && isCall(more, "_+_", 2)
            && isName(more.call().args().get(0), total)
            && isConstant(more.call().args().get(1), CelConstant.ofValue(1L));
    return counts ? Optional.of(args.getFirst()) : Optional.empty();
  }

  /// Whether a condition ends a loop once its total is decided: `@not_strictly_false(total)`, or of
  /// its negation.
  private static boolean isOngoing(CelExpr condition, String total, boolean negated) {
    if (!isCall(condition, "@not_strictly_false", 1)) {
      return false;
    }
    CelExpr told = condition.call().args().getFirst();
    return negated
        ? isCall(told, "!_", 1) && isName(told.call().args().getFirst(), total)
        : isName(told, total);
  }

  private static boolean isCall(CelExpr expression, String function, int arguments) {
    return expression.getKind() == CelExpr.ExprKind.Kind.CALL
        && expression.call().function().equals(function)
        && expression.call().target().isEmpty()
        && expression.call().args().size() == arguments;
  }

  private static boolean isName(CelExpr expression, String name) {
    return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
        && expression.ident().name().equals(name);
  }

  private static boolean isConstant(CelExpr expression, CelConstant value) {
    return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expression.constant().equals(value);
  }

  /// `exists` (looks for true) and `all` (looks for false).
  private Direct untilFound(CelComprehension loop, CelExpr body, boolean wanted)
      throws NotDirectException {
    Direct range = planner.plan(loop.iterRange());
    int variable = planner.nextVariable();
    Direct each = planner.planWith(loop.iterVar(), body);
    return new Direct.Truth() {
      @Override
      boolean truth(Inputs inputs, Loops loops) {
        List<?> elements = elements(range.value(inputs, loops));
        boolean found = false;
        int at = 0;
        for (; !found && at < elements.size(); at++) {
          loops.turn(variable, elements.get(at));
          found = each.truth(inputs, loops) == wanted;
        }
        return ended(found, at < elements.size(), loops);
      }

      // The library looks whether to go on at the start of the next turn.
      private boolean ended(boolean found, boolean more, Loops loops) {
        if (found && more) {
          loops.turn();
        }
        return found == wanted;
      }
    };
  }

  private Direct count(CelComprehension loop, CelExpr body) throws NotDirectException {
    Direct range = planner.plan(loop.iterRange());
    int variable = planner.nextVariable();
    Direct each = planner.planWith(loop.iterVar(), body);
    return new Direct.Whole() {
      @Override
      long whole(Inputs inputs, Loops loops) {
        long count = 0;
        List<?> elements = elements(range.value(inputs, loops));
        for (int i = 0; i < elements.size(); i++) {
          loops.turn(variable, elements.get(i));
          if (each.truth(inputs, loops)) {
            count++;
          }
        }
        return count;
      }
    };
  }

  private Direct sum(CelComprehension loop, CelExpr body) throws NotDirectException {
    Direct range = planner.plan(loop.iterRange());
    int variable = planner.nextVariable();
    Direct each = planner.planWith(loop.iterVar(), body);
    return new Direct.Whole() {
      @Override
      long whole(Inputs inputs, Loops loops) {
        long sum = 0;
        List<?> elements = elements(range.value(inputs, loops));
        for (int i = 0; i < elements.size(); i++) {
          loops.turn(variable, elements.get(i));
          sum = Math.addExact(sum, each.whole(inputs, loops));
        }
        return sum;
      }
    };
  }

  /// What a loop goes through: of a map its keys. Its entries are read as a whole, as the library
  /// does.
  private static List<?> elements(Object range) {
    return switch (range) {
      case List<?> list -> list;
      case Map<?, ?> map -> new ArrayList<>(map.keySet());
      default -> throw new Direct.GivesUp();
    };
  }
}
