package dev.phaseledger.policy;

import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.Explanation.Outcome;
import dev.phaseledger.policy.Explanation.Part;
import dev.phaseledger.policy.Explanation.Read;
import dev.phaseledger.policy.cel.EvaluationException;
import dev.phaseledger.policy.cel.Expression;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Explains what one map says of one dispatch: it plans every part of every expression that applied
/// and evaluates each on the recorded form of the request.
final class Explainer {

  /// Elements of a list that are shown.
  static final int ITEMS_MAX = 20;

  /// Length of a text that is shown, in UTF-16 code units.
  static final int TEXT_CHARS_MAX = 200;

  private static final int DEPTH_MAX = 4;
  private static final String VARIABLES = "variables.";

  private final MapDefinition definition;
  private final MapProgram program;
  private final Scope scope;
  private final Map<String, Expression> planned;
  private final Map<String, ExpressionPart> variables = new LinkedHashMap<>();

  /// Names of the parameters that hold something personal.
  private final Set<String> personal;

  /// Variables that depend on them.
  private final Set<String> dependent = new HashSet<>();

  private Explainer(CompiledMap map, Scope scope, DispatchRequest recorded) {
    Problems none = new Problems();
    this.definition = MapReader.read(PolicyDocument.read(map.source(), "InvariantMap", none), none);
    this.program = map.program();
    this.scope = scope;
    this.personal = personal(recorded);
    definition
        .variables()
        .forEach(each -> {
          variables.put(each.name(), ExpressionPart.of(each.expression().text()));
          if (isPersonal(each.expression().text())) {
            dependent.add(each.name());
          }
        });
    this.planned = MapCompiler.parts(definition, texts());
  }

  /// What each invariant of a map that is named says, taken apart.
  ///
  /// @param scope the variables, with the recorded form of the request
  /// @param ids the invariants that applied
  static List<Explanation.Invariant> explain(
      CompiledMap map, Scope scope, DispatchRequest recorded, Set<String> ids) {
    Explainer explainer = new Explainer(map, scope, recorded);
    return explainer.definition.invariants().stream()
        .filter(invariant -> ids.contains(invariant.id()))
        .map(explainer::invariant)
        .toList();
  }

  private static Set<String> personal(DispatchRequest recorded) {
    Set<String> names = new TreeSet<>();
    recorded
        .personal()
        .keySet()
        .forEach(pointer -> {
          // The first segment is `parameters`, the second the member of it.
          String[] segments = pointer.toString().split("/", -1);
          names.add(segments.length > 2 ? segments[2].replace("~1", "/").replace("~0", "~") : "");
        });
    return names;
  }

  private Set<String> texts() {
    Set<String> texts = new LinkedHashSet<>();
    definition
        .invariants()
        .forEach(each -> collect(ExpressionPart.of(each.expression().text()), texts));
    variables.values().forEach(each -> collect(each, texts));
    program.invariants().forEach(each -> texts.addAll(each.expression().reads()));
    program.variables().values().forEach(each -> texts.addAll(each.reads()));
    return texts;
  }

  private static void collect(ExpressionPart part, Set<String> texts) {
    texts.add(part.text());
    part.parts().forEach(each -> collect(each, texts));
  }

  private Explanation.Invariant invariant(MapDefinition.Invariant invariant) {
    ExpressionPart expression = ExpressionPart.of(invariant.expression().text());
    Part part = part(expression);
    Set<String> reads = new TreeSet<>();
    Set<String> own = new LinkedHashSet<>();
    reads(invariant.expression().text(), reads, own);
    return new Explanation.Invariant(
        definition.name(),
        invariant.id(),
        invariant.description(),
        part,
        own.stream().map(name -> new Explanation.Variable(name, part(variable(name)))).toList(),
        reads.stream().map(name -> new Read(name, outcome(name))).toList(),
        Remedy.of(expression, part, true));
  }

  private ExpressionPart variable(String name) {
    return Optional.ofNullable(variables.get(name)).orElseThrow();
  }

  /// What an expression reads, also by way of variables. A name without a member is left out where
  /// its members are read.
  private void reads(String text, Set<String> reads, Set<String> own) {
    Set<String> names =
        Optional.ofNullable(planned.get(text)).map(Expression::reads).orElse(Set.of());
    for (String name : names) {
      if (name.startsWith(VARIABLES)) {
        String variable = name.substring(VARIABLES.length());
        if (variables.containsKey(variable) && own.add(variable)) {
          reads(variable(variable).text(), reads, own);
        }
      } else if (planned.containsKey(name)
          && !name.equals("variables")
          && names.stream().noneMatch(other -> other.startsWith(name + "."))) {
        reads.add(name);
      }
    }
  }

  private Part part(ExpressionPart part) {
    return new Part(
        part.text(), outcome(part.text()), part.parts().stream().map(this::part).toList());
  }

  private Outcome outcome(String text) {
    if (isPersonal(text)) {
      return new Outcome.Withheld();
    }
    Expression expression = planned.get(text);
    if (expression == null) {
      return new Outcome.Problem("it has no value by itself");
    }
    try {
      return new Outcome.Value(shown(expression.evaluate(scope), 0));
    } catch (EvaluationException e) {
      return new Outcome.Problem(String.valueOf(e.getMessage()));
    }
  }

  /// Whether a text reads a parameter that holds something personal, or all of them at once, or a
  /// variable that does.
  private boolean isPersonal(String text) {
    if (personal.isEmpty()) {
      return false;
    }
    ExpressionTokens tokens = new ExpressionTokens(text);
    for (int i = 0; i < tokens.size(); i++) {
      String word = tokens.at(i);
      boolean whole = i + 2 >= tokens.size() || !isMember(tokens.at(i + 1));
      String member = whole ? "" : tokens.at(i + 2);
      if (word.equals("parameters") && (whole || personal.contains(member))) {
        return true;
      }
      // Some members of a command are what its parameters say.
      if (word.equals("command") && !whole && personal.contains(member)) {
        return true;
      }
      if (word.equals("variables") && (whole || dependent.contains(member))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMember(String word) {
    return word.equals(".") || word.equals(".?");
  }

  private static JsonValue shown(Object value, int depth) {
    return switch (value) {
      case Boolean bool -> JsonValue.Bool.of(bool);
      case Long number -> JsonValue.Num.of(number);
      case Double number when Double.isFinite(number) ->
          new JsonValue.Num(BigDecimal.valueOf(number));
      case String text -> new JsonValue.Text(cut(text));
      case Optional<?> optional ->
          optional
              .<JsonValue>map(present -> shown(present, depth))
              .orElse(new JsonValue.Text("(absent)"));
      case List<?> list when depth < DEPTH_MAX -> items(list, depth);
      case Map<?, ?> _ -> new JsonValue.Text("(a map)");
      case Instant time -> new JsonValue.Text(time.toString());
      case Duration duration -> new JsonValue.Text(duration.toString());
      default -> new JsonValue.Text("(an object)");
    };
  }

  private static JsonValue items(List<?> list, int depth) {
    List<JsonValue> items = new ArrayList<>();
    for (Object item : list) {
      if (items.size() == ITEMS_MAX) {
        items.add(new JsonValue.Text("... of %d".formatted(list.size())));
        break;
      }
      items.add(shown(item, depth + 1));
    }
    return new JsonValue.Items(items);
  }

  private static String cut(String text) {
    if (text.length() <= TEXT_CHARS_MAX) {
      return text;
    }
    int end = TEXT_CHARS_MAX - 3;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}
