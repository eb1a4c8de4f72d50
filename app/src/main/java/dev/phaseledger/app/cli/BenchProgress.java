package dev.phaseledger.app.cli;

import dev.phaseledger.bench.DecisionBenchmark;
import java.io.PrintWriter;
import java.time.Duration;

/// One line on a terminal that says what is being measured; nothing elsewhere.
final class BenchProgress implements DecisionBenchmark.Progress {

  private final PrintWriter err;
  private final boolean shown;
  private int width;

  BenchProgress(PrintWriter err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  @Override
  public void next(String step, Duration left) {
    show("%s, about %d s left".formatted(step, left.toSeconds()));
  }

  /// Clears the line.
  void end() {
    show("");
    show("");
  }

  private void show(String text) {
    if (shown) {
      err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      err.print(text.isEmpty() ? "\r" : "");
      err.flush();
      width = text.length();
    }
  }
}
