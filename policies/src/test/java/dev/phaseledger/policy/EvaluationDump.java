package dev.phaseledger.policy;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.TreeSet;

/// Prints what the maps of [DeterminismTest] say of its inputs: run in a process of its own, to
/// compare it with what another process prints.
public final class EvaluationDump {

  private EvaluationDump() {}

  /// First where it runs, then one evaluation per line.
  public static void main(String[] args) {
    String place = Locale.getDefault() + " " + ZoneId.systemDefault();
    byte[] text = (place + "\n" + evaluations()).getBytes(StandardCharsets.UTF_8);
    System.out.write(text, 0, text.length);
    System.out.flush();
  }

  static String evaluations() {
    PolicySnapshot snapshot = PolicySnapshot.of(DeterminismTest.MAPS);
    StringBuilder lines = new StringBuilder(snapshot.digest().value()).append('\n');
    DeterminismTest.seeds()
        .forEach(seed -> {
          Evaluation evaluation = snapshot.evaluate(DeterminismTest.input(seed));
          lines
              .append(evaluation.effect())
              .append(evaluation.results())
              .append(evaluation.factsRead())
              .append(evaluation.parameters())
              // A set prints in an order of its own.
              .append(evaluation.approval().map(wanted -> new TreeSet<>(wanted.roles())))
              .append(evaluation.approval().map(wanted -> wanted.count()))
              .append(evaluation.until())
              .append(evaluation.timeout())
              .append(evaluation.demoteLevels())
              .append(evaluation.signals())
              .append(evaluation.explanation())
              .append('\n');
        });
    return lines.toString();
  }
}
