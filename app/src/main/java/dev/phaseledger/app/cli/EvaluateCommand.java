package dev.phaseledger.app.cli;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.importing.CallReport;
import dev.phaseledger.app.importing.ImportedCall;
import dev.phaseledger.app.importing.ImportedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description = {
      "Judge the calls of recorded runs by an example's invariant map, on a private ledger that is"
          + " thrown away, and compare the verdicts with what correct runs do.",
      "Only calls that change something are counted. A call is correct if a correct run makes the"
          + " same call with the same arguments."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUNS.json", description = "Runs: a JSON array, or JSON lines.")
  Path runs = Path.of("");

  @Option(
      names = "--example",
      required = true,
      paramLabel = "NAME",
      description = "The example whose profile and invariant map are used, such as airline.")
  String example = "";

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    ExampleFiles files = ExampleFiles.ofExample(Homes.example(example));
    if (!Files.isRegularFile(runs)) {
      throw CliException.usage("there is no file " + runs);
    }
    CallReport report = CallReport.of(judge(files));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(report.toJson()));
    } else {
      print(report, out);
    }
    return ExitCode.OK;
  }

  private List<ImportedRun> judge(ExampleFiles files) throws IOException {
    try (PrivateService service = PrivateService.start();
        LedgerClient client = service.client()) {
      return ImportCommand.run(client, files, runs, spec.commandLine().getErr());
    }
  }

  private static void print(CallReport report, PrintWriter out) {
    out.println("Calls that change something:");
    Table calls = new Table().row("", "correct", "other");
    for (Verdict verdict : Verdict.values()) {
      calls.row(
          verdict,
          report.correct().getOrDefault(verdict, 0L),
          report.other().getOrDefault(verdict, 0L));
    }
    calls.print(out);
    out.println();
    out.println("Calls that violate each invariant:");
    Table invariants = new Table();
    report.invariants().forEach(invariants::row);
    invariants.print(out);
    out.println();
    out.println("Vetoes: " + report.vetoed().size());
    for (ImportedCall call : report.vetoed()) {
      out.println(
          "  %s %s%s: %s"
              .formatted(
                  call.dispatchId(),
                  call.tool(),
                  call.correct() ? " (correct)" : "",
                  call.explanation()));
    }
    if (!report.refused().isEmpty()) {
      out.println();
      out.println("No valid requests, hence not recorded: " + report.refused().size());
      report
          .refused()
          .forEach(call -> out.println("  " + call.dispatchId() + ": " + call.explanation()));
    }
  }
}
