package dev.phaseledger.app.cli;

import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/// Whether somebody is looking.
final class Terminal {

  private Terminal() {}

  /// Colours only on a terminal, and not where the environment asks for none (no-color.org).
  static Ansi ansi() {
    return isInteractive() && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
  }

  static boolean isInteractive() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && !"dumb".equals(System.getenv("TERM"));
  }
}
