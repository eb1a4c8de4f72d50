package dev.phaseledger.proof.export;

import static dev.phaseledger.proof.export.TestExport.KEY;
import static dev.phaseledger.proof.export.TestExport.ORIGIN;
import static dev.phaseledger.proof.export.TestExport.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.FixedRandom;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TrustedKeys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportWriterTest {
  private static final TrustedKeys KEYS = TrustedKeys.of(KEY.verifier());

  @TempDir Path directory;

  @Test
  void writesExactlyTheFilesOfTheFormat() throws IOException {
    TestExport export =
        TestExport.of(directory.resolve("new/export"), TestExport.shortEntries(300));
    try (Stream<Path> files = Files.walk(export.directory)) {
      assertThat(files.filter(Files::isRegularFile).map(export.directory::relativize))
          .extracting(Path::toString)
          .containsExactlyInAnyOrder(
              "checkpoint", "key.vkey", "entries.ndjson", "tile/0/000", "tile/0/001.p/44");
    }
    assertThat(export.read("key.vkey")).isEqualTo(bytes(KEY.verifier().vkey() + "\n"));
    assertThat(export.read("entries.ndjson"))
        .startsWith(bytes("0\n1\n2\n"))
        .endsWith(bytes("\n299\n"));
    assertThat(export.read("tile/0/000"))
        .hasSize(256 * 32)
        .startsWith(TreeHashing.leaf(bytes("0")).toBytes());
    assertThat(SignedNote.parse(export.read("checkpoint")).text()).startsWith(ORIGIN + "\n300\n");
  }

  @Test
  void refusesEntriesThatCannotBeALine() throws IOException {
    try (ExportWriter writer = new ExportWriter(directory)) {
      assertThatThrownBy(() -> writer.append(new byte[0])).hasMessageContaining("0 bytes");
      assertThatThrownBy(() -> writer.append(new byte[65_536])).hasMessageContaining("65536 bytes");
      assertThatThrownBy(() -> writer.append(bytes("a\nb"))).hasMessageContaining("line feed");
      writer.append(new byte[65_535]);
    }
  }

  @Test
  void refusesADirectoryWithContent() throws IOException {
    Files.writeString(directory.resolve("other"), "x");
    assertThatThrownBy(() -> new ExportWriter(directory))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void finishesOnlyWithACheckpointOfWhatWasWritten() throws IOException {
    TreeFrontier two =
        TreeFrontier.EMPTY
            .append(TreeHashing.leaf(bytes("a")))
            .append(TreeHashing.leaf(bytes("b")));
    SignedNote note = new Checkpoint(ORIGIN, two.head()).sign(List.of(KEY));
    TrustedKeys other = TrustedKeys.of(FixedRandom.key(ORIGIN, 2).verifier());
    try (ExportWriter writer = new ExportWriter(directory)) {
      writer.append(bytes("a"));
      assertThatThrownBy(() -> writer.finish(note, KEYS))
          .isInstanceOf(IllegalArgumentException.class);
      writer.append(bytes("b"));
      assertThatThrownBy(() -> writer.finish(note, other)).isInstanceOf(ProofException.class);
      assertThat(directory.resolve("checkpoint")).doesNotExist();
      writer.finish(note, KEYS);
      assertThat(directory.resolve("checkpoint")).exists();
      assertThatThrownBy(() -> writer.append(bytes("c"))).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.finish(note, KEYS)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anExportThatWasNotFinishedIsNotVerified() throws IOException {
    try (ExportWriter writer = new ExportWriter(directory)) {
      writer.append(bytes("a"));
    }
    ExportVerdict verdict =
        new ExportVerifier(KEYS).verify(directory, ExportProgress.Listener.none());
    assertThat(verdict)
        .isInstanceOfSatisfying(
            ExportVerdict.Failed.class,
            failed ->
                assertThat(failed.findings())
                    .extracting(Finding::kind)
                    .contains(FindingKind.CHECKPOINT_MISSING));
  }
}
