package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "approvals",
    description = "See what waits for approval, and answer it.",
    synopsisSubcommandLabel = "COMMAND")
final class ApprovalsCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: list, show, approve, reject or withdraw");
  }

  @Command(name = "list", description = "List what waits for approval, the newest first.")
  int list(
      @Mixin ServiceOptions service,
      @Option(names = "--mine", description = "Only what you may still approve.") boolean mine,
      @Option(
              names = "--after",
              paramLabel = "CURSOR",
              description = "The 'next' of the page before.")
          @Nullable String after,
      @Option(names = "--json", description = "Print the page as JSON.") boolean json)
      throws IOException {
    Fields page;
    try (LedgerClient client = service.client()) {
      page =
          client.get(
              "/v1/approvals?mine="
                  + mine
                  + (after == null ? "" : "&after=" + LedgerClient.escape(after)));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(page));
      return ExitCode.OK;
    }
    Table table = new Table().row("DISPATCH", "CONTRACT", "ACTION", "APPROVALS", "DEADLINE");
    for (Fields item : Members.objects(page, "items")) {
      table.row(
          Members.text(item, "dispatchId"),
          Members.text(item, "contractId"),
          Members.find(Members.object(item, "request"), "action").orElse(""),
          Members.number(item, "given") + "/" + Members.number(item, "needed"),
          Members.find(Members.object(item, "waiting"), "deadline").orElse(""));
    }
    table.print(out);
    Members.find(page, "next").ifPresent(next -> out.println("More: --after " + next));
    return ExitCode.OK;
  }

  @Command(name = "show", description = "Show what an approval of a dispatch is bound to.")
  int show(
      @Mixin ServiceOptions service,
      @Parameters(paramLabel = "DISPATCH_ID", description = "The dispatch.") String dispatch,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Fields view;
    try (LedgerClient client = service.client()) {
      view = pending(client, dispatch);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(view));
    } else {
      DispatchCommand.print(view, out);
      out.println(
          "Approve it with: ledger approvals approve %s --shown %s"
              .formatted(dispatch, Members.text(view, "shown")));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "approve",
      description = {
        "Approve a dispatch as you were shown it: the digest is printed by 'show'.",
        "Ends with 1 if the approval does not count since something has changed."
      })
  int approve(
      @Mixin ServiceOptions service,
      @Parameters(paramLabel = "DISPATCH_ID", description = "The dispatch.") String dispatch,
      @Option(
              names = "--shown",
              required = true,
              paramLabel = "DIGEST",
              description = "The digest of what you were shown.")
          String shown,
      @Option(names = "--reason", defaultValue = "", paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    return answer(service, new Answer(dispatch, true, shown, reason), json);
  }

  @Command(name = "reject", description = "Reject a dispatch as you were shown it.")
  int reject(
      @Mixin ServiceOptions service,
      @Parameters(paramLabel = "DISPATCH_ID", description = "The dispatch.") String dispatch,
      @Option(
              names = "--shown",
              required = true,
              paramLabel = "DIGEST",
              description = "The digest of what you were shown.")
          String shown,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    return answer(service, new Answer(dispatch, false, shown, reason), json);
  }

  @Command(name = "withdraw", description = "Take your approval back, before the release.")
  int withdraw(
      @Mixin ServiceOptions service,
      @Parameters(paramLabel = "DISPATCH_ID", description = "The dispatch.") String dispatch,
      @Option(names = "--reason", defaultValue = "", paramLabel = "TEXT", description = "Why.")
          String reason,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Fields written;
    try (LedgerClient client = service.client()) {
      written =
          client.post(
              "/v1/approvals/withdrawal",
              named(pending(client, dispatch)).put("reason", reason).build(),
              Keys.next("withdraw"));
    }
    spec.commandLine()
        .getOut()
        .println(
            json
                ? Json.text(written)
                : "Your approval of %s is withdrawn, on record at position %d."
                    .formatted(dispatch, Members.number(written, "position")));
    return ExitCode.OK;
  }

  private record Answer(String dispatch, boolean granted, String shown, String reason) {}

  private int answer(ServiceOptions service, Answer answer, boolean json) throws IOException {
    Fields result;
    try (LedgerClient client = service.client()) {
      result =
          client.post(
              "/v1/approvals",
              named(pending(client, answer.dispatch()))
                  .put("granted", answer.granted())
                  .put("shown", answer.shown())
                  .put("reason", answer.reason())
                  .build(),
              Keys.next("answer"));
    }
    boolean counted = "true".equals(Json.text(result.find("counted").orElseThrow()));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(result));
    } else {
      out.println(
          "%s: %s %s"
              .formatted(
                  answer.dispatch(),
                  Members.text(result, "verdict"),
                  Members.text(result, "explanation")));
      if (!counted) {
        out.println("Your answer does not count: something has changed, or time was over.");
      }
    }
    return counted ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  private static Fields.Builder named(Fields view) {
    return Fields.builder()
        .put("contractId", Members.text(view, "contractId"))
        .put("dispatchId", Members.text(view, "dispatchId"));
  }

  private static Fields pending(LedgerClient client, String dispatch) {
    Fields view = DispatchCommand.find(client, dispatch);
    if (!Members.text(view, "state").equals("PENDING")) {
      throw CliException.negative(
          "dispatch '%s' does not wait for approval; it is %s"
              .formatted(dispatch, Members.text(view, "state")));
    }
    return view;
  }
}
