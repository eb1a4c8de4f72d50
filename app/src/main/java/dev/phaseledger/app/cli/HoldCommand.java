package dev.phaseledger.app.cli;

import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.ServiceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "hold",
    description = "Keep subjects from being erased while the law wants their data kept.",
    synopsisSubcommandLabel = "COMMAND")
final class HoldCommand implements Runnable {

  private static final int NOT_FOUND = 404;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: place, lift or list");
  }

  @Command(name = "place", description = "Put a subject under a hold. Needs PRIVACY_OFFICER.")
  int place(
      @Parameters(paramLabel = "HOLD", description = "Its name, such as a case's reference.")
          String hold,
      @Option(
              names = "--subject",
              required = true,
              paramLabel = "SUBJECT",
              description = "The subject's pseudonym.")
          String subject,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "Why, without naming the person: it stays on record.")
          String reason,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    String name = new HoldId(hold).value();
    String held = new SubjectId(subject).value();
    Fields written;
    try (LedgerClient client = service.client()) {
      written =
          client.post(
              "/v1/holds",
              Fields.with("hold", new Text(name))
                  .put("subject", held)
                  .put("reason", reason)
                  .build(),
              RandomKeys.next("hold"));
    }
    say(written, json, "Subject " + held + " is under hold " + name, "It was before.");
    return ExitCode.OK;
  }

  @Command(name = "lift", description = "End a hold. Needs PRIVACY_OFFICER.")
  int lift(
      @Parameters(paramLabel = "HOLD", description = "The hold's name.") String hold,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "Why, without naming the person: it stays on record.")
          String reason,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    String name = new HoldId(hold).value();
    Fields written;
    try (LedgerClient client = service.client()) {
      written =
          client.post(
              "/v1/holds/" + LedgerClient.escape(name) + "/lifting",
              Fields.with("reason", new Text(reason)).build(),
              RandomKeys.next("hold"));
    } catch (ServiceException failure) {
      if (failure.status() == NOT_FOUND) {
        throw CliException.negative("there is no hold '" + name + "' in force");
      }
      throw failure;
    }
    say(written, json, "Hold " + name + " is lifted", "It was before.");
    return ExitCode.OK;
  }

  @Command(name = "list", description = "List holds in force, newest first.")
  int list(
      @Option(names = "--subject", paramLabel = "SUBJECT", description = "Only those on it.")
          @Nullable String subject,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the holds as JSON.") boolean json)
      throws IOException {
    Fields page;
    try (LedgerClient client = service.client()) {
      page = client.get("/v1/holds?size=500" + EntryFilterOptions.parameter("subject", subject));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(page));
      return ExitCode.OK;
    }
    List<Fields> holds = Members.objects(page, "items");
    for (Fields hold : holds) {
      out.println(
          "%s  on %s  by %s at %s: %s"
              .formatted(
                  Members.text(hold, "hold"),
                  Members.text(hold, "subject"),
                  Members.text(hold, "placedBy"),
                  Members.text(hold, "placedAt"),
                  Shown.text(Members.text(hold, "reason"))));
    }
    if (holds.isEmpty()) {
      out.println("No hold is in force.");
    } else if (Members.find(page, "next").isPresent()) {
      out.println("There are more; name a subject by --subject.");
    }
    return ExitCode.OK;
  }

  private void say(Fields written, boolean json, String done, String before) {
    long position = Members.number(written, "position");
    spec.commandLine()
        .getOut()
        .println(
            json
                ? Json.text(written)
                : position == 0 ? before : done + ", on record at position " + position + ".");
  }
}
