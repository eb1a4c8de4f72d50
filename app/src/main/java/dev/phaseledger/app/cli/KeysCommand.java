package dev.phaseledger.app.cli;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "keys",
    description = {
      "Show and change the keys that sign your tenant's log.",
      "To rotate: stage a key, copy its file to every node, then rotate."
    },
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Runnable {

  private static final int REQUEST_BYTES = 16;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: list, stage or rotate");
  }

  @Command(
      name = "list",
      description = "List the log's keys: the one in force, those it replaced, those staged.")
  int list(
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the keys as JSON.") boolean json)
      throws IOException {
    Fields keys;
    try (LedgerClient client = service.client()) {
      keys = client.get("/v1/ledger/keys");
    }
    PrintWriter out = out();
    if (json) {
      out.println(Json.text(keys));
      return ExitCode.OK;
    }
    for (Fields key : Members.objects(keys, "keys")) {
      String since =
          key.members().get("rotatedAt") instanceof Num index
              ? ", since entry " + index.value().toPlainString()
              : "";
      String until =
          Members.find(key, "signsUntil").map(time -> ", signs until " + time).orElse("");
      out.println(
          "%-8s %s%s%s"
              .formatted(Members.text(key, "state"), Members.text(key, "keyId"), since, until));
      out.println("         " + Members.text(key, "vkey"));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "stage",
      description = {
        "Make a key for a later rotation in the data directory of this node.",
        "Nothing is signed with it yet. Copy the file to the same place on every other node, mode"
            + " 0600, before you rotate: a node without it stops."
      })
  int stage(
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "The data directory. Default: $$LEDGER_DATA or data")
          @Nullable Path data,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json) {
    Path directory = Homes.data(data).resolve("keys");
    if (!Files.isRegularFile(directory.resolve(SigningKeys.FILE))) {
      throw CliException.usage(
          Homes.data(data)
              + " holds no signing key; start the service once, or name another with --data");
    }
    SigningKeys.Staged staged;
    try {
      staged = SigningKeys.stage(directory);
    } catch (StoreException failure) {
      throw CliException.usage(String.valueOf(failure.getMessage()));
    }
    if (json) {
      out().println(Json.text(Fields.with("file", new Text(staged.file().toString())).build()));
      return ExitCode.OK;
    }
    out().println("Staged " + staged.file());
    out().println("Copy it to every other node, then run: ./ledger keys rotate --reason WHY");
    return ExitCode.OK;
  }

  @Command(
      name = "rotate",
      description = {
        "Have your tenant's log signed with the staged key from here on.",
        "Until the overlap ends the old key signs too, so that verifiers have time to move over."
      })
  int rotate(
      @Mixin ServiceOptions service,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "Why; it is recorded.")
          String reason,
      @Option(
              names = "--overlap",
              paramLabel = "DURATION",
              description = "How long both keys sign, such as P7D or PT12H. Default: P7D")
          @Nullable String overlap,
      @Option(
              names = "--key-id",
              paramLabel = "ID",
              description =
                  "Which staged key, as 'ledger keys list' shows it; if there are several.")
          @Nullable String keyId,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws IOException {
    Fields.Builder body = Fields.builder().put("reason", reason);
    if (overlap != null) {
      body.put("overlap", overlap);
    }
    if (keyId != null) {
      body.put("keyId", keyId);
    }
    Fields rotated;
    try (LedgerClient client = service.client()) {
      rotated = client.post("/v1/ledger/keys/rotation", body.build(), requestKey());
    }
    if (json) {
      out().println(Json.text(rotated));
      return ExitCode.OK;
    }
    out()
        .println(
            "Rotated at entry %d. Both keys sign until %s."
                .formatted(
                    Members.number(rotated, "index"), Members.text(rotated, "overlapUntil")));
    out().println("New key: " + Members.text(rotated, "newKey"));
    return ExitCode.OK;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static String requestKey() {
    byte[] random = new byte[REQUEST_BYTES];
    new SecureRandom().nextBytes(random);
    return "rotate-" + HexFormat.of().formatHex(random);
  }
}
