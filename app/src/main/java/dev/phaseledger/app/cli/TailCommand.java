package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.EventStream;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "tail",
    description = "Show entries as they are recorded. Goes on by itself when the stream breaks.")
final class TailCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "The first position that is shown. Default: what is recorded from now on")
  @Nullable Long from;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many entries. Default: never")
  @Nullable Long count;

  @Option(names = "--json", description = "Print each entry as a CloudEvent, one to a line.")
  boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if ((from != null && from < 1) || (count != null && count < 1)) {
      throw CliException.usage("--from and --count must be 1 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (EventStream stream = service.stream()) {
      stream.follow(from == null ? "/v1/stream" : "/v1/stream?from=" + from, new Printing(out));
    }
    return ExitCode.OK;
  }

  private final class Printing implements EventStream.Reader {
    private final PrintWriter out;
    private long left = count == null ? Long.MAX_VALUE : count;

    Printing(PrintWriter out) {
      this.out = out;
    }

    @Override
    public boolean read(String event) {
      out.println(json ? event : line((Fields) Json.parse(event)));
      out.flush();
      left--;
      return left > 0;
    }
  }

  private static String line(Fields event) {
    Fields entry = Members.object(event, "data");
    return "%s  #%s  %s  %s  %s  %s"
        .formatted(
            Members.text(event, "id"),
            Members.text(event, "logindex"),
            Members.text(event, "time"),
            Shown.text(Members.text(entry, "actor")),
            Members.text(entry, "type"),
            Members.text(event, "subject"));
  }
}
