package dev.phaseledger.app.cli;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "trail", description = "Show everything on record that concerns one dispatch.")
final class TrailCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Parameters(paramLabel = "DISPATCH_ID", description = "The dispatch.")
  String dispatch = "";

  @Option(names = "--json", description = "Print the trail as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    String id = new DispatchId(dispatch).value();
    Fields trail;
    try (LedgerClient client = service.client()) {
      trail =
          client
              .find("/v1/dispatches/" + LedgerClient.escape(id) + "/trail")
              .orElseThrow(() -> CliException.negative("there is no dispatch '" + id + "'"));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(trail));
      return ExitCode.OK;
    }
    Fields view = Members.object(trail, "dispatch");
    Fields judgement = Members.object(view, "judgement");
    out.println(
        id
            + " under contract "
            + Members.text(view, "contractId")
            + ": "
            + Members.text(view, "state"));
    out.println(Shown.text(Members.find(judgement, "explanation").orElse("")));
    out.println();
    for (Fields step : Members.objects(trail, "steps")) {
      out.println(
          "  #%d  %s  %s  %s"
              .formatted(
                  Members.number(step, "index"),
                  Members.text(step, "at"),
                  Members.text(step, "actor"),
                  Shown.text(Members.text(step, "sentence"))));
    }
    return ExitCode.OK;
  }
}
