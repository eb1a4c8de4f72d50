package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.proof.pack.DamagedPackException;
import dev.phaseledger.proof.pack.PackArchive;
import dev.phaseledger.proof.pack.PackFinding;
import dev.phaseledger.proof.pack.PackVerdict;
import dev.phaseledger.proof.pack.PackVerifier;
import java.io.IOException;
import java.io.PrintWriter;
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
    name = "pack",
    description = {
      "Check an evidence pack offline: that its entries are recorded as they stand there, and that"
          + " no entry of its range was left out unseen.",
      "It proves what was recorded, not that what was recorded is true."
    })
final class VerifyPackCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The zip, or the directory it was unpacked to.")
  Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "VKEY|FILE",
      description = {
        "The log's public key, got from somebody you trust, or a file that holds it.",
        "Default: the keys inside the pack, which show damage but not forgery."
      })
  @Nullable String key;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(file)) {
      throw CliException.usage("there is no file " + file);
    }
    PackVerdict verdict = verify(file, key);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(toJson(verdict)));
    } else {
      print(verdict, out);
    }
    return switch (verdict) {
      case PackVerdict.Verified _ -> ExitCode.OK;
      case PackVerdict.Failed _ -> ExitCode.NEGATIVE;
    };
  }

  /// Verifies against the key given, or else against those inside. What cannot be read safely has
  /// failed.
  static PackVerdict verify(Path file, @Nullable String key) throws IOException {
    try (PackArchive pack = PackArchive.open(file)) {
      return new PackVerifier(
              key == null ? PackVerifier.keysInside(pack) : TrustedKeyOption.read(key))
          .verify(pack);
    } catch (DamagedPackException damaged) {
      return new PackVerdict.Failed(
          List.of(
              new PackFinding(
                  damaged.file(),
                  java.util.OptionalLong.empty(),
                  String.valueOf(damaged.getMessage()))));
    }
  }

  private void print(PackVerdict verdict, PrintWriter out) {
    switch (verdict) {
      case PackVerdict.Verified verified -> {
        out.println(
            "Verified: entries %d to %d (exclusive) of %s, %d of them in full and %d as hashes, under a checkpoint of %d entries signed by key %s."
                .formatted(
                    verified.from(),
                    verified.to(),
                    verified.origin(),
                    verified.included(),
                    verified.withheld(),
                    verified.head().size(),
                    verified.keyId()));
        out.println(
            "The readable files are those that pack.json names; its SHA-256 is %s."
                .formatted(verified.manifest()));
        if (key == null) {
          out.println(
              "The keys were taken from the pack itself. To rule out forgery, pass the one you"
                  + " know with --key.");
        }
      }
      case PackVerdict.Failed(List<PackFinding> findings) -> {
        out.println("NOT verified:");
        findings.forEach(finding -> out.println("  " + finding.sentence()));
      }
    }
  }

  static Fields toJson(PackVerdict verdict) {
    return switch (verdict) {
      case PackVerdict.Verified verified ->
          Fields.with("verified", Bool.TRUE)
              .put("origin", verified.origin())
              .put("from", verified.from())
              .put("to", verified.to())
              .put("included", verified.included())
              .put("withheld", verified.withheld())
              .put("entries", verified.head().size())
              .put("root", verified.head().root().base64())
              .put("keyId", verified.keyId().toString())
              .put("manifest", verified.manifest().toString())
              .build();
      case PackVerdict.Failed(List<PackFinding> findings) -> {
        List<JsonValue> items = new ArrayList<>();
        for (PackFinding finding : findings) {
          Fields.Builder item =
              Fields.with("file", new Text(finding.file())).put("sentence", finding.sentence());
          finding.index().ifPresent(index -> item.put("index", index));
          items.add(item.build());
        }
        yield Fields.with("verified", Bool.FALSE).put("findings", new Items(items)).build();
      }
    };
  }
}
