package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.proof.pack.PackFinding;
import dev.phaseledger.proof.pack.PackVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "pack",
    description = {
      "Write an evidence pack: a part of your tenant's ledger as one zip that proves by itself that"
          + " nothing of the part was left out unseen, with tables for people and their tools.",
      "Check it anywhere, without the service: ledger verify pack FILE"
    })
final class PackCommand implements Callable<Integer> {

  /// How long the service may search the log before it begins to answer.
  private static final Duration SELECTION_TIMEOUT = Duration.ofMinutes(30);

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Parameters(paramLabel = "OUT.zip", description = "Where to; must not exist yet.")
  Path out = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "First log index of the range. Default: 0, the first of all")
  @Nullable Long from;

  @Option(
      names = "--to",
      paramLabel = "N",
      description = "Log index behind the last of the range. Default: all that is signed")
  @Nullable Long to;

  @Option(
      names = "--contract",
      paramLabel = "ID",
      description = "Only entries of this contract; of the others the hashes.")
  @Nullable String contract;

  @Option(
      names = "--agent",
      paramLabel = "ID",
      description = "Only entries of this agent and its contracts; of the others the hashes.")
  @Nullable String agent;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out)) {
      throw CliException.usage(out + " exists; name another file");
    }
    Path part = out.resolveSibling(out.getFileName() + ".part");
    try (LedgerClient client = service.client(SELECTION_TIMEOUT)) {
      client.download("/v1/ledger/pack" + query(), part);
      PackVerdict.Verified verified = verified(part);
      Files.move(part, out);
      print(verified);
    } finally {
      Files.deleteIfExists(part);
    }
    return ExitCode.OK;
  }

  private String query() {
    List<String> parameters = new ArrayList<>();
    add(parameters, "from", from);
    add(parameters, "to", to);
    add(parameters, "contract", contract);
    add(parameters, "agent", agent);
    return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
  }

  private static void add(List<String> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.add(name + '=' + LedgerClient.escape(value.toString()));
    }
  }

  private static PackVerdict.Verified verified(Path part) throws IOException {
    return switch (VerifyPackCommand.verify(part, null)) {
      case PackVerdict.Verified verified -> verified;
      case PackVerdict.Failed(List<PackFinding> findings) ->
          throw CliException.negative(
              "what the service sent does not hold and was not kept: "
                  + findings.getFirst().sentence());
    };
  }

  private void print(PackVerdict.Verified verified) {
    PrintWriter printed = spec.commandLine().getOut();
    if (json) {
      Fields.Builder result = Fields.with("file", new Text(out.toString()));
      VerifyPackCommand.toJson(verified).members().forEach(result::put);
      printed.println(Json.text(result.build()));
    } else {
      printed.println(
          "Packed %d of the entries %d to %d (exclusive) into %s. Check it with: ledger verify pack %s --key KEY"
              .formatted(verified.included(), verified.from(), verified.to(), out, out));
    }
  }
}
