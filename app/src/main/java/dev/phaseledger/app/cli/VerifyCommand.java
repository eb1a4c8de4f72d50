package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.Receipt;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.VerifiedCheckpoint;
import dev.phaseledger.proof.export.ExportVerdict;
import dev.phaseledger.proof.export.ExportVerifier;
import dev.phaseledger.proof.export.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = {
      "Check an export offline: that no entry was altered, removed, inserted, reordered or cut off"
          + " since the checkpoint was signed.",
      "It proves what was recorded, not that what was recorded is true.",
      "The subcommands check single entries, receipts, growth, and a running service."
    },
    subcommands = {
      VerifyEntryCommand.class,
      VerifyReceiptCommand.class,
      VerifyConsistencyCommand.class,
      VerifyPackCommand.class,
      VerifyMonitorCommand.class
    })
final class VerifyCommand implements Callable<Integer> {

  private static final String RECEIPT = "c2sp.org/tlog-proof@";

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "EXPORT_DIR",
      description = "What 'ledger export' wrote.")
  @Nullable Path export;

  private Path directory = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "VKEY|FILE",
      description = {
        "The log's public key, got from somebody you trust, or a file that holds it.",
        "Default: the key inside the export, which shows damage but not forgery."
      })
  @Nullable String key;

  @Option(
      names = "--held",
      paramLabel = "FILE",
      description = {
        "A checkpoint or a receipt of this log that you kept from before; may be repeated. The"
            + " export must still hold all that it commits to.",
        "Without one, a log that was set back to an earlier state cannot be found out."
      })
  List<Path> held = List.of();

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (export == null) {
      throw CliException.usage("name the directory of an export, or a subcommand");
    }
    directory = export;
    if (!Files.isDirectory(directory)) {
      throw CliException.usage("there is no directory " + directory);
    }
    TrustedKeys keys = keys();
    ExportVerdict verdict = verify(keys, held(keys));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(toJson(verdict)));
    } else {
      print(verdict, out);
    }
    return switch (verdict) {
      case ExportVerdict.Verified _ -> ExitCode.OK;
      case ExportVerdict.Failed _ -> ExitCode.NEGATIVE;
    };
  }

  private List<VerifiedCheckpoint> held(TrustedKeys keys) throws IOException {
    KeyChain chain = ExportVerifier.chain(directory, keys);
    List<VerifiedCheckpoint> verified = new ArrayList<>();
    for (Path file : held) {
      byte[] bytes = Files.readAllBytes(file);
      try {
        verified.add(chain.verify(note(bytes)));
      } catch (ProofException failure) {
        throw CliException.usage(
            "%s is no checkpoint or receipt of this log that a key you trust, or one that the export leads to from there, must have signed: %s"
                .formatted(file, failure.getMessage()));
      }
    }
    return verified;
  }

  private static SignedNote note(byte[] file) {
    return new String(file, StandardCharsets.UTF_8).startsWith(RECEIPT)
        ? Receipt.parse(file).checkpoint()
        : SignedNote.parse(file);
  }

  private ExportVerdict verify(TrustedKeys keys, List<VerifiedCheckpoint> held) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    boolean shown = Terminal.isInteractive();
    ExportVerdict verdict =
        new ExportVerifier(keys, held)
            .verify(
                directory,
                progress -> {
                  if (shown) {
                    err.print(
                        "\rentries: %d of %d "
                            .formatted(progress.entriesRead(), progress.entriesTotal()));
                    err.flush();
                  }
                });
    if (shown) {
      err.print("\r" + " ".repeat(60) + "\r");
      err.flush();
    }
    return verdict;
  }

  private TrustedKeys keys() throws IOException {
    if (key != null) {
      return TrustedKeyOption.read(key);
    }
    Path inside = directory.resolve("key.vkey");
    if (!Files.exists(inside)) {
      throw CliException.negative(directory + " holds no key.vkey; name the key with --key");
    }
    try {
      return TrustedKeys.parse(Files.readAllBytes(inside));
    } catch (ProofException failure) {
      // A damaged key inside the export condemns the export; a mistyped one does not.
      throw CliException.negative("the key cannot be read: " + failure.getMessage());
    }
  }

  private void print(ExportVerdict verdict, PrintWriter out) {
    switch (verdict) {
      case ExportVerdict.Verified verified -> {
        out.println(
            "Verified: %d entries of %s, root %s, signed by key %s."
                .formatted(
                    verified.head().size(),
                    verified.origin(),
                    verified.head().root().base64(),
                    verified.keyId()));
        if (key == null) {
          out.println(
              "The key was taken from the export itself. To rule out forgery, compare it with the"
                  + " one you know, or pass that with --key.");
        }
      }
      case ExportVerdict.Failed(List<Finding> findings) -> {
        out.println("NOT verified:");
        findings.forEach(finding -> out.println("  " + finding.sentence()));
      }
    }
  }

  private static Fields toJson(ExportVerdict verdict) {
    return switch (verdict) {
      case ExportVerdict.Verified verified ->
          Fields.with("verified", Bool.TRUE)
              .put("origin", verified.origin())
              .put("entries", verified.head().size())
              .put("root", verified.head().root().base64())
              .put("keyId", verified.keyId().toString())
              .build();
      case ExportVerdict.Failed(List<Finding> findings) -> {
        List<JsonValue> items = new ArrayList<>();
        for (Finding finding : findings) {
          Fields.Builder item =
              Fields.with("kind", new Text(finding.kind().name()))
                  .put("entries", finding.entries())
                  .put("sentence", finding.sentence());
          finding.index().ifPresent(index -> item.put("index", index));
          items.add(item.build());
        }
        yield Fields.with("verified", Bool.FALSE).put("findings", new Items(items)).build();
      }
    };
  }
}
