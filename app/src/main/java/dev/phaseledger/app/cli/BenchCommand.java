package dev.phaseledger.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    description = "Measure this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchDecisionCommand.class,
      BenchHistoryCommand.class,
      BenchReplayCommand.class,
      BenchBacktestCommand.class,
      BenchVerifyCommand.class,
      BenchNodesCommand.class,
      BenchPoliciesCommand.class,
      BenchHttpLoadCommand.class
    })
final class BenchCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name what to measure");
  }
}
