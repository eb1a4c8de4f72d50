package dev.phaseledger.app.cli;

import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.RecordedCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "case",
    description = {
      "Print a test of a map, made of what a dispatch was first judged on. Paste it under"
          + " spec.tests.cases: it passes.",
      "It holds no personal values, nor the digests that stand for them in the log."
    })
final class PolicyCaseCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Parameters(paramLabel = "DISPATCH_ID", description = "The dispatch.")
  String dispatch = "";

  @Option(
      names = "--map",
      paramLabel = "FILE",
      description = "The map to make it for. Default: the one that was in force")
  @Nullable Path file;

  @Option(
      names = "--name",
      paramLabel = "MAP",
      description = "Which of the maps that were in force, if there were several.")
  @Nullable String name;

  @Option(names = "--json", description = "Print the case, and what it leaves out, as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (file != null && name != null) {
      throw CliException.usage("name --map or --name, not both");
    }
    RecordedDecision recorded;
    try (LedgerClient client = service.client()) {
      Fields view = DispatchCommand.find(client, dispatch);
      recorded = RecordedDecision.read(client, Members.number(view, "index"));
    }
    CompiledMap map = map(recorded);
    Judgement judgement = recorded.decided().judgement();
    RecordedCase.Made made =
        RecordedCase.of(
            map, "dispatch " + dispatch + " as decided", recorded.input(), judgement.factsRead());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.text(
              Fields.with("case", new Text(made.yaml()))
                  .put("expected", made.expected())
                  .put("recorded", recorded(judgement, map.name()))
                  .put("leftOut", Items.ofTexts(made.leftOut()))
                  .put("personal", Items.ofTexts(recorded.personal()))
                  .put("index", recorded.index())
                  .build()));
      return ExitCode.OK;
    }
    out.println(
        "      # Entry %d; then: %s".formatted(recorded.index(), recorded(judgement, map.name())));
    if (!recorded.personal().isEmpty()) {
      out.println(
          "      # Personal, so left out: parameters "
              + String.join(", ", recorded.personal())
              + ". Make values up where invariants read them.");
    }
    if (!made.leftOut().isEmpty()) {
      out.println(
          "      # Of another type than the map declares, so left out: "
              + String.join(", ", made.leftOut()));
    }
    out.print(made.yaml());
    out.flush();
    return ExitCode.OK;
  }

  private CompiledMap map(RecordedDecision recorded) throws IOException {
    String source;
    if (file != null) {
      source = ExampleFiles.read(file);
    } else {
      source = inForce(recorded.maps());
    }
    try {
      return InvariantMaps.compile(source);
    } catch (InvalidMapException failure) {
      throw CliException.negative(
          (file == null ? "the map that was in force" : file.toString())
              + " is not valid: "
              + failure.getMessage());
    }
  }

  private String inForce(Map<String, String> maps) {
    if (maps.isEmpty()) {
      throw CliException.negative("no map was in force; name one with --map");
    }
    if (name == null && maps.size() > 1) {
      throw CliException.usage(
          "several maps were in force, name one with --name: " + String.join(", ", maps.keySet()));
    }
    String wanted = name == null ? maps.keySet().iterator().next() : name;
    String source = maps.get(wanted);
    if (source == null) {
      throw CliException.negative(
          "no map '" + wanted + "' was in force, but " + String.join(", ", maps.keySet()));
    }
    return source;
  }

  /// The whole verdict, and what this map had to do with it.
  private static String recorded(Judgement judgement, String map) {
    String clause =
        judgement
            .breach()
            .map(breach -> " for the contract's clause '" + breach.clause() + "'")
            .orElse("");
    String results =
        judgement.results().stream()
            .filter(result -> result.map().equals(map))
            .filter(result -> result.outcome() != Outcome.HOLDS)
            .map(PolicyCaseCommand::word)
            .collect(Collectors.joining(", "));
    return judgement.verdict() + clause + (results.isEmpty() ? "" : ", " + results);
  }

  private static String word(InvariantResult result) {
    return result.invariant() + " " + result.outcome();
  }
}
