package dev.phaseledger.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.phaseledger.policy.cel.ExpressionException.Mistake;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says what the author of an expression that is refused may have meant.
final class NameHints {

  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern UNDEFINED = Pattern.compile("undefined field '([^']*)'.*");
  private static final Pattern WORDS = Pattern.compile("(?i)\\b(and|or|not)\\b");
  private static final Pattern ASSIGNMENT = Pattern.compile("[^=!<>]=[^=]");

  private final Map<String, FieldType> variables;
  private final Map<String, Shape> shapes;

  NameHints(Map<String, FieldType> variables, Collection<Shape> shapes) {
    this.variables = variables;
    this.shapes = new HashMap<>();
    shapes.forEach(shape -> this.shapes.put(shape.name(), shape));
  }

  /// A mistake with a hint, if one can be given.
  ///
  /// @param parsed the expression, if it could be parsed
  Mistake hinted(Mistake mistake, String source, Optional<CelAbstractSyntaxTree> parsed) {
    return new Mistake(
        mistake.line(), mistake.column(), mistake.message(), hint(mistake, source, parsed));
  }

  private String hint(Mistake mistake, String source, Optional<CelAbstractSyntaxTree> parsed) {
    if (parsed.isEmpty()) {
      return syntax(source);
    }
    Matcher undeclared = UNDECLARED.matcher(mistake.message());
    if (undeclared.matches()) {
      return name(undeclared.group(1));
    }
    Matcher undefined = UNDEFINED.matcher(mistake.message());
    if (undefined.matches()) {
      Set<String> members = new LinkedHashSet<>();
      members(parsed.get().getExpr(), undefined.group(1), new HashMap<>(variables), members);
      String closest = Suggestions.hint(undefined.group(1), members);
      return closest.isEmpty() && !members.isEmpty()
          ? "known are " + String.join(", ", members)
          : closest;
    }
    return mistake.message().startsWith("found no matching overload")
        ? "both sides must be of one type; string(x) and int(x) convert"
        : "";
  }

  private static String syntax(String source) {
    if (WORDS.matcher(source).find()) {
      return "write && for and, || for or, and ! for not";
    }
    return ASSIGNMENT.matcher(source).find() ? "write == to compare" : "";
  }

  private String name(String name) {
    Set<String> known = new LinkedHashSet<>(variables.keySet());
    known.addAll(GovFunctions.NAMES);
    String closest = Suggestions.hint(name, known);
    return closest.isEmpty() && !GovFunctions.NAMES.contains(name)
        ? "expressions start from " + String.join(", ", variables.keySet())
        : closest;
  }

  /// Collects the members of whatever a member is asked of that it does not have.
  private Optional<FieldType> members(
      CelExpr expression, String wanted, Map<String, FieldType> names, Set<String> members) {
    return switch (expression.getKind()) {
      case IDENT -> Optional.ofNullable(names.get(expression.ident().name()));
      case SELECT -> {
        Optional<Shape> shape =
            members(expression.select().operand(), wanted, names, members).flatMap(this::shape);
        if (shape.isPresent() && expression.select().field().equals(wanted)) {
          if (shape.get().find(wanted).isEmpty()) {
            members.addAll(shape.get().fields().keySet());
          }
        }
        yield shape.flatMap(known -> known.find(expression.select().field()));
      }
      case COMPREHENSION -> {
        CelExpr.CelComprehension loop = expression.comprehension();
        Map<String, FieldType> inner = new HashMap<>(names);
        members(loop.iterRange(), wanted, names, members)
            .flatMap(NameHints::element)
            .ifPresent(element -> inner.put(loop.iterVar(), element));
        members(loop.loopStep(), wanted, inner, members);
        members(loop.loopCondition(), wanted, inner, members);
        yield Optional.empty();
      }
      default -> {
        Optional<FieldType> first = Optional.empty();
        for (CelExpr part : ExpressionReads.parts(expression).toList()) {
          Optional<FieldType> type = members(part, wanted, names, members);
          first = first.or(() -> type);
        }
        yield isIndex(expression) ? first.flatMap(NameHints::value) : Optional.empty();
      }
    };
  }

  private static boolean isIndex(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.CALL
        && expression.call().function().equals(Canonical.INDEX);
  }

  private Optional<Shape> shape(FieldType type) {
    return switch (type) {
      case FieldType.Struct struct -> Optional.ofNullable(shapes.get(struct.name()));
      case FieldType.Checked checked -> Optional.ofNullable(shapes.get(checked.cel().name()));
      case FieldType.Simple _, FieldType.Scaled _, FieldType.ListOf _, FieldType.MapOf _ ->
          Optional.empty();
    };
  }

  /// What a loop's variable stands for.
  private static Optional<FieldType> element(FieldType type) {
    return type.cel() instanceof MapType ? Optional.of(FieldType.Simple.STRING) : value(type);
  }

  private static Optional<FieldType> value(FieldType type) {
    CelType cel = type.cel();
    return switch (cel) {
      case ListType list -> Optional.of(new FieldType.Checked(list.elemType()));
      case MapType map -> Optional.of(new FieldType.Checked(map.valueType()));
      default -> Optional.empty();
    };
  }
}
