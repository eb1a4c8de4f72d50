package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.proof.ConsistencyProof;
import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.VerifiedCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "consistency",
    description = {
      "Check that a newer checkpoint keeps everything that an older one covers.",
      "With one file, the newest checkpoint and the proof are fetched from the service; with three,"
          + " nothing is fetched."
    })
final class VerifyConsistencyCommand extends VerifiedOutput {

  @Parameters(index = "0", paramLabel = "OLDER", description = "The older checkpoint.")
  Path older = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NEWER",
      description = "The newer checkpoint.")
  @Nullable Path newer;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PROOF",
      description = "The consistency proof: one base64 hash on each line.")
  @Nullable Path proof;

  @Option(
      names = "--rotations",
      paramLabel = "DIR",
      description = "Proofs of rotations, as in an export, if the key was rotated; for files.")
  @Nullable Path rotations;

  @Mixin TrustedKeyOption key = new TrustedKeyOption();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Override
  Verified verify() throws IOException {
    SignedNote before = SignedNote.parse(Files.readAllBytes(older));
    if (newer == null) {
      return fetched(before);
    }
    if (proof == null) {
      throw CliException.usage("name the file with the proof too, or only the older checkpoint");
    }
    KeyChain chain = KeyChains.fromFiles(key.keys(), rotations);
    return verified(
        chain.verify(before),
        chain.verify(SignedNote.parse(Files.readAllBytes(newer))),
        ConsistencyProof.parse(new String(Files.readAllBytes(proof), StandardCharsets.UTF_8)));
  }

  private Verified fetched(SignedNote before) throws IOException {
    try (LedgerClient client = service.client()) {
      KeyChain chain = KeyChains.fromService(key.keys(), client);
      VerifiedCheckpoint first = chain.verify(before);
      VerifiedCheckpoint last =
          chain.verify(SignedNote.parse(client.bytes("/v1/ledger/checkpoint")));
      KeyChains.requireKept(chain, last.head(), client);
      long from = Math.min(first.head().size(), last.head().size());
      return verified(first, last, KeyChains.consistency(from, last.head().size(), client));
    }
  }

  private static Verified verified(
      VerifiedCheckpoint first, VerifiedCheckpoint last, ConsistencyProof path) {
    first.checkExtendedBy(last, path);
    return new Verified(
        "the checkpoint of %d entries of %s keeps all %d of the older one."
            .formatted(last.head().size(), last.origin(), first.head().size()),
        Fields.with("origin", new Text(last.origin()))
            .put("from", first.head().size())
            .put("to", last.head().size())
            .put("keyId", last.keyId().toString())
            .build());
  }
}
