package dev.phaseledger.proof.export;

import static dev.phaseledger.proof.RotatedLog.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.ProofException.Reason;
import dev.phaseledger.proof.RotatedLog;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.VerifiedCheckpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports of logs whose key was rotated, verified by somebody who has the first key only.
final class RotatedExportTest {

  @TempDir private Path directory;

  private final RotatedLog log =
      new RotatedLog()
          .entries(300)
          .rotation(key(1), key(2))
          .entries(5)
          .rotation(key(2), key(3))
          .entries(4);
  private final RotationLink one = log.link(300, 301, key(2), key(1));
  private final RotationLink two = log.link(306, 310, key(3), key(2));

  @Test
  void verifiesAcrossRotationsWithTheFirstKeyOnly() throws IOException {
    write(log, log.checkpoint(311, key(3)), one, two);

    assertThat(verify(key(1)))
        .isInstanceOfSatisfying(
            ExportVerdict.Verified.class,
            verified -> {
              assertThat(verified.head().size()).isEqualTo(311);
              assertThat(verified.keyId()).isEqualTo(key(3).verifier().keyId());
            });
  }

  @Test
  void verifiesWithAnyLaterKeyToo() throws IOException {
    write(log, log.checkpoint(311, key(3)), one, two);

    assertThat(verify(key(2))).isInstanceOf(ExportVerdict.Verified.class);
    assertThat(verify(key(3))).isInstanceOf(ExportVerdict.Verified.class);
    assertThat(verify(key(1), key(2), key(3))).isInstanceOf(ExportVerdict.Verified.class);
  }

  @Test
  void verifiesWithinTheOverlapWithoutProofsOfRotations() throws IOException {
    write(log, log.checkpoint(311, key(3), key(2), key(1)));

    assertThat(verify(key(1))).isInstanceOf(ExportVerdict.Verified.class);
  }

  /// Earlier checkpoints count by the key that was in force then, whichever the verifier brought.
  @Nested
  final class EarlierCheckpoints {

    @Test
    void ofAnyKeyInForceAgreeWithTheExport() throws IOException {
      write(log, log.checkpoint(311, key(3)), one, two);
      history(
          log.checkpoint(100, key(1)), log.checkpoint(303, key(2)), log.checkpoint(311, key(3)));

      for (SignedNote held : List.of(log.checkpoint(200, key(1)), log.checkpoint(304, key(2)))) {
        assertThat(verifyHolding(held)).isInstanceOf(ExportVerdict.Verified.class);
      }
    }

