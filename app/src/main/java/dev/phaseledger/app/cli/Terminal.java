package dev.phaseledger.app.cli;

import picocli.CommandLine.Help.Ansi;

/// Whether somebody is looking.
final class Terminal {

  private Terminal() {}

  /// Colours only on a terminal, and not where the environment asks for none (no-color.org).
  static Ansi ansi() {
    return isInteractive() && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
  }

  static boolean isInteractive() {
    return System.console() != null
        && System.console().isTerminal()
        && !"dumb".equals(System.getenv("TERM"));
  }
}
