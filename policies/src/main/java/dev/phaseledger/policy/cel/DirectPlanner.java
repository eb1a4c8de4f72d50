package dev.phaseledger.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the direct form of a checked expression, if each of its operations has one.
final class DirectPlanner {

  /// An operation without a direct form: then the expression has none.
  static final class NotDirectException extends Exception {
    NotDirectException() {
      super("no direct form", null, false, false);
    }
  }

  /// The direct form of an expression.
  ///
  /// @param variables how many variables of loops there are at a time
  record Plan(Direct root, int variables) {}

  private final CelAbstractSyntaxTree ast;
  private final Map<String, OwnFunction> functions;
  private final List<String> loopVariables = new ArrayList<>();
  private int variablesMax;

  private DirectPlanner(CelAbstractSyntaxTree ast, Map<String, OwnFunction> functions) {
    this.ast = ast;
    this.functions = functions;
  }

  /// @param functions the environment's own functions, by overload
  static Optional<Plan> plan(CelAbstractSyntaxTree ast, Map<String, OwnFunction> functions) {
    DirectPlanner planner = new DirectPlanner(ast, functions);
    try {
      Direct root = planner.plan(ast.getExpr());
      return Optional.of(new Plan(root, planner.variablesMax));
    } catch (NotDirectException e) {
      return Optional.empty();
    }
  }

  Direct plan(CelExpr expression) throws NotDirectException {
    return switch (expression.getKind()) {
      case CONSTANT -> constant(value(expression.constant()));
      case IDENT -> name(expression);
      case SELECT -> select(expression.select());
      case CALL -> new DirectCalls(this, functions).plan(expression);
      case LIST -> list(expression.list());
      case COMPREHENSION -> new DirectLoops(this).plan(expression.comprehension());
      case NOT_SET, STRUCT, MAP -> throw new NotDirectException();
    };
  }

  /// Plans what may read one more variable.
  Direct planWith(String variable, CelExpr expression) throws NotDirectException {
    if (loopVariables.size() == Direct.Loops.DEPTH_MAX) {
      throw new NotDirectException();
    }
    loopVariables.add(variable);
    variablesMax = Math.max(variablesMax, loopVariables.size());
    try {
      return plan(expression);
    } finally {
      loopVariables.removeLast();
    }
  }

  /// The number under which the next loop keeps its variable.
  int nextVariable() {
    return loopVariables.size();
  }

  /// The overload that the checker has chosen, if it is one.
  String overload(CelExpr expression) throws NotDirectException {
    List<String> overloads =
        ast.getReference(expression.id())
            .map(CelReference::overloadIds)
            .orElseThrow(NotDirectException::new);
    if (overloads.size() != 1) {
      throw new NotDirectException();
    }
    return overloads.getFirst();
  }

  CelType type(CelExpr expression) throws NotDirectException {
    return ast.getType(expression.id()).orElseThrow(NotDirectException::new);
  }

  /// Whether values of a type are equal just when their Java forms are.
  static boolean isPlain(CelType type) {
    return switch (type.kind()) {
      case STRING, INT, BOOL, TIMESTAMP, DURATION -> true;
      default -> false;
    };
  }

  private static Object value(CelConstant constant) throws NotDirectException {
    return switch (constant.getKind()) {
      case STRING_VALUE -> constant.stringValue();
      case INT64_VALUE -> constant.int64Value();
      case BOOLEAN_VALUE -> constant.booleanValue();
      default -> throw new NotDirectException();
    };
  }

  /// A value that is the same each time.
  static final class Constant extends Direct {
    final Object value;

    Constant(Object value) {
      this.value = value;
    }

    @Override
    Object value(Inputs inputs, Loops loops) {
      return value;
    }
  }

  static Direct constant(Object value) {
    if (value instanceof Long number) {
      long whole = number;
      return new Direct.Whole() {
        @Override
        long whole(Inputs inputs, Loops loops) {
          return whole;
        }
      };
    }
    return new Constant(value);
  }

