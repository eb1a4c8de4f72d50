package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "entry",
    description =
        "Fetch an entry with its receipt from a service and check that its log recorded it.")
final class VerifyEntryCommand extends VerifiedOutput {

  @Parameters(paramLabel = "INDEX", description = "The entry's index in the log, from 0.")
  long index;

  @Mixin TrustedKeyOption key = new TrustedKeyOption();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description = "Keep the entry and its receipt here, for 'ledger verify receipt'.")
  @Nullable Path save;

  @Override
  Verified verify() throws IOException {
    if (index < 0) {
      throw CliException.usage("INDEX must not be negative");
    }
    try (LedgerClient client = service.client()) {
      byte[] entry = entry(client);
      byte[] proof =
          client.findBytes("/v1/ledger/proofs/inclusion?index=" + index).orElseThrow(this::absent);
      KeyChain chain = KeyChains.fromService(key.keys(), client);
      Receipt receipt = Receipt.parse(proof);
      if (receipt.inclusion().index() != index) {
        throw CliException.negative(
            "the service gave the receipt of entry %d instead of %d"
                .formatted(receipt.inclusion().index(), index));
      }
      Verified verified = VerifyReceiptCommand.verified(receipt, entry, chain);
      KeyChains.requireKept(chain, chain.verify(receipt.checkpoint()).head(), client);
      if (save != null) {
        keep(save, entry, proof);
      }
      return verified;
    }
  }

  private byte[] entry(LedgerClient client) {
    Fields page = client.get("/v1/ledger/entries?size=1&from=" + index);
    List<Fields> items = Members.objects(page, "items");
    Optional<String> text = items.stream().findFirst().flatMap(item -> Members.find(item, "entry"));
    return text.orElseThrow(this::absent).getBytes(StandardCharsets.UTF_8);
  }

  private CliException absent() {
    return CliException.negative("the log has no entry " + index);
  }

  private void keep(Path directory, byte[] entry, byte[] proof) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve(index + ".entry"), entry);
    Files.write(directory.resolve(index + ".tlog-proof"), proof);
  }
}
