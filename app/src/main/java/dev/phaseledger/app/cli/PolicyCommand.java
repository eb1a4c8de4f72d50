package dev.phaseledger.app.cli;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.MapReview;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
        spec.commandLine(), "name a command: check, schema, test, case or publish");
  }

  @Command(
      name = "check",
      description = {
        "Check an invariant map: its shape, its types and its expressions, what it may cost,",
        "and what its author hardly means."
      })
  int check(
      @Parameters(paramLabel = "FILE", description = "The map.") Path file,
      @Option(names = "--strict", description = "Let warnings count as problems.") boolean strict,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    MapReview review = InvariantMaps.review(ExampleFiles.read(file));
    if (json) {
      out.println(Json.text(report(review)));
    } else {
      review.problems().forEach(problem -> out.println(DocumentProblems.line(file, problem)));
      review
          .warnings()
          .forEach(warning -> out.println(DocumentProblems.line(file, warning) + " [warning]"));
      out.println(
          review
              .map()
              .map(map ->
                  "%s: map '%s', version %d, is valid; %d warnings; at most %d steps of %d."
                      .formatted(
                          file,
                          map.name(),
                          map.version(),
                          review.warnings().size(),
                          review.steps(),
                          MapReview.STEPS_MAX))
              .orElseGet(() ->
                  "%s is not valid: %d problems, %d warnings."
                      .formatted(file, review.problems().size(), review.warnings().size())));
    }
    return review.map().isEmpty() || (strict && !review.warnings().isEmpty())
        ? ExitCode.NEGATIVE
        : ExitCode.OK;
  }

  private static Fields report(MapReview review) {
    Fields.Builder report = Fields.with("valid", Bool.of(review.map().isPresent()));
    review.map().ifPresent(map -> report.put("name", map.name()).put("version", map.version()));
    return report
        .put("problems", DocumentProblems.json(review.problems()))
        .put("warnings", DocumentProblems.json(review.warnings()))
        .put("steps", review.steps())
        .build();
  }

  @Command(
      name = "schema",
      description = "Print the JSON Schema (2020-12) of invariant maps, for editors.")
  int schema() {
    spec.commandLine().getOut().println(InvariantMaps.schema().stripTrailing());
    return ExitCode.OK;
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