    @Test
    void ofALaterKeyEncloseWhatWasAltered() throws IOException {
      write(log, log.checkpoint(311, key(3)), one, two);
      history(log.checkpoint(303, key(2)), log.checkpoint(305, key(2)));
      alter(304);

      assertThat(findings(key(1)))
          .filteredOn(finding -> finding.kind() == FindingKind.HISTORY_ALTERED)
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.index()).hasValue(303);
            assertThat(finding.entries()).isEqualTo(2);
          });
    }

    @Test
    void ofALaterKeyShowWhatWasCutOff() throws IOException {
      write(log, log.checkpoint(308, key(3)), 308, one, log.link(306, 307, key(3), key(2)));

      assertThat(verifyHolding(log.checkpoint(311, key(3))))
          .isInstanceOfSatisfying(
              ExportVerdict.Failed.class,
              failed ->
                  assertThat(failed.findings())
                      .extracting(Finding::kind)
                      .containsExactly(FindingKind.HISTORY_CUT));
    }

    @Test
    void ofARetiredKeyAloneAreNone() throws IOException {
      write(log, log.checkpoint(311, key(3)), one, two);

      assertThatThrownBy(() -> verifyHolding(log.checkpoint(310, key(2))))
          .isInstanceOfSatisfying(
              ProofException.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.KEY_RETIRED));
    }

    private ExportVerdict verifyHolding(SignedNote note) throws IOException {
      TrustedKeys first = TrustedKeys.of(key(1).verifier());
      VerifiedCheckpoint held = ExportVerifier.chain(directory, first).verify(note);
      return new ExportVerifier(first, List.of(held))
          .verify(directory, ExportProgress.Listener.none());
    }

    private void history(SignedNote... notes) throws IOException {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      for (SignedNote note : notes) {
        file.writeBytes(file.size() == 0 ? note.format() : NotesFile.separated(note.format()));
      }
      Files.write(directory.resolve(ExportFiles.HISTORY), file.toByteArray());
    }

    /// With the hash that is on record for it, so that nothing else names it.
    private void alter(int index) throws IOException {
      Path entries = directory.resolve(ExportFiles.ENTRIES);
      List<String> lines = Files.readAllLines(entries);
      lines.set(index, "altered");
      Files.write(entries, lines);
      int width = log.entries().size() - HashTile.HASHES_MAX;
      Path file = directory.resolve(new TilePath.Hashes(0, 1, width).path());
      List<Sha256Hash> hashes = new ArrayList<>(HashTile.decode(Files.readAllBytes(file)).hashes());
      hashes.set(
          index - HashTile.HASHES_MAX,
          TreeHashing.leaf("altered".getBytes(StandardCharsets.UTF_8)));
      Files.write(file, new HashTile(hashes).encode());
    }
  }

  @Nested
  final class Names {

    @Test
    void aForgedRotation() throws IOException {
      // Whoever holds the database but no key: its own rotation, signed by its own key.
      RotatedLog forged = new RotatedLog().entries(300).rotation(key(1), key(9)).entries(5);
      write(forged, forged.checkpoint(306, key(9)), forged.link(300, 301, key(9)));

      assertThat(kinds(key(1)))
          .containsExactlyInAnyOrder(
              FindingKind.ROTATION_REFUSED, FindingKind.CHECKPOINT_UNTRUSTED);
    }

    @Test
    void aRotationWithoutItsProof() throws IOException {
      write(log, log.checkpoint(311, key(3)), one);
      assertThat(kinds(key(1))).containsExactly(FindingKind.CHECKPOINT_UNTRUSTED);
    }

    @Test
    void aRotationEntryThatWasTakenOut() throws IOException {
      write(log, log.checkpoint(311, key(3)), one, two);
      List<String> lines = Files.readAllLines(directory.resolve("entries.ndjson"));
      lines.remove(300);
      Files.write(directory.resolve("entries.ndjson"), lines);

      assertThat(findings(key(1)))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.ENTRY_MISSING);
            assertThat(finding.index()).hasValue(300);
          });
    }

    @Test
    void aNewHistoryWithoutTheRotationByTheHolderOfTheNewKey() throws IOException {
      RotatedLog other = new RotatedLog().entries(311);
      write(other, other.checkpoint(311, key(3)), one, two);

      assertThat(kinds(key(1)))
          .containsExactly(FindingKind.ROTATION_ELSEWHERE, FindingKind.ROTATION_ELSEWHERE);
    }

    @Test
    void aCheckpointOfTheNewKeyFromBeforeTheRotation() throws IOException {
      RotatedLog before = new RotatedLog().entries(300);
      write(before, before.checkpoint(300, key(2)), one);

      assertThat(kinds(key(1))).containsExactly(FindingKind.CHECKPOINT_KEY_TOO_EARLY);
    }

    @Test
    void aCheckpointOfARetiredKeyAlone() throws IOException {
      write(log, log.checkpoint(311, key(1), key(2)), one, two);
      assertThat(kinds(key(1))).containsExactly(FindingKind.CHECKPOINT_KEY_RETIRED);
    }

    @Test
    void aRetiredKeyAloneEvenWithoutTheProofsOfRotations() throws IOException {
      write(log, log.checkpoint(311, key(1)));
      assertThat(kinds(key(1))).containsExactly(FindingKind.CHECKPOINT_KEY_RETIRED);
    }

    @Test
    void aProofOfARotationThatIsDamaged() throws IOException {
      write(log, log.checkpoint(311, key(3), key(1)), one);
      Path file = directory.resolve("rotations/300.tlog-proof");
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

      assertThat(kinds(key(1))).containsExactly(FindingKind.ROTATION_MALFORMED);
    }
  }

  private void write(RotatedLog written, SignedNote checkpoint, RotationLink... links)
      throws IOException {
    write(written, checkpoint, written.entries().size(), links);
  }

  private void write(RotatedLog written, SignedNote checkpoint, int size, RotationLink... links)
      throws IOException {
    try (ExportWriter writer = new ExportWriter(directory)) {
      for (byte[] entry : written.entries().subList(0, size)) {
        writer.append(entry);
      }
      for (RotationLink link : links) {
        writer.rotation(link);
      }
      writer.finish(
          checkpoint,
          TrustedKeys.of(
              key(3).verifier(), key(2).verifier(), key(1).verifier(), key(9).verifier()));
    }
  }

  private ExportVerdict verify(NoteSigner... keys) throws IOException {
    return new ExportVerifier(
            new TrustedKeys(Arrays.stream(keys).map(NoteSigner::verifier).toList()))
        .verify(directory, ExportProgress.Listener.none());
  }

  private List<Finding> findings(NoteSigner... keys) throws IOException {
    return verify(keys) instanceof ExportVerdict.Failed failed ? failed.findings() : List.of();
  }

  private List<FindingKind> kinds(NoteSigner... keys) throws IOException {
    return findings(keys).stream().map(Finding::kind).toList();
  }
}
