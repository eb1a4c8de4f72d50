package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvariantMaps;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backtest",
    description = {
      "Try a map on what the ledger has recorded, and show what it would have decided otherwise.",
      "Without a map, history is judged by what it was judged by: nothing may differ then."
    })
final class PolicyBacktestCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Parameters(paramLabel = "MAP", arity = "0..1", description = "The map.")
  @Nullable Path file;

  @Option(
      names = "--stateful",
      description = "Let a changed verdict change later budgets, counters and authority.")
  boolean stateful;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first position to be judged by the map. Default: ${DEFAULT-VALUE}")
  long from = 1;

  @Option(names = "--note", paramLabel = "FILE", description = "Where to put the signed result.")
  @Nullable Path note;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Fields.Builder order =
        Fields.with("mode", new Text(stateful ? "STATEFUL" : "PER_DECISION")).put("from", from);
    if (file != null) {
      String source = ExampleFiles.read(file);
      try {
        InvariantMaps.compile(source);
      } catch (InvalidMapException failure) {
        DocumentProblems.explain(file, failure, spec.commandLine().getErr());
        return ExitCode.NEGATIVE;
      }
      order.put("source", source);
    }
    try (LedgerClient client = service.client()) {
      Fields job = client.post("/v1/backtests", order.build(), RandomKeys.next("backtest"));
      Fields done =
          new JobWatch(client, "back-test", "/v1/backtests/", spec.commandLine().getErr())
              .ended(
                  Members.text(job, "id"),
                  each -> Members.number(Members.object(each, "progress"), "position"));
      return print(client, done);
    }
  }

  /// Judging by what was in force must find no difference: then the answer is negative if one is
  /// found. That a map decides otherwise is what it is tried for.
  private int print(LedgerClient client, Fields job) throws IOException {
    String id = Members.text(job, "id");
    if (note != null) {
      Files.write(note, client.bytes("/v1/backtests/" + id + "/note"));
    }
    Fields result = Members.object(job, "result");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(job));
    } else {
      explain(result, out);
      out.println("Signed result: artifact " + Members.text(job, "digest"));
    }
    return file == null && Members.number(result, "flipped") > 0 ? ExitCode.NEGATIVE : ExitCode.OK;
  }

  private static void explain(Fields result, PrintWriter out) {
    out.println(
        "%d decisions judged again: %d word for word the same, %d with another verdict, %d on other terms."
            .formatted(
                Members.number(result, "judged"),
                Members.number(result, "same"),
                Members.number(result, "flipped"),
                Members.number(result, "otherTerms")));
    if (Members.number(result, "moot") > 0) {
      out.println(Members.number(result, "moot") + " decisions would not have come up.");
    }
    if (Members.number(result, "unreadable") > 0) {
      out.println(
          Members.number(result, "unreadable")
              + " decisions are on personal data that is erased, or by maps that this release cannot"
              + " read.");
    }
    if (Members.number(result, "flipped") == 0) {
      return;
    }
    var table = new Table().row("by", "agent", "was", "would be", "count", "entry");
    for (Fields row : Members.objects(result, "flips")) {
      table.row(
          Members.text(row, "cause"),
          Members.text(row, "agent"),
          Members.text(row, "from"),
          Members.text(row, "to"),
          Members.number(row, "count"),
          Members.text(Members.objects(row, "entries").getFirst(), "href"));
    }
    table.print(out);
    out.println(Members.text(Members.object(result, "first"), "explanation"));
  }
}
