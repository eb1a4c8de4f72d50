package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.EntryBundle;
import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.KeyRotation;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.export.ExportWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  private static final int CHECKPOINTS_PAGE = 500;

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
      List<SignedNote> earlier = earlier(client);
      // The key before the checkpoint: if it is rotated in between, the entries say so.
      NoteVerifier key = NoteVerifier.parse(client.text("/v1/ledger/key").strip());
      SignedNote checkpoint = SignedNote.parse(client.bytes("/v1/ledger/checkpoint"));
      long size = Checkpoint.parse(checkpoint.text()).head().size();
      if (!write(client, size, earlier, checkpoint, key)) {
        throw CliException.negative(
            "exported %d entries to %s, but they do not give the root that the checkpoint commits to. To see what differs: ledger verify %s"
                .formatted(size, out, out));
      }
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

  /// Copies what is served without judging it: that is for the verifier, and later for others.
  ///
  /// @param key the key in force, unless the entries replace it
  /// @return whether the checkpoint commits to the entries
  private boolean write(
      LedgerClient client,
      long size,
      List<SignedNote> earlier,
      SignedNote checkpoint,
      NoteVerifier key)
      throws IOException {
    List<NoteVerifier> keys = new ArrayList<>();
    Progress progress = new Progress(spec.commandLine().getErr(), "entries");
    try (ExportWriter writer = new ExportWriter(out)) {
      for (long first = 0; first < size; first += HashTile.HASHES_MAX) {
        int width = (int) Math.min(HashTile.HASHES_MAX, size - first);
        TilePath bundle = new TilePath.Entries(first / HashTile.HASHES_MAX, width);
        TilePath tile = new TilePath.Hashes(0, first / HashTile.HASHES_MAX, width);
        List<Sha256Hash> recorded =
            HashTile.decode(client.bytes("/v1/ledger/" + tile.path())).hashes();
        List<byte[]> entries = EntryBundle.decode(client.bytes("/v1/ledger/" + bundle.path()));
        for (int i = 0; i < width; i++) {
          writer.append(entries.get(i), recorded.get(i));
          Optional<KeyRotation> rotation = rotation(entries.get(i));
          if (rotation.isPresent()) {
            copyProof(client, first + i, writer);
            remember(keys, rotation.get());
          }
          progress.step();
        }
      }
      if (keys.isEmpty()) {
        keys.add(key);
      }
      for (SignedNote note : earlier) {
        writer.appendEarlier(note);
      }
      return writer.finishAsServed(checkpoint, new TrustedKeys(keys));
    } finally {
      progress.end();
    }
  }

  /// An entry that only looks like a rotation was altered, which is for the verifier to say.
  private static Optional<KeyRotation> rotation(byte[] entry) {
    try {
      return KeyRotation.find(entry);
    } catch (ProofException _) {
      return Optional.empty();
    }
  }

  /// Without its proof a rotation counts for nothing, so one that is missing hides nothing.
  private static void copyProof(LedgerClient client, long index, ExportWriter writer)
      throws IOException {
    Optional<byte[]> proof = client.findBytes("/v1/ledger/rotations/" + index);
    if (proof.isPresent()) {
      writer.rotation(RotationLink.parse(proof.get()));
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

  /// Asked for before the newest one, so that none of them is newer while the log grows.
  private static List<SignedNote> earlier(LedgerClient client) {
    List<SignedNote> notes = new ArrayList<>();
    Optional<String> beyond = Optional.of("0");
    while (beyond.isPresent()) {
      Fields page =
          client.get("/v1/ledger/checkpoints?size=" + CHECKPOINTS_PAGE + "&beyond=" + beyond.get());
      for (Fields item : Members.objects(page, "items")) {
        notes.add(SignedNote.parse(Members.text(item, "note").getBytes(StandardCharsets.UTF_8)));
      }
      beyond = Members.find(page, "next");
    }
    return notes;
  }
}
