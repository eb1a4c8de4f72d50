package dev.phaseledger.app.cli;

import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.ServiceException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "subject",
    description = "Manage the personal data of those whom dispatches are about.",
    subcommands = SubjectCommand.Erase.class,
    synopsisSubcommandLabel = "COMMAND")
final class SubjectCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command: erase");
  }

  @Command(
      name = "erase",
      description = {
        "Destroy the key of a subject, for ever: nobody can read its values any more.",
        "Entries, receipts and exports stay valid. Backups of the database, its write-ahead log and"
            + " its replicas hold the key until you rotate them."
      })
  static final class Erase implements Callable<Integer> {

    @Spec CommandSpec spec = CommandSpec.create();
    @Mixin ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "SUBJECT", description = "The subject's pseudonym.")
    String subject = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, without naming the person: it stays on record.")
    String reason = "";

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    /// It is under a legal hold, or what was decided on kept changing.
    private static final int CONFLICT = 409;

    @Override
    public Integer call() throws IOException {
      String id = new SubjectId(subject).value();
      Fields written;
      try (LedgerClient client = service.client()) {
        written =
            client.post(
                "/v1/subjects/" + LedgerClient.escape(id) + "/erasure",
                Fields.with("reason", new JsonValue.Text(reason)).build(),
                key());
      } catch (ServiceException failure) {
        if (failure.status() == 404) {
          throw CliException.negative("there is no personal data of subject '" + id + "'");
        }
        if (failure.status() == CONFLICT) {
          throw CliException.negative(String.valueOf(failure.getMessage()));
        }
        throw failure;
      }
      if (json) {
        spec.commandLine().getOut().println(Json.text(written));
        return ExitCode.OK;
      }
      long position = Members.number(written, "position");
      spec.commandLine()
          .getOut()
          .println(
              position == 0
                  ? "Subject " + id + " was erased before."
                  : "Subject " + id + " is erased, on record at position " + position + ".");
      return ExitCode.OK;
    }

    /// Another one for each run: a subject that came back can be erased again.
    private static String key() {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random);
      return "erase-" + HexFormat.of().formatHex(random);
    }
  }
}
