package dev.phaseledger.policy.cel;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds the values that expressions have whatever the inputs are. An expression that could also be
/// an error counts by its value: it never turns out otherwise.
final class Folding {

  /// Length of a text that is put together, in UTF-16 code units; variables could double it each.
  private static final int TEXT_CHARS_MAX = 1_000;

  private final Canonical canonical;
  private final Function<String, Optional<Object>> known;

  /// @param known the value of a name with one member, such as `variables.limit`, if it is always
  ///   the same
  Folding(Canonical canonical, Function<String, Optional<Object>> known) {
    this.canonical = canonical;
    this.known = known;
  }

  Optional<Object> value(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT -> Optional.of(Canonical.value(expression.constant()));
      case SELECT -> selected(expression.select());
      case CALL -> call(expression.call());
      case LIST -> list(expression);
      case NOT_SET, IDENT, STRUCT, MAP, COMPREHENSION -> Optional.empty();
    };
  }

  private Optional<Object> selected(CelExpr.CelSelect select) {
    return select.testOnly() || select.operand().getKind() != CelExpr.ExprKind.Kind.IDENT
        ? Optional.empty()
        : known.apply(select.operand().ident().name() + "." + select.field());
  }

  private Optional<Object> list(CelExpr expression) {
    List<Object> values = new ArrayList<>();
    for (CelExpr element : expression.list().elements()) {
      Optional<Object> value = value(element);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  private Optional<Object> call(CelExpr.CelCall call) {
    List<CelExpr> args = call.args();
    return switch (call.function()) {
      case Canonical.AND -> either(args, false);
      case Canonical.OR -> either(args, true);
      case Canonical.NOT -> bool(args.get(0)).map(value -> !value);
      case Canonical.CONDITIONAL -> conditional(args);
      case Canonical.EQUAL, Canonical.LESS_OR_EQUAL, Canonical.GREATER_OR_EQUAL ->
          comparison(call.function(), args, true);
      case Canonical.UNEQUAL, Canonical.LESS, Canonical.GREATER ->
          comparison(call.function(), args, false);
      case Canonical.IN -> member(args);
      case "_+_", "_-_", "_*_" -> arithmetic(call.function(), args);
      default -> Optional.empty();
    };
  }

  /// `&&` and `||`: one operand can decide alone.
  private Optional<Object> either(List<CelExpr> args, boolean decisive) {
    Optional<Boolean> first = bool(args.get(0));
    Optional<Boolean> second = bool(args.get(1));
    if (first.equals(Optional.of(decisive)) || second.equals(Optional.of(decisive))) {
      return Optional.of(decisive);
    }
    if (first.isPresent() && second.isPresent()) {
      return Optional.of(!decisive);
    }
    boolean opposite =
        canonical.of(args.get(0)).equals(canonical.negated(args.get(1)))
            || canonical.of(args.get(1)).equals(canonical.negated(args.get(0)));
    return opposite ? Optional.of(decisive) : Optional.empty();
  }

  private Optional<Object> conditional(List<CelExpr> args) {
    Optional<Boolean> condition = bool(args.get(0));
    if (condition.isPresent()) {
      return value(args.get(condition.get() ? 1 : 2));
    }
    Optional<Object> first = value(args.get(1));
    return first.equals(value(args.get(2))) ? first : Optional.empty();
  }

  private Optional<Object> comparison(String function, List<CelExpr> args, boolean ofSame) {
    if (canonical.of(args.get(0)).equals(canonical.of(args.get(1)))) {
      return Optional.of(ofSame);
    }
    Optional<Object> first = value(args.get(0));
    Optional<Object> second = value(args.get(1));
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    if (first.get() instanceof Long left && second.get() instanceof Long right) {
      int order = Long.compare(left, right);
      return Optional.of(
          switch (function) {
            case Canonical.EQUAL -> order == 0;
            case Canonical.UNEQUAL -> order != 0;
            case Canonical.LESS -> order < 0;
            case Canonical.LESS_OR_EQUAL -> order <= 0;
            case Canonical.GREATER -> order > 0;
            default -> order >= 0;
          });
    }
    return switch (function) {
      case Canonical.EQUAL -> Optional.of(first.equals(second));
      case Canonical.UNEQUAL -> Optional.of(!first.equals(second));
      default -> Optional.empty();
    };
  }

  private Optional<Object> member(List<CelExpr> args) {
    Optional<Object> list = value(args.get(1));
    if (list.isPresent() && list.get() instanceof List<?> values) {
      if (values.isEmpty()) {
        return Optional.of(false);
      }
      return value(args.get(0)).map(values::contains);
    }
    return Optional.empty();
  }

  private Optional<Object> arithmetic(String function, List<CelExpr> args) {
    Optional<Object> first = value(args.get(0));
    Optional<Object> second = value(args.get(1));
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    if (first.get() instanceof String left && second.get() instanceof String right) {
      return function.equals("_+_") && left.length() + right.length() <= TEXT_CHARS_MAX
          ? Optional.of(left + right)
          : Optional.empty();
    }
    if (!(first.get() instanceof Long left) || !(second.get() instanceof Long right)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (function) {
            case "_+_" -> Math.addExact(left, right);
            case "_-_" -> Math.subtractExact(left, right);
            default -> Math.multiplyExact(left, right);
          });
    } catch (ArithmeticException e) {
      // It is an error whenever it is evaluated, which is no value.
      return Optional.empty();
    }
  }

  private Optional<Boolean> bool(CelExpr expression) {
    return value(expression)
        .filter(value -> value instanceof Boolean)
        .map(value -> (Boolean) value);
  }
}
