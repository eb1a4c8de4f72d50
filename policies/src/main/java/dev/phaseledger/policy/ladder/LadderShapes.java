package dev.phaseledger.policy.ladder;

import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.FieldType.ListOf;
import dev.phaseledger.policy.cel.FieldType.Simple;
import dev.phaseledger.policy.cel.FieldType.Struct;
import dev.phaseledger.policy.cel.Shape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a ladder's criteria may read.
final class LadderShapes {

  /// An agent's work on record. `age` is the time since it was registered, `timeAtLevel` the time
  /// since it has held its level.
  static final Shape COMPETENCE = new Shape("ladder.Competence", competence());

  /// The agent itself.
  static final Shape AGENT =
      new Shape(
          "ladder.Agent",
          new TreeMap<>(
              Map.of(
                  "id", Simple.STRING,
                  "principal", Simple.STRING,
                  "level", Simple.INT,
                  "roles", new ListOf(Simple.STRING))));

  private static final List<Shape> SHAPES = List.of(COMPETENCE, AGENT);

  private static final Map<String, FieldType> VARIABLES =
      Map.of(
          "competence", new Struct(COMPETENCE.name()),
          "agent", new Struct(AGENT.name()),
          "now", Simple.TIMESTAMP);

  private LadderShapes() {}

  static Environment environment() {
    return Environment.of(VARIABLES, SHAPES);
  }

  /// Everything that determines what a criterion means, as text to be digested.
  static String describe() {
    return Environment.describe(VARIABLES, SHAPES);
  }

  private static Map<String, FieldType> competence() {
    Map<String, FieldType> members = new TreeMap<>();
    for (String count :
        List.of(
            "executions",
            "passes",
            "failures",
            "consecutivePasses",
            "violations",
            "vetoes",
            "executionsAtLevel",
            "consecutivePassesAtLevel",
            "violationsAtLevel")) {
      members.put(count, Simple.INT);
    }
    members.put("age", Simple.DURATION);
    members.put("timeAtLevel", Simple.DURATION);
    return members;
  }
}
