package dev.phaseledger.policy;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.policy.Explanation.Outcome;
import dev.phaseledger.policy.Explanation.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What would have to change for a condition to hold: the parts that stand in its way, each with
/// what it is and what it would have to be.
final class Remedy {

  private static final Map<String, String> NEGATED =
      Map.of("==", "!=", "!=", "==", "<", ">=", ">=", "<", ">", "<=", "<=", ">");
  private static final Map<String, String> WORDS = words();

  private Remedy() {}

  private static Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("==", "equal to");
    words.put("!=", "other than");
    words.put("<", "less than");
    words.put("<=", "at most");
    words.put(">", "more than");
    words.put(">=", "at least");
    return words;
  }

  /// One sentence for each change, all of which are needed; none if it is as wanted.
  static List<String> of(ExpressionPart part, Part value, boolean wanted) {
    if (value.outcome().is(wanted)) {
      return List.of();
    }
    if (value.outcome() instanceof Outcome.Withheld && part.parts().isEmpty()) {
      return List.of(
          "`%s` depends on personal data, and what it is, is not said".formatted(part.text()));
    }
    return switch (part) {
      case ExpressionPart.All all -> several(all.operands(), value.parts(), wanted, wanted);
      case ExpressionPart.Any any -> several(any.operands(), value.parts(), wanted, !wanted);
      case ExpressionPart.Not not -> of(not.operand(), value.parts().getFirst(), !wanted);
      case ExpressionPart.Choice choice -> choice(choice, value, wanted);
      case ExpressionPart.Comparison comparison -> comparison(comparison, value, wanted);
      case ExpressionPart.Whole whole -> List.of(whole(whole, value.outcome(), wanted));
    };
  }

  /// @param all whether each operand must change; else any of them will do
  private static List<String> several(
      List<ExpressionPart> operands, List<Part> values, boolean wanted, boolean all) {
    List<List<String>> changes = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      List<String> change = of(operands.get(i), values.get(i), wanted);
      if (!change.isEmpty()) {
        changes.add(change);
      }
    }
    if (all || changes.size() == 1) {
      return changes.stream().flatMap(List::stream).toList();
    }
    return List.of(
        changes.stream()
            .map(change -> String.join(" and ", change))
            .collect(Collectors.joining("; or ", "either ", "")));
  }

  private static List<String> choice(ExpressionPart.Choice choice, Part value, boolean wanted) {
    Part condition = value.parts().get(0);
    if (condition.outcome().is(true)) {
      return of(choice.then(), value.parts().get(1), wanted);
    }
    return condition.outcome().is(false)
        ? of(choice.otherwise(), value.parts().get(2), wanted)
        : of(choice.condition(), condition, true);
  }

  private static List<String> comparison(
      ExpressionPart.Comparison comparison, Part value, boolean wanted) {
    Part left = value.parts().get(0);
    Part right = value.parts().get(1);
    List<String> unreadable = new ArrayList<>();
    unreadable(left, unreadable);
    unreadable(right, unreadable);
    if (!unreadable.isEmpty()) {
      return unreadable;
    }
    String is = "`%s` is %s".formatted(left.text(), said(left.outcome()));
    String than = said(right.outcome());
    String named = than.equals(right.text()) ? than : "%s (`%s`)".formatted(than, right.text());
    if (comparison.operator().equals("in")) {
      return List.of(
          "%s and would have to be %s %s".formatted(is, wanted ? "one of" : "none of", named));
    }
    String operator =
        wanted
            ? comparison.operator()
            : NEGATED.getOrDefault(comparison.operator(), comparison.operator());
    return List.of(
        "%s and would have to be %s %s"
            .formatted(is, WORDS.getOrDefault(operator, operator), named));
  }

  private static void unreadable(Part part, List<String> into) {
    switch (part.outcome()) {
      case Outcome.Value _ -> {}
      case Outcome.Problem(String reason) ->
          into.add("`%s` has no value: %s".formatted(part.text(), reason));
      case Outcome.Withheld _ ->
          into.add(
              "`%s` depends on personal data, and what it is, is not said".formatted(part.text()));
    }
  }

  private static String whole(ExpressionPart.Whole whole, Outcome outcome, boolean wanted) {
    return outcome instanceof Outcome.Problem(String reason)
        ? "`%s` has no value: %s".formatted(whole.text(), reason)
        : "`%s` would have to be %s".formatted(whole.text(), wanted);
  }

  private static String said(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Value(var value) -> Json.text(value).replace('"', '\'');
      case Outcome.Problem(String reason) -> reason;
      case Outcome.Withheld _ -> "withheld";
    };
  }
}
