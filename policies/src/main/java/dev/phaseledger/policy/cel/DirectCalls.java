package dev.phaseledger.policy.cel;

import static dev.phaseledger.policy.cel.DirectPlanner.valid;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.phaseledger.policy.cel.DirectPlanner.NotDirectException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The direct forms of calls, by the overload that the checker has chosen.
final class DirectCalls {

  private final DirectPlanner planner;
  private final Map<String, OwnFunction> functions;

  DirectCalls(DirectPlanner planner, Map<String, OwnFunction> functions) {
    this.planner = planner;
    this.functions = functions;
  }

  Direct plan(CelExpr expression) throws NotDirectException {
    CelExpr.CelCall call = expression.call();
    List<CelExpr> args = new ArrayList<>();
    call.target().ifPresent(args::add);
    args.addAll(call.args());
    if (call.function().equals("_?._")) {
      return optionalMember(args);
    }
    String overload = planner.overload(expression);
    OwnFunction own = functions.get(overload);
    if (own != null) {
      return own(own, args);
    }
    return switch (args.size()) {
      case 1 -> one(overload, args.getFirst());
      case 2 -> two(overload, args.get(0), args.get(1));
      case 3 -> choice(overload, args);
      default -> throw new NotDirectException();
    };
  }

  private Direct own(OwnFunction own, List<CelExpr> args) throws NotDirectException {
    Direct[] planned = new Direct[args.size()];
    for (int i = 0; i < planned.length; i++) {
      planned[i] = planner.plan(args.get(i));
    }
    return new Direct() {
      @Override
      Object value(Inputs inputs, Loops loops) {
        Object[] values = new Object[planned.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = planned[i].value(inputs, loops);
        }
        return own.apply(values);
      }
    };
  }

  private Direct choice(String overload, List<CelExpr> args) throws NotDirectException {
    if (!overload.equals("conditional")) {
      throw new NotDirectException();
    }
    Direct condition = planner.plan(args.get(0));
    Direct then = planner.plan(args.get(1));
    Direct otherwise = planner.plan(args.get(2));
    return new Direct() {
      @Override
      Object value(Inputs inputs, Loops loops) {
        return (condition.truth(inputs, loops) ? then : otherwise).value(inputs, loops);
      }

      @Override
      boolean truth(Inputs inputs, Loops loops) {
        return (condition.truth(inputs, loops) ? then : otherwise).truth(inputs, loops);
      }

      @Override
      long whole(Inputs inputs, Loops loops) {
        return (condition.truth(inputs, loops) ? then : otherwise).whole(inputs, loops);
      }
    };
  }

  private Direct one(String overload, CelExpr arg) throws NotDirectException {
    Optional<Direct> constant = constant(overload, arg);
    if (constant.isPresent()) {
      return constant.get();
    }
    Direct only = planner.plan(arg);
    return switch (overload) {
      case "logical_not" ->
          new Direct.Truth() {
            @Override
            boolean truth(Inputs inputs, Loops loops) {
              return !only.truth(inputs, loops);
            }
          };
      case "negate_int64" ->
          new Direct.Whole() {
            @Override
            long whole(Inputs inputs, Loops loops) {
              return Math.negateExact(only.whole(inputs, loops));
            }
          };
      case "size_list", "list_size" -> Direct.number(only, list -> ((List<?>) list).size());
      case "size_map", "map_size" -> Direct.number(only, map -> ((Map<?, ?>) map).size());
      case "size_string", "string_size" -> Direct.number(only, DirectCalls::codePoints);
      case "int64_to_string", "bool_to_string" -> Direct.of(only, Object::toString);
      case "string_to_string" -> Direct.of(only, text -> text);
      case "timestamp_to_string" -> Direct.of(only, time -> ((Instant) time).toString());
      case "optional_hasValue" ->
          new Direct.Truth() {
            @Override
            boolean truth(Inputs inputs, Loops loops) {
              return only.found(inputs, loops) != null;
            }
          };
      case "duration_to_hours" -> Direct.number(only, length -> ((Duration) length).toHours());
      case "duration_to_minutes" -> Direct.number(only, length -> ((Duration) length).toMinutes());
      default -> calendar(overload, only);
    };
  }

  private static long codePoints(Object text) {
    String string = (String) text;
    return string.codePointCount(0, string.length());
  }

  /// What a literal stands for is worked out once.
  private static Optional<Direct> constant(String overload, CelExpr arg) {
    if (arg.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || arg.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return Optional.empty();
    }
    String text = arg.constant().stringValue();
    return switch (overload) {
      case "string_to_duration" ->
          Durations.parse(text).map(DirectPlanner::valid).map(DirectPlanner::constant);
      case "string_to_timestamp" -> Optional.of(DirectPlanner.constant(valid(Instant.parse(text))));
      default -> Optional.empty();
    };
  }

