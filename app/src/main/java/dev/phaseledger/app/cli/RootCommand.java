package dev.phaseledger.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
    name = "ledger",
    description = "Decides, records and proves what AI agents may do.",
    versionProvider = Versions.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and the answer is positive",
      "1:the answer is negative: verification failed, map invalid, tests failed",
      "2:wrong use, or something is missing on this machine",
      "3:the service does not answer",
      "70:a defect of this program"
    },
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      MigrateCommand.class,
      ImportCommand.class,
      EvaluateCommand.class,
      TrailCommand.class,
      AuditCommand.class,
      HealthCommand.class,
      AuthorityCommand.class,
      TailCommand.class,
      ExplainCommand.class,
      ReplayCommand.class,
      ApprovalsCommand.class,
      DispatchCommand.class,
      EvidenceCommand.class,
      ExportCommand.class,
      PackCommand.class,
      VerifyCommand.class,
      PolicyCommand.class,
      LadderCommand.class,
      PathsCommand.class,
      SignalsCommand.class,
      WebhookCommand.class,
      AgentCommand.class,
      HaltCommand.class,
      ResumeCommand.class,
      ContractCommand.class,
      GuardCommand.class,
      PrincipalCommand.class,
      KeysCommand.class,
      RebuildCommand.class,
      SubjectCommand.class,
      HoldCommand.class,
      BenchCommand.class
    })
final class RootCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from.")
  boolean debug;

  boolean debug() {
    return debug;
  }

  static RootCommand of(CommandLine command) {
    CommandLine top = command;
    while (top.getParent() != null) {
      top = top.getParent();
    }
    return top.getCommand();
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
