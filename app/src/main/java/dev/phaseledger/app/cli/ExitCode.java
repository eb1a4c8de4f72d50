package dev.phaseledger.app.cli;

/// How the program ends. Part of its interface: scripts depend on these.
public final class ExitCode {

  /// Done, and the answer is positive.
  public static final int OK = 0;

  /// Done, and the answer is negative: verification failed, map invalid, tests failed.
  public static final int NEGATIVE = 1;

  /// Wrong use, or something is missing on this machine.
  public static final int USAGE = 2;

  /// The service does not answer.
  public static final int UNREACHABLE = 3;

  /// A defect of this program.
  public static final int INTERNAL = 70;

  private ExitCode() {}
}