  private static Direct calendar(String overload, Direct time) throws NotDirectException {
    return switch (overload) {
      case "timestamp_to_year" -> utc(time, LocalDateTime::getYear);
      case "timestamp_to_month" -> utc(time, at -> at.getMonthValue() - 1);
      case "timestamp_to_day_of_year" -> utc(time, at -> at.getDayOfYear() - 1);
      case "timestamp_to_day_of_month" -> utc(time, at -> at.getDayOfMonth() - 1);
      case "timestamp_to_day_of_month_1_based" -> utc(time, LocalDateTime::getDayOfMonth);
      case "timestamp_to_day_of_week" -> utc(time, at -> at.getDayOfWeek().getValue() % 7);
      case "timestamp_to_hours" -> utc(time, LocalDateTime::getHour);
      case "timestamp_to_minutes" -> utc(time, LocalDateTime::getMinute);
      case "timestamp_to_seconds" -> utc(time, LocalDateTime::getSecond);
      default -> throw new NotDirectException();
    };
  }

  private static Direct utc(Direct time, java.util.function.ToIntFunction<LocalDateTime> part) {
    return Direct.number(
        time, at -> part.applyAsInt(LocalDateTime.ofInstant((Instant) at, ZoneOffset.UTC)));
  }

  private Direct two(String overload, CelExpr first, CelExpr second) throws NotDirectException {
    String utc = "_with_tz";
    if (overload.endsWith(utc)) {
      // The checks let no other zone than UTC through.
      return calendar(overload.substring(0, overload.length() - utc.length()), planner.plan(first));
    }
    Direct left = planner.plan(first);
    Direct right = planner.plan(second);
    return switch (overload) {
      case "logical_and" -> and(left, right);
      case "logical_or" -> or(left, right);
      case "equals" -> equality(first, second, left, right, true);
      case "not_equals" -> equality(first, second, left, right, false);
      case "in_list" -> inList(first, second, left, right);
      case "in_map" -> Direct.test(left, right, (key, map) -> ((Map<?, ?>) map).get(key) != null);
      case "index_map" ->
          Direct.of(left, right, (map, key) -> Direct.present(((Map<?, ?>) map).get(key)));
      case "index_list" -> Direct.of(left, right, (list, at) -> element(list, (Long) at));
      case "map_optindex_optional_value" -> optionalValue(left, right);
      case "optional_orValue_value" -> orValue(left, right);
      case "add_string" ->
          Direct.of(left, right, (one, two) -> ((String) one).concat((String) two));
      case "starts_with_string" ->
          Direct.test(left, right, (text, start) -> ((String) text).startsWith((String) start));
      case "ends_with_string" ->
          Direct.test(left, right, (text, end) -> ((String) text).endsWith((String) end));
      default -> arithmetic(overload, left, right);
    };
  }

  private static Direct and(Direct left, Direct right) {
    return new Direct.Truth() {
      @Override
      boolean truth(Inputs inputs, Loops loops) {
        return left.truth(inputs, loops) && right.truth(inputs, loops);
      }
    };
  }

  private static Direct or(Direct left, Direct right) {
    return new Direct.Truth() {
      @Override
      boolean truth(Inputs inputs, Loops loops) {
        return left.truth(inputs, loops) || right.truth(inputs, loops);
      }
    };
  }

  private Direct equality(CelExpr first, CelExpr second, Direct left, Direct right, boolean equal)
      throws NotDirectException {
    CelType type = planner.type(first);
    if (!DirectPlanner.isPlain(type) || !type.equals(planner.type(second))) {
      throw new NotDirectException();
    }
    return switch (type.kind()) {
      case INT ->
          new Direct.Truth() {
            @Override
            boolean truth(Inputs inputs, Loops loops) {
              return (left.whole(inputs, loops) == right.whole(inputs, loops)) == equal;
            }
          };
      case BOOL ->
          new Direct.Truth() {
            @Override
            boolean truth(Inputs inputs, Loops loops) {
              return (left.truth(inputs, loops) == right.truth(inputs, loops)) == equal;
            }
          };
      default -> Direct.test(left, right, (one, two) -> one.equals(two) == equal);
    };
  }

  private Direct inList(CelExpr first, CelExpr second, Direct left, Direct right)
      throws NotDirectException {
    CelType type = planner.type(first);
    if (!DirectPlanner.isPlain(type)
        || planner.type(second).parameters().isEmpty()
        || !planner.type(second).parameters().getFirst().equals(type)) {
      throw new NotDirectException();
    }
    return Direct.test(left, right, (element, list) -> ((List<?>) list).contains(element));
  }

