package dev.phaseledger.policy;

import java.util.ArrayList;
import java.util.List;

/// An expression taken apart into those parts that have values of their own, in the author's words:
/// operands of `&&`, `||`, `!`, `?:` and of comparisons. What is inside of calls and loops stays
/// whole, since it may speak of loop variables.
///
/// Splitting is a reading aid: whatever is split is checked and evaluated again as an expression.
sealed interface ExpressionPart {

  /// The part as it is written.
  String text();

  /// The parts one level down.
  default List<ExpressionPart> parts() {
    return switch (this) {
      case All all -> all.operands();
      case Any any -> any.operands();
      case Not not -> List.of(not.operand());
      case Choice choice -> List.of(choice.condition(), choice.then(), choice.otherwise());
      case Comparison comparison -> List.of(comparison.left(), comparison.right());
      case Whole _ -> List.of();
    };
  }

  /// Every operand must hold.
  record All(String text, List<ExpressionPart> operands) implements ExpressionPart {}

  /// One operand must hold.
  record Any(String text, List<ExpressionPart> operands) implements ExpressionPart {}

  /// The operand must not hold.
  record Not(String text, ExpressionPart operand) implements ExpressionPart {}

  /// One part or the other, by a condition.
  record Choice(
      String text, ExpressionPart condition, ExpressionPart then, ExpressionPart otherwise)
      implements ExpressionPart {}

  /// Two values held against each other.
  ///
  /// @param operator `==`, `!=`, `<`, `<=`, `>`, `>=` or `in`
  record Comparison(String text, String operator, ExpressionPart left, ExpressionPart right)
      implements ExpressionPart {}

  /// Anything else.
  record Whole(String text) implements ExpressionPart {}

  /// Takes an expression apart.
  static ExpressionPart of(String expression) {
    return of(new ExpressionTokens(expression));
  }

  private static ExpressionPart of(ExpressionTokens given) {
    ExpressionTokens tokens = given.stripped();
    String text = tokens.text();
    int question = tokens.first("?");
    if (question >= 0) {
      int colon = tokens.colonOf(question);
      return colon < 0
          ? new Whole(text)
          : new Choice(
              text,
              of(tokens.part(0, question)),
              of(tokens.part(question + 1, colon)),
              of(tokens.part(colon + 1, tokens.size())));
    }
    if (tokens.first("||") >= 0) {
      return new Any(text, split(tokens, "||"));
    }
    if (tokens.first("&&") >= 0) {
      return new All(text, split(tokens, "&&"));
    }
    int relation = tokens.lastRelation();
    if (relation > 0) {
      return new Comparison(
          text,
          tokens.at(relation),
          of(tokens.part(0, relation)),
          of(tokens.part(relation + 1, tokens.size())));
    }
    return tokens.size() > 1 && tokens.at(0).equals("!")
        ? new Not(text, of(tokens.part(1, tokens.size())))
        : new Whole(text);
  }

  private static List<ExpressionPart> split(ExpressionTokens tokens, String operator) {
    List<ExpressionPart> operands = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= tokens.size(); i++) {
      if (i == tokens.size() || tokens.isTop(i, operator)) {
        operands.add(of(tokens.part(start, i)));
        start = i + 1;
      }
    }
    return operands;
  }
}
