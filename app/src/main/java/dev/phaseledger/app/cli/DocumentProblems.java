package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvalidMapException.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/// How the commands that check documents say what is wrong with one.
final class DocumentProblems {

  private DocumentProblems() {}

  static Items json(List<Problem> problems) {
    return new Items(
        problems.stream()
            .<JsonValue>map(problem ->
                Fields.with("field", new Text(problem.field()))
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("message", problem.message())
                    .put("hint", problem.hint())
                    .build())
            .toList());
  }

  /// One line, in the form in which editors find the place.
  static String line(Path file, Problem problem) {
    return "%s:%d:%d: %s: %s"
        .formatted(file, problem.line(), problem.column(), problem.field(), problem.advice());
  }

  static void explain(Path file, InvalidMapException failure, PrintWriter out) {
    failure.problems().forEach(problem -> out.println(line(file, problem)));
    out.println(file + " is not valid: " + failure.problems().size() + " problems.");
  }
}