  private static Object element(Object list, long index) {
    List<?> elements = (List<?>) list;
    if (index < 0 || index >= elements.size()) {
      throw new Direct.GivesUp();
    }
    return elements.get((int) index);
  }

  private static Direct optionalValue(Direct map, Direct key) {
    return new Direct.Maybe() {
      @Override
      @Nullable Object found(Inputs inputs, Loops loops) {
        Map<?, ?> entries = (Map<?, ?>) map.value(inputs, loops);
        return entries.get(key.value(inputs, loops));
      }
    };
  }

  private static Direct orValue(Direct optional, Direct otherwise) {
    return new Direct() {
      @Override
      Object value(Inputs inputs, Loops loops) {
        Object found = optional.found(inputs, loops);
        return found != null ? found : otherwise.value(inputs, loops);
      }
    };
  }

  /// `object.?member`, also of an object that is optional itself.
  private Direct optionalMember(List<CelExpr> args) throws NotDirectException {
    CelExpr operand = args.get(0);
    String field = args.get(1).constant().stringValue();
    if (!planner.type(operand).name().startsWith("optional_type")) {
      return planner.member(operand, field);
    }
    Direct object = planner.plan(operand);
    return new Direct.Maybe() {
      @Override
      @Nullable Object found(Inputs inputs, Loops loops) {
        Object found = object.found(inputs, loops);
        return found == null ? null : DirectPlanner.memberOf(found, field);
      }
    };
  }

  private static Direct arithmetic(String overload, Direct left, Direct right)
      throws NotDirectException {
    return switch (overload) {
      case "add_int64" -> whole(left, right, Math::addExact);
      case "subtract_int64" -> whole(left, right, Math::subtractExact);
      case "multiply_int64" -> whole(left, right, Math::multiplyExact);
      case "divide_int64" -> whole(left, right, Math::divideExact);
      case "modulo_int64" -> whole(left, right, (one, two) -> one % two);
      case "subtract_timestamp_timestamp" ->
          Direct.of(left, right, (one, two) -> Duration.between((Instant) two, (Instant) one));
      case "subtract_timestamp_duration" ->
          Direct.of(left, right, (one, two) -> valid(((Instant) one).minus((Duration) two)));
      case "add_timestamp_duration" ->
          Direct.of(left, right, (one, two) -> valid(((Instant) one).plus((Duration) two)));
      case "add_duration_timestamp" ->
          Direct.of(left, right, (one, two) -> valid(((Instant) two).plus((Duration) one)));
      case "add_duration_duration" ->
          Direct.of(left, right, (one, two) -> valid(((Duration) one).plus((Duration) two)));
      case "subtract_duration_duration" ->
          Direct.of(left, right, (one, two) -> valid(((Duration) one).minus((Duration) two)));
      default -> comparison(overload, left, right);
    };
  }

  private static Direct whole(
      Direct left, Direct right, java.util.function.LongBinaryOperator operation) {
    return new Direct.Whole() {
      @Override
      long whole(Inputs inputs, Loops loops) {
        return operation.applyAsLong(left.whole(inputs, loops), right.whole(inputs, loops));
      }
    };
  }

  /// What the outcome of comparing must be.
  @FunctionalInterface
  private interface Order {
    boolean of(int compared);
  }

  private static Direct comparison(String overload, Direct left, Direct right)
      throws NotDirectException {
    int end = overload.lastIndexOf('_');
    String type = overload.substring(end + 1);
    Order order =
        switch (overload.substring(0, Math.max(0, end))) {
          case "less" -> compared -> compared < 0;
          case "less_equals" -> compared -> compared <= 0;
          case "greater" -> compared -> compared > 0;
          case "greater_equals" -> compared -> compared >= 0;
          default -> throw new NotDirectException();
        };
    return switch (type) {
      case "int64" ->
          new Direct.Truth() {
            @Override
            boolean truth(Inputs inputs, Loops loops) {
              return order.of(Long.compare(left.whole(inputs, loops), right.whole(inputs, loops)));
            }
          };
      case "string" ->
          Direct.test(left, right, (one, two) -> order.of(((String) one).compareTo((String) two)));
      case "timestamp" ->
          Direct.test(
              left, right, (one, two) -> order.of(((Instant) one).compareTo((Instant) two)));
      case "duration" ->
          Direct.test(
              left, right, (one, two) -> order.of(((Duration) one).compareTo((Duration) two)));
      default -> throw new NotDirectException();
    };
  }
}
