package dev.phaseledger.app;

import dev.phaseledger.app.cli.CommandLines;

/// Entry point of the program; see `ledger --help`.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandLines.run(arguments));
  }
}
