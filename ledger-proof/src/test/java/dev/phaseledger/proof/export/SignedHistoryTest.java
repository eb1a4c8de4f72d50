package dev.phaseledger.proof.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.VerifiedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What earlier checkpoints say about an export, those inside it and those that somebody kept.
final class SignedHistoryTest {

  private static final List<byte[]> LOGGED = TestExport.randomEntries(300, 5);
  private static final TrustedKeys KEY = TrustedKeys.of(TestExport.KEY.verifier());
  private static final NoteSigner STRANGER =
      NoteSigner.generate(TestExport.ORIGIN, new SecureRandom());

  @TempDir Path directory;

  @Test
  void anExportWithItsHistoryIsSound() throws IOException {
    export(LOGGED, 300, List.of(signed(50), signed(100), signed(300)));

    assertThat(verify(held(120))).isInstanceOf(ExportVerdict.Verified.class);
    assertThat(verify(held(300))).isInstanceOf(ExportVerdict.Verified.class);
  }

  @Test
  void entriesAlteredWithTheirHashesAreNamedBetweenTwoCheckpoints() throws IOException {
    export(altered(77), 300, List.of(signed(50), signed(75), signed(80), signed(300)));

    assertThat(named()).containsExactly("history-altered 75+5", "root-mismatch");
  }

  @Test
  void aCheckpointThatSomebodyKeptNarrowsAsWell() throws IOException {
    export(altered(77), 300, List.of());

    assertThat(named()).containsExactly("root-mismatch");
    assertThat(named(held(70), held(78))).containsExactly("history-altered 70+8", "root-mismatch");
  }

  @Test
  void theFirstEntriesAreNamedThoughNoCheckpointHolds() throws IOException {
    export(altered(3), 300, List.of(signed(50)));

    assertThat(named()).containsExactly("history-altered 0+50", "root-mismatch");
  }

  @Test
  void anEarlierStateIsFoundByWhoeverKeptALaterCheckpoint() throws IOException {
    export(LOGGED.subList(0, 200), 200, List.of(signed(100)));

    assertThat(verify()).isInstanceOf(ExportVerdict.Verified.class);
    assertThat(named(held(250))).containsExactly("history-cut 200+50");
  }

  @Test
  void anEarlierStateIsFoundByALaterCheckpointThatWasLeftInTheExport() throws IOException {
    export(LOGGED.subList(0, 200), 200, List.of(signed(100), signed(260), forged(290)));

    assertThat(named()).containsExactly("history-cut 200+60");
  }

  /// With the key, somebody can sign two histories; whoever kept a checkpoint of one finds out.
  @Test
  void anotherHistorySignedWithTheSameKeyIsFound() throws IOException {
    List<byte[]> other = altered(77);
    export(other, 300, List.of());
    resign(other);

    assertThat(verify()).isInstanceOf(ExportVerdict.Verified.class);
    assertThat(named(held(60), held(90))).containsExactly("history-altered 60+30");
  }

  @Test
  void whatNobodySignedIsNotBelieved() throws IOException {
    export(altered(77), 300, List.of(signed(50), forged(76), signed(300)));
    Files.writeString(
        directory.resolve(ExportFiles.HISTORY),
        "\nno note\n\nat all\n\n\u0000\n",
        StandardOpenOption.APPEND);

    assertThat(named()).containsExactly("history-altered 50+250", "root-mismatch");
  }

  @Test
  void aCheckpointOfAnotherLogIsNoneOfThisOne() throws IOException {
    export(LOGGED, 300, List.of());
    NoteSigner other = NoteSigner.generate("ledger.example/b", new SecureRandom());
    VerifiedCheckpoint ofOther =
        TrustedKeys.of(other.verifier())
            .verifyCheckpoint(new Checkpoint("ledger.example/b", head(10)).sign(List.of(other)));

    assertThatThrownBy(() -> verify(ofOther))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ledger.example/b");
  }

  private void export(List<byte[]> entries, int size, List<SignedNote> history) throws IOException {
    try (ExportWriter writer = new ExportWriter(directory)) {
      for (byte[] entry : entries) {
        writer.append(entry);
      }
      for (SignedNote note : history) {
        writer.appendEarlier(note);
      }
      writer.finishAsServed(signed(size), KEY);
    }
  }

  private void resign(List<byte[]> entries) throws IOException {
    Files.write(
        directory.resolve(ExportFiles.CHECKPOINT),
        new Checkpoint(TestExport.ORIGIN, head(entries)).sign(List.of(TestExport.KEY)).format());
  }

  private static List<byte[]> altered(int index) {
    List<byte[]> entries = new ArrayList<>(LOGGED);
    entries.set(index, TestExport.bytes("altered"));
    return entries;
  }

  private static TreeHead head(int size) {
    return head(LOGGED.subList(0, size));
  }

  private static TreeHead head(List<byte[]> entries) {
    TreeFrontier tree = TreeFrontier.EMPTY;
    for (byte[] entry : entries) {
      tree = tree.append(TreeHashing.leaf(entry));
    }
    return tree.head();
  }

  private static SignedNote signed(int size) {
    return new Checkpoint(TestExport.ORIGIN, head(size)).sign(List.of(TestExport.KEY));
  }

  private static SignedNote forged(int size) {
    return new Checkpoint(TestExport.ORIGIN, head(size)).sign(List.of(STRANGER));
  }

  private static VerifiedCheckpoint held(int size) {
    return KEY.verifyCheckpoint(signed(size));
  }

  private ExportVerdict verify(VerifiedCheckpoint... held) throws IOException {
    return new ExportVerifier(KEY, List.of(held)).verify(directory, ExportProgress.Listener.none());
  }

  private List<String> named(VerifiedCheckpoint... held) throws IOException {
    return switch (verify(held)) {
      case ExportVerdict.Verified verified -> throw new AssertionError("verified: " + verified);
      case ExportVerdict.Failed failed ->
          failed.findings().stream()
              .map(finding ->
                  finding.kind().code()
                      + (finding.index().isPresent()
                          ? " " + finding.index().getAsLong() + "+" + finding.entries()
                          : ""))
              .toList();
    };
  }
}
