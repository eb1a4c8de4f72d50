package dev.phaseledger.app.cli;

import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.EntryBundle;
import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.KeyRotation;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.export.ExportWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = {
      "Write the whole ledger of your tenant to a directory, byte for byte, with its newest"
          + " checkpoint.",
      "Check it anywhere, without the service: ledger verify DIR"
    })
final class ExportCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to; must be empty or not exist yet.")
  Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    try (LedgerClient client = service.client()) {
      // The key first: if it is rotated from here on, the entries say so.
      NoteVerifier key = NoteVerifier.parse(client.text("/v1/ledger/key").strip());
      SignedNote checkpoint = SignedNote.parse(client.bytes("/v1/ledger/checkpoint"));
      long size = Checkpoint.parse(checkpoint.text()).head().size();
      write(client, size, checkpoint, key);
      spec.commandLine()
          .getOut()
          .println(
              "Exported %d entries to %s. Check them with: ledger verify %s"
                  .formatted(size, out, out));
    } catch (FileAlreadyExistsException failure) {
      throw CliException.usage(out + " is not empty; name another directory");
    } catch (ProofException failure) {
      throw CliException.negative("what the service says does not hold: " + failure.getMessage());
    }
    return ExitCode.OK;
  }

  private void write(LedgerClient client, long size, SignedNote checkpoint, NoteVerifier key)
      throws IOException {
    List<NoteVerifier> keys = new ArrayList<>();
    long index = 0;
    Progress progress = new Progress(spec.commandLine().getErr(), "entries");
    try (ExportWriter writer = new ExportWriter(out)) {
      for (long first = 0; first < size; first += HashTile.HASHES_MAX) {
        int width = (int) Math.min(HashTile.HASHES_MAX, size - first);
        TilePath bundle = new TilePath.Entries(first / HashTile.HASHES_MAX, width);
        for (byte[] entry : EntryBundle.decode(client.bytes("/v1/ledger/" + bundle.path()))) {
          writer.append(entry);
          Optional<KeyRotation> rotation = KeyRotation.find(entry);
          if (rotation.isPresent()) {
            writer.rotation(RotationLink.parse(client.bytes("/v1/ledger/rotations/" + index)));
            remember(keys, rotation.get());
          }
          index++;
          progress.step();
        }
      }
      if (keys.isEmpty()) {
        keys.add(key);
      }
      writer.finish(checkpoint, new TrustedKeys(keys));
    } finally {
      progress.end();
    }
  }

  /// The newest key first.
  private static void remember(List<NoteVerifier> keys, KeyRotation rotation) {
    if (keys.isEmpty()) {
      keys.add(rotation.oldKey());
    }
    keys.remove(rotation.newKey());
    keys.addFirst(rotation.newKey());
  }
}
