package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
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
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = {
      "Derive recorded decisions again from what is on record, and count those that come out equal.",
      "Without a filter: all of the tenant. Every one must come out equal; the answer is negative if"
          + " one does not."
    })
final class ReplayCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Option(names = "--dispatch", paramLabel = "ID", description = "Those on one dispatch.")
  @Nullable String dispatch;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Those on dispatches with that value of the label 'run'.")
  @Nullable String run;

  @Option(names = "--from", paramLabel = "TIME", description = "Decided then or later.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Decided before.")
  @Nullable String to;

  @Option(names = "--note", paramLabel = "FILE", description = "Where to put the signed result.")
  @Nullable Path note;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Fields.Builder which = Fields.builder();
    put(which, "dispatchId", dispatch);
    put(which, "run", run);
    put(which, "from", from);
    put(which, "to", to);
    try (LedgerClient client = service.client()) {
      Fields job = client.post("/v1/replays", which.build(), RandomKeys.next("replay"));
      String id = Members.text(job, "id");
      Fields done =
          new JobWatch(client, "replay", "/v1/replays/", spec.commandLine().getErr())
              .ended(id, each -> Members.number(each, "entriesDone"));
      if (note != null) {
        Files.write(note, client.bytes("/v1/replays/" + id + "/note"));
      }
      return print(done);
    }
  }

  private static void put(Fields.Builder which, String name, @Nullable String value) {
    if (value != null) {
      which.put(name, value);
    }
  }

  /// That nothing was found is no proof of anything, so the answer is negative too.
  private int print(Fields job) {
    Fields result = Members.object(job, "result");
    long decisions = Members.number(result, "decisions");
    long unreadable = Members.number(result, "unreadable");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(job));
    } else {
      explain(result, decisions, unreadable, out);
      out.println("Signed result: artifact " + Members.text(job, "digest"));
    }
    return decisions > 0 && Members.number(result, "different") == 0
        ? ExitCode.OK
        : ExitCode.NEGATIVE;
  }

  private static void explain(Fields result, long decisions, long unreadable, PrintWriter out) {
    long equal = Members.number(result, "equal");
    out.println(
        decisions == 0
            ? "No decision that can be derived again matches."
            : "%,d decisions derived again: %,d equal (%s), %,d different."
                .formatted(decisions, equal, share(equal, decisions), decisions - equal));
    if (unreadable > 0) {
      out.println(
          "%,d decisions cannot be derived any more: what they were made on is erased, or this release cannot read their maps."
              .formatted(unreadable));
    }
    if (result.find("firstDifference").isPresent()) {
      Fields first = Members.object(result, "firstDifference");
      out.println(
          "The first difference is dispatch %s at position %d: %s"
              .formatted(
                  Members.text(first, "dispatchId"),
                  Members.number(first, "position"),
                  Members.text(first, "because")));
      out.println("  recorded: " + said(Members.object(first, "recorded")));
      out.println("  derived:  " + said(Members.object(first, "derived")));
    }
  }

  /// Never rounded up: only all of them are 100 %.
  private static String share(long equal, long decisions) {
    return equal == decisions
        ? "100 %"
        : "%d.%02d %%".formatted(equal * 100 / decisions, equal * 10_000 / decisions % 100);
  }

  private static String said(Fields judgement) {
    return Members.text(judgement, "verdict") + ": " + Members.text(judgement, "explanation");
  }
}
