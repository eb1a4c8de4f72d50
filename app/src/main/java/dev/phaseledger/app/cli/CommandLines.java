package dev.phaseledger.app.cli;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.app.client.ServiceException;
import dev.phaseledger.app.client.UnreachableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Sets the command line up and runs it.
public final class CommandLines {

  private static final int SERVER_FAULT = 500;
  private static final int UNAVAILABLE = 503;

  private CommandLines() {}

  /// Runs one command.
  ///
  /// @return the exit code, see [ExitCode]
  public static int run(String... arguments) {
    return create(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }

  /// A command line that writes to the writers given.
  static CommandLine create(PrintWriter out, PrintWriter err) {
    return new CommandLine(new RootCommand())
        .setOut(out)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.ansi()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(CommandLines::explainUsage)
        .setExecutionExceptionHandler(CommandLines::explain);
  }

  private static int explainUsage(CommandLine.ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("ledger: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (RootCommand.of(command).debug()) {
      failure.printStackTrace(err);
    }
    int exitCode = exitCode(failure);
    err.println("ledger: " + sentence(failure));
    if (exitCode == ExitCode.INTERNAL
        && !(failure instanceof ServiceException)
        && !RootCommand.of(command).debug()) {
      err.println("This is a defect of the program. Run again with --debug to see where.");
    }
    return exitCode;
  }

  private static int exitCode(Exception failure) {
    return switch (failure) {
      case CliException cli -> cli.exitCode();
      case UnreachableException _ -> ExitCode.UNREACHABLE;
      case ServiceException refusal when refusal.status() == UNAVAILABLE -> ExitCode.UNREACHABLE;
      case ServiceException refusal when refusal.status() >= SERVER_FAULT -> ExitCode.INTERNAL;
      case ServiceException _, InvalidFieldException _, IOException _ -> ExitCode.USAGE;
      default -> ExitCode.INTERNAL;
    };
  }

  private static String sentence(Exception failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      case AccessDeniedException denied -> "may not access " + denied.getFile();
      case FileSystemException file -> file.getFile() + ": " + file.getReason();
      case CliException _,
          UnreachableException _,
          ServiceException _,
          InvalidFieldException _,
          IOException _ ->
          String.valueOf(failure.getMessage());
      default -> failure.toString();
    };
  }
}
