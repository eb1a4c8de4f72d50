package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.Receipt;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.VerifiedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "receipt",
    description =
        "Check offline that the log recorded an entry: its receipt (C2SP tlog-proof) and its"
            + " bytes.")
final class VerifyReceiptCommand extends VerifiedOutput {

  @Parameters(paramLabel = "RECEIPT", description = "The file with the receipt.")
  Path receipt = Path.of("");

  @Option(
      names = "--entry",
      required = true,
      paramLabel = "FILE",
      description = "The entry's bytes; a line break at the end is not part of them.")
  Path entry = Path.of("");

  @Option(
      names = "--rotations",
      paramLabel = "DIR",
      description = "Proofs of rotations, as in an export, if the key was rotated.")
  @Nullable Path rotations;

  @Mixin TrustedKeyOption key = new TrustedKeyOption();

  @Override
  Verified verify() throws IOException {
    KeyChain chain = KeyChains.fromFiles(key.keys(), rotations);
    Receipt read = Receipt.parse(Files.readAllBytes(receipt));
    return verified(read, withoutLineBreak(Files.readAllBytes(entry)), chain);
  }

  /// What a receipt proves of an entry.
  static Verified verified(Receipt receipt, byte[] entry, KeyChain chain) {
    VerifiedCheckpoint checkpoint = chain.verify(receipt.checkpoint());
    checkpoint.head().checkIncludes(TreeHashing.leaf(entry), receipt.inclusion());
    return new Verified(
        "entry %d of %s, under a checkpoint of %d entries signed by key %s."
            .formatted(
                receipt.inclusion().index(),
                checkpoint.origin(),
                checkpoint.head().size(),
                checkpoint.keyId()),
        Fields.with("origin", new Text(checkpoint.origin()))
            .put("index", receipt.inclusion().index())
            .put("entries", checkpoint.head().size())
            .put("root", checkpoint.head().root().base64())
            .put("keyId", checkpoint.keyId().toString())
            .build());
  }

  private static byte[] withoutLineBreak(byte[] bytes) {
    boolean ended = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    return ended ? java.util.Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }
}
