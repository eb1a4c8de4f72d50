package dev.phaseledger.app.cli;

import java.io.PrintWriter;
import java.time.Duration;

/// Tells on a terminal how far long work has come; says nothing elsewhere. Used by many threads.
final class Progress {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final PrintWriter err;
  private final String what;
  private final boolean shown;
  private long done;
  private long lastShown;

  Progress(PrintWriter err, String what) {
    this.err = err;
    this.what = what;
    this.shown = Terminal.isInteractive();
    this.lastShown = System.nanoTime() - INTERVAL.toNanos();
  }

  synchronized void step() {
    at(done + 1);
  }

  synchronized void at(long count) {
    done = count;
    if (shown && System.nanoTime() - lastShown >= INTERVAL.toNanos()) {
      lastShown = System.nanoTime();
      err.print("\r" + what + ": " + done + " ");
      err.flush();
    }
  }

  synchronized void end() {
    if (shown && done > 0) {
      err.print("\r" + " ".repeat(what.length() + 24) + "\r");
      err.flush();
    }
  }
}
