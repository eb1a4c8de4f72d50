package dev.phaseledger.app.cli;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvariantMaps;
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
    name = "policy",
    description = "Check, test and publish invariant maps.",
    subcommands = {PolicyTestCommand.class, PolicyCaseCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: check, test, case or publish");
  }

  @Command(
      name = "check",
      description = "Check an invariant map: its shape, its types and its expressions.")
  int check(
      @Parameters(paramLabel = "FILE", description = "The map.") Path file,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      CompiledMap map = InvariantMaps.compile(ExampleFiles.read(file));
      out.println(
          json
              ? Json.text(
                  Fields.with("valid", Bool.TRUE)
                      .put("name", map.name())
                      .put("version", map.version())
                      .put("problems", new Items(List.of()))
                      .build())
              : "%s: map '%s', version %d, is valid.".formatted(file, map.name(), map.version()));
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

  @Command(name = "publish", description = "Put an invariant map in force.")
  int publish(
      @Parameters(paramLabel = "FILE", description = "The map.") Path file,
      @Mixin ServiceOptions service)
      throws IOException {
    String source = ExampleFiles.read(file);
    PrintWriter out = spec.commandLine().getOut();
    CompiledMap map;
    try {
      map = InvariantMaps.compile(source);
    } catch (InvalidMapException failure) {
      DocumentProblems.explain(file, failure, spec.commandLine().getErr());
      return ExitCode.NEGATIVE;
    }
    try (LedgerClient client = service.client()) {
      String key = "publish-" + Digest.of(source).value().substring("sha256:".length());
      client.post("/v1/invariant-maps", Fields.with("source", new Text(source)).build(), key);
    }
    out.println("Map '%s', version %d, is in force.".formatted(map.name(), map.version()));
    return ExitCode.OK;
  }
}
