package dev.phaseledger.app.cli;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ladder",
    description = "Check, publish and show the autonomy ladder.",
    synopsisSubcommandLabel = "COMMAND")
final class LadderCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: check, publish or show");
  }

  @Command(name = "check", description = "Check a ladder: its shape, its levels and its criteria.")
  int check(
      @Parameters(paramLabel = "FILE", description = "The ladder.") Path file,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      AutonomyLadder ladder = AutonomyLadder.compile(ExampleFiles.read(file));
      if (json) {
        out.println(
            Json.text(
                Fields.with("valid", Bool.TRUE)
                    .put("name", ladder.name())
                    .put("version", ladder.version())
                    .put("problems", new Items(List.of()))
                    .put("warnings", DocumentProblems.json(ladder.warnings()))
                    .build()));
      } else {
        ladder
            .warnings()
            .forEach(warning -> out.println(DocumentProblems.line(file, warning) + " (a warning)"));
        out.println(
            "%s: ladder '%s', version %d, with %d levels, is valid."
                .formatted(file, ladder.name(), ladder.version(), ladder.levels().size()));
      }
      return ExitCode.OK;
    } catch (InvalidMapException failure) {
      if (json) {
        out.println(
            Json.text(
                Fields.with("valid", Bool.FALSE)
                    .put("problems", DocumentProblems.json(failure.problems()))
                    .build()));
      } else {
        DocumentProblems.explain(file, failure, out);
      }
      return ExitCode.NEGATIVE;
    }
  }

  @Command(name = "publish", description = "Put a ladder in force.")
  int publish(
      @Parameters(paramLabel = "FILE", description = "The ladder.") Path file,
      @Mixin ServiceOptions service)
      throws IOException {
    String source = ExampleFiles.read(file);
    AutonomyLadder ladder;
    try {
      ladder = AutonomyLadder.compile(source);
    } catch (InvalidMapException failure) {
      DocumentProblems.explain(file, failure, spec.commandLine().getErr());
      return ExitCode.NEGATIVE;
    }
    try (LedgerClient client = service.client()) {
      String key = "ladder-" + Digest.of(source).hex();
      client.post("/v1/ladder", Fields.with("source", new Text(source)).build(), key);
    }
    spec.commandLine()
        .getOut()
        .println(
            "Ladder '%s', version %d, is in force.".formatted(ladder.name(), ladder.version()));
    return ExitCode.OK;
  }

  @Command(name = "show", description = "Show the ladder in force.")
  int show(
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print it as JSON.") boolean json)
      throws IOException {
    Fields ladder;
    try (LedgerClient client = service.client()) {
      ladder =
          client
              .find("/v1/ladder")
              .orElseThrow(() -> CliException.negative("no ladder is in force"));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.text(ladder) : Members.text(ladder, "source").stripTrailing());
    return ExitCode.OK;
  }
}
