package dev.phaseledger.policy.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Sees which way the operands of `&&`, `||` and `?:` come out while expressions are evaluated. A
/// watched expression means what it means otherwise: each operand is handed through a function that
/// notes its value. What is not reached, or has no value, is not seen.
///
/// For one thread.
public final class Branches {

  /// No name that an author can write.
  private static final String FUNCTION = "@branch";

  private static final String OVERLOAD = "branch_seen";

  /// An operand, as its author wrote it.
  ///
  /// @param expression what the expression was announced as
  /// @param line from 1, in the expression
  /// @param column from 0, in code points
  /// @param seenTrue whether it was true at least once
  /// @param seenFalse whether it was false at least once
  public record Operand(
      String expression, int line, int column, String text, boolean seenTrue, boolean seenFalse) {}

  private record Place(String expression, OperandText.Span span) {}

  private final List<Place> places = new ArrayList<>();
  private final BitSet sawTrue = new BitSet();
  private final BitSet sawFalse = new BitSet();
  private String expression = "";

  /// Announces the expression that is compiled next.
  public void enter(String name) {
    expression = name;
  }

  /// All operands of the expressions compiled so far, in the order in which they are written.
  public List<Operand> operands() {
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      operands.add(
          new Operand(
              place.expression(),
              place.span().line(),
              place.span().column(),
              place.span().text(),
              sawTrue.get(i),
              sawFalse.get(i)));
    }
    return operands;
  }

  static CelFunctionDecl declaration() {
    return CelFunctionDecl.newFunctionDeclaration(
        FUNCTION,
        CelOverloadDecl.newGlobalOverload(
            OVERLOAD, SimpleType.BOOL, SimpleType.INT, SimpleType.BOOL));
  }

  /// Not immutable, which the evaluator takes for granted to share programs: these are not shared.
  @SuppressWarnings("Immutable")
  CelFunctionBinding binding() {
    return CelFunctionBinding.from(
        OVERLOAD,
        Long.class,
        Boolean.class,
        (operand, value) -> {
          (value ? sawTrue : sawFalse).set(operand.intValue());
          return value;
        });
  }

  /// The same expression, watched.
  CelAbstractSyntaxTree watch(Cel cel, String source) throws CelValidationException {
    CelAbstractSyntaxTree parsed = cel.parse(source).getAst();
    CelExpr watched = new Watch(parsed, source).of(parsed.getExpr(), Optional.empty());
    return cel.check(CelAbstractSyntaxTree.newParsedAst(watched, parsed.getSource())).getAst();
  }

  /// Rewrites one expression.
  private final class Watch {

    private final CelAbstractSyntaxTree parsed;
    private final OperandText text;
    private long lastId;

    Watch(CelAbstractSyntaxTree parsed, String source) {
      this.parsed = parsed;
      this.text = new OperandText(source);
      this.lastId =
          parsed.getSource().getPositionsMap().keySet().stream()
              .reduce(greatestId(parsed.getExpr()), Math::max);
    }

    private static long greatestId(CelExpr of) {
      return ExpressionReads.parts(of).map(Watch::greatestId).reduce(of.id(), Math::max);
    }

    /// @param total the accumulator of the loop around it, whose own operators nobody wrote
    CelExpr of(CelExpr from, Optional<String> total) {
      return switch (from.getKind()) {
        case NOT_SET, CONSTANT, IDENT -> from;
        case SELECT ->
            CelExpr.ofSelect(
                from.id(),
                of(from.select().operand(), total),
                from.select().field(),
                from.select().testOnly());
        case CALL -> call(from, total);
        case LIST ->
            CelExpr.ofList(
                from.id(), all(from.list().elements(), total), from.list().optionalIndices());
        case STRUCT ->
            CelExpr.ofStruct(
                from.id(),
                from.struct().messageName(),
                from.struct().entries().stream()
                    .map(entry ->
                        CelExpr.ofStructEntry(
                            entry.id(),
                            entry.fieldKey(),
                            of(entry.value(), total),
                            entry.optionalEntry()))
                    .collect(ImmutableList.toImmutableList()));
        case MAP ->
            CelExpr.ofMap(
                from.id(),
                from.map().entries().stream()
                    .map(entry ->
                        CelExpr.ofMapEntry(
                            entry.id(),
                            of(entry.key(), total),
                            of(entry.value(), total),
                            entry.optionalEntry()))
                    .collect(ImmutableList.toImmutableList()));
        case COMPREHENSION -> loop(from, total);
      };
    }

    private ImmutableList<CelExpr> all(List<CelExpr> parts, Optional<String> total) {
      return parts.stream().map(part -> of(part, total)).collect(ImmutableList.toImmutableList());
    }

    private CelExpr loop(CelExpr from, Optional<String> outer) {
      CelExpr.CelComprehension loop = from.comprehension();
      Optional<String> total = Optional.of(loop.accuVar());
      return from.toBuilder()
          .setComprehension(
              loop.toBuilder()
                  .setIterRange(of(loop.iterRange(), outer))
                  .setLoopStep(of(loop.loopStep(), total))
                  .build())
          .build();
    }

    private CelExpr call(CelExpr from, Optional<String> total) {
      CelExpr.CelCall call = from.call();
      String function = call.function();
      boolean written = total.isEmpty() || call.args().stream().noneMatch(a -> isTotal(a, total));
      boolean logical =
          function.equals(Operator.LOGICAL_AND.getFunction())
              || function.equals(Operator.LOGICAL_OR.getFunction());
      boolean choice = function.equals(Operator.CONDITIONAL.getFunction());
      ImmutableList.Builder<CelExpr> args = ImmutableList.builder();
      for (int i = 0; i < call.args().size(); i++) {
        CelExpr argument = call.args().get(i);
        boolean watched = written && (choice ? i == 0 : logical && !isCall(argument, function));
        int operand = watched ? note(from, i) : -1;
        CelExpr inner = of(argument, total);
        args.add(watched ? watched(operand, inner) : inner);
      }
      return CelExpr.ofCall(
          from.id(), call.target().map(each -> of(each, total)), function, args.build());
    }

    /// Whether it is, or changes, the accumulator. A loop within has one of its own.
    private static boolean isTotal(CelExpr argument, Optional<String> total) {
      return switch (argument.getKind()) {
        case IDENT -> argument.ident().name().equals(total.get());
        case COMPREHENSION -> isTotal(argument.comprehension().iterRange(), total);
        default -> ExpressionReads.parts(argument).anyMatch(part -> isTotal(part, total));
      };
    }

    private static boolean isCall(CelExpr argument, String function) {
      return argument.getKind() == CelExpr.ExprKind.Kind.CALL
          && argument.call().function().equals(function);
    }

    private int note(CelExpr call, int argument) {
      int operator = parsed.getSource().getPositionsMap().getOrDefault(call.id(), -1);
      places.add(
          new Place(expression, argument == 0 ? text.before(operator) : text.after(operator)));
      return places.size() - 1;
    }

    private CelExpr watched(int operand, CelExpr inner) {
      return CelExpr.ofCall(
          ++lastId,
          Optional.empty(),
          FUNCTION,
          ImmutableList.of(
              CelExpr.ofConstant(++lastId, CelConstant.ofValue((long) operand)), inner));
    }
  }
}
