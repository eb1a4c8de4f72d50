package dev.phaseledger.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "guard",
    description = "Have something ask the ledger before it acts.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = GuardGitCommand.class)
final class GuardCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name what to guard: git");
  }
}
