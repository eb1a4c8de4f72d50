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
import dev.phaseledger.policy.path.RevocationPaths;
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
    name = "paths",
    description = "Check, publish and show revocation paths.",
    synopsisSubcommandLabel = "COMMAND")
final class PathsCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: check, publish or show");
  }

  @Command(
      name = "check",
      description = "Check revocation paths: their shape, triggers and actions.")
  int check(
      @Parameters(paramLabel = "FILE", description = "The paths.") Path file,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      RevocationPaths paths = RevocationPaths.compile(ExampleFiles.read(file));
      if (json) {
        out.println(
            Json.text(
                Fields.with("valid", Bool.TRUE)
                    .put("name", paths.name())
                    .put("version", paths.version())
                    .put("problems", new Items(List.of()))
                    .put("warnings", DocumentProblems.json(paths.warnings()))
                    .build()));
      } else {
        paths
            .warnings()
            .forEach(warning -> out.println(DocumentProblems.line(file, warning) + " (a warning)"));
        out.println(
            "%s: paths '%s', version %d, %d of them, are valid."
                .formatted(file, paths.name(), paths.version(), paths.paths().size()));
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

  @Command(name = "publish", description = "Put revocation paths in force.")
  int publish(
      @Parameters(paramLabel = "FILE", description = "The paths.") Path file,
      @Mixin ServiceOptions service)
      throws IOException {
    String source = ExampleFiles.read(file);
    RevocationPaths paths;
    try {
      paths = RevocationPaths.compile(source);
    } catch (InvalidMapException failure) {
      DocumentProblems.explain(file, failure, spec.commandLine().getErr());
      return ExitCode.NEGATIVE;
    }
    try (LedgerClient client = service.client()) {
      String key = "paths-" + Digest.of(source).hex();
      client.post("/v1/revocation-paths", Fields.with("source", new Text(source)).build(), key);
    }
    spec.commandLine()
        .getOut()
        .println("Paths '%s', version %d, are in force.".formatted(paths.name(), paths.version()));
    return ExitCode.OK;
  }

  @Command(name = "show", description = "Show the revocation paths in force.")
  int show(
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print them as JSON.") boolean json)
      throws IOException {
    Fields paths;
    try (LedgerClient client = service.client()) {
      paths =
          client
              .find("/v1/revocation-paths")
              .orElseThrow(() -> CliException.negative("no revocation paths are in force"));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.text(paths) : Members.text(paths, "source").stripTrailing());
    return ExitCode.OK;
  }
}
