package dev.phaseledger.app.cli;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dispatch",
    description = "Look at one dispatch, or end it before it is acted on.",
    synopsisSubcommandLabel = "COMMAND")
final class DispatchCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: show, withdraw or cancel");
  }

  @Command(name = "show", description = "Show what a dispatch asks for and what it waits for.")
  int show(
      @Mixin ServiceOptions service,
      @Parameters(paramLabel = "DISPATCH_ID", description = "The dispatch.") String dispatch,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Fields view;
    try (LedgerClient client = service.client()) {
      view = find(client, dispatch);
    }
    if (json) {
      out.println(Json.text(view));
    } else {
      print(view, out);
    }
    return ExitCode.OK;
  }

  @Command(
      name = "withdraw",
      description = "Withdraw a dispatch that you asked for and that waits.")
  int withdraw(
      @Mixin ServiceOptions service,
      @Parameters(paramLabel = "DISPATCH_ID", description = "The dispatch.") String dispatch,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    return close(service, dispatch, "withdrawal", reason, json);
  }

  @Command(
      name = "cancel",
      description = "Cancel a dispatch, also a released one whose outcome is not on record.")
  int cancel(
      @Mixin ServiceOptions service,
      @Parameters(paramLabel = "DISPATCH_ID", description = "The dispatch.") String dispatch,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    return close(service, dispatch, "cancellation", reason, json);
  }

  private int close(
      ServiceOptions service, String dispatch, String how, String reason, boolean json)
      throws IOException {
    Fields written;
    try (LedgerClient client = service.client()) {
      Fields view = find(client, dispatch);
      written =
          client.post(
              "/v1/dispatches/" + LedgerClient.escape(dispatch) + "/" + how,
              Fields.builder()
                  .put("contractId", Members.text(view, "contractId"))
                  .put("reason", reason)
                  .build(),
              Keys.next(how));
    }
    spec.commandLine()
        .getOut()
        .println(
            json
                ? Json.text(written)
                : "The %s of dispatch %s is on record at position %d."
                    .formatted(how, dispatch, Members.number(written, "position")));
    return ExitCode.OK;
  }

  static Fields find(LedgerClient client, String dispatch) {
    String id = new DispatchId(dispatch).value();
    return client
        .find("/v1/dispatches/" + LedgerClient.escape(id))
        .orElseThrow(() -> CliException.negative("there is no dispatch '" + id + "'"));
  }

  /// A dispatch for people.
  static void print(Fields view, PrintWriter out) {
    Fields request = Members.object(view, "request");
    out.println(
        "%s under contract %s: %s"
            .formatted(
                Members.text(view, "dispatchId"),
                Members.text(view, "contractId"),
                Members.text(view, "state")));
    out.println(Members.find(view, "explanation").orElse(""));
    out.println("  action      " + Members.find(request, "action").orElse(""));
    out.println("  parameters  " + Json.text(Members.object(request, "parameters")));
    Fields waiting = Members.object(view, "waiting");
    line(waiting, "until", "waits for", out);
    line(waiting, "deadline", "deadline", out);
    line(waiting, "escalatesAt", "escalates", out);
    line(waiting, "requester", "asked by", out);
    line(view, "shown", "shown", out);
  }

  private static void line(Fields fields, String member, String label, PrintWriter out) {
    Members.find(fields, member)
        .ifPresent(text -> out.println("  %-11s %s".formatted(label, text)));
  }
}