  private Direct name(CelExpr expression) throws NotDirectException {
    String name = expression.ident().name();
    CelReference reference = ast.getReference(expression.id()).orElseThrow(NotDirectException::new);
    CelKind kind = type(expression).kind();
    if (reference.value().isPresent()
        || !reference.name().equals(name)
        || kind == CelKind.TYPE
        || kind == CelKind.OPAQUE) {
      throw new NotDirectException();
    }
    int local = loopVariables.lastIndexOf(name);
    return local >= 0 ? new LoopVariable(local) : new Variable(name);
  }

  private static final class LoopVariable extends Direct {
    private final int number;

    LoopVariable(int number) {
      this.number = number;
    }

    @Override
    Object value(Inputs inputs, Loops loops) {
      return loops.variable(number);
    }
  }

  private static final class Variable extends Direct {
    final String name;

    Variable(String name) {
      this.name = name;
    }

    @Override
    Object value(Inputs inputs, Loops loops) {
      Optional<Object> value = inputs.find(name);
      if (value.isEmpty()) {
        throw new GivesUp();
      }
      return value.get();
    }
  }

  private Direct select(CelSelect select) throws NotDirectException {
    Direct.Maybe member = member(select.operand(), select.field());
    if (select.testOnly()) {
      return new Direct.Truth() {
        @Override
        boolean truth(Inputs inputs, Loops loops) {
          return member.found(inputs, loops) != null;
        }
      };
    }
    return new Direct() {
      @Override
      Object value(Inputs inputs, Loops loops) {
        return present(member.found(inputs, loops));
      }
    };
  }

  /// What an object or a map has under a name; the object itself must be there.
  Direct.Maybe member(CelExpr operand, String field) throws NotDirectException {
    CelKind kind = type(operand).kind();
    if (kind != CelKind.STRUCT && kind != CelKind.MAP) {
      throw new NotDirectException();
    }
    Direct object = plan(operand);
    if (object instanceof Variable variable && kind == CelKind.STRUCT) {
      Reading reading = Reading.of(variable.name, field);
      return new Direct.Maybe() {
        @Override
        @Nullable Object found(Inputs inputs, Loops loops) {
          return inputs.member(reading);
        }
      };
    }
    return new Direct.Maybe() {
      @Override
      @Nullable Object found(Inputs inputs, Loops loops) {
        return memberOf(object.value(inputs, loops), field);
      }
    };
  }

  static @Nullable Object memberOf(Object object, String field) {
    return switch (object) {
      case StructView struct -> struct.get(field);
      case Map<?, ?> map -> map.get(field);
      default -> throw new Direct.GivesUp();
    };
  }

  private Direct list(CelExpr.CelList list) throws NotDirectException {
    if (!list.optionalIndices().isEmpty()) {
      throw new NotDirectException();
    }
    Direct[] elements = new Direct[list.elements().size()];
    List<Object> constants = new ArrayList<>();
    for (int i = 0; i < elements.length; i++) {
      CelExpr element = list.elements().get(i);
      elements[i] = plan(element);
      if (element.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
        constants.add(value(element.constant()));
      }
    }
    if (constants.size() == elements.length) {
      return new Constant(List.copyOf(constants));
    }
    return new Direct() {
      @Override
      Object value(Inputs inputs, Loops loops) {
        Object[] values = new Object[elements.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = elements[i].value(inputs, loops);
        }
        return List.of(values);
      }
    };
  }

  /// A point in time that the library takes too.
  static Instant valid(Instant time) {
    if (time.getEpochSecond() < DirectPlanner.TIMES_FROM
        || time.getEpochSecond() > DirectPlanner.TIMES_UNTIL) {
      throw new Direct.GivesUp();
    }
    return time;
  }

  /// A length of time that the library takes too. It may take more: that is for it to say.
  static Duration valid(Duration length) {
    if (Math.abs(length.getSeconds()) > DirectPlanner.LENGTHS_TO
        || (length.isNegative() && length.getNano() != 0)) {
      throw new Direct.GivesUp();
    }
    return length;
  }

  /// The year 1, in seconds since 1970.
  private static final long TIMES_FROM = -62_135_596_800L;

  /// The end of the year 9999, in seconds since 1970.
  private static final long TIMES_UNTIL = 253_402_300_799L;

  /// A length that the library takes, in seconds: nearly 10,000 years.
  private static final long LENGTHS_TO = 315_000_000_000L;
}
