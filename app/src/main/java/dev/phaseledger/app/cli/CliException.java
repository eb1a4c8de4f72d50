package dev.phaseledger.app.cli;

/// Ends a command with a sentence for people and an exit code.
public final class CliException extends RuntimeException {

  private final int exitCode;

  private CliException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /// The command did its work and the answer is no.
  public static CliException negative(String message) {
    return new CliException(ExitCode.NEGATIVE, message);
  }

  /// The command cannot do its work as it was called, or here.
  public static CliException usage(String message) {
    return new CliException(ExitCode.USAGE, message);
  }

  /// The service does not answer.
  public static CliException unreachable(String message) {
    return new CliException(ExitCode.UNREACHABLE, message);
  }

  int exitCode() {
    return exitCode;
  }
}
