package dev.phaseledger.proof.export;

import static dev.phaseledger.proof.export.TestExport.KEY;
import static dev.phaseledger.proof.export.TestExport.ORIGIN;
import static dev.phaseledger.proof.export.TestExport.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.FixedRandom;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportVerifierTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{0} entries")
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 600, 1024})
  void verifiesASoundExport(int count) throws IOException {
    TestExport export = export(count);
    TreeFrontier frontier = TreeFrontier.EMPTY;
    for (byte[] entry : export.entries) {
      frontier = frontier.append(TreeHashing.leaf(entry));
    }
    assertThat(export.verify())
        .isEqualTo(new ExportVerdict.Verified(ORIGIN, frontier.head(), KEY.verifier().keyId()));
  }

  @Test
  void verifiesEntriesOfEveryLengthUpToTheLimit() throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (int length : List.of(1, 7, 8, 9, 65_534, 65_535, 1, 65_535)) {
      byte[] entry = new byte[length];
      Arrays.fill(entry, (byte) 0x8a);
      entries.add(entry);
    }
    for (int i = 0; i < 40; i++) {
      entries.add(entries.get(5));
    }
    assertThat(TestExport.of(directory, entries).verify())
        .isInstanceOf(ExportVerdict.Verified.class);
  }

  @Test
  void reportsProgressAtTheEndAndInBetween() throws IOException {
    int count = ExportProgress.REPORT_EVERY_ENTRIES + 5;
    TestExport.of(directory, TestExport.shortEntries(count));
    List<ExportProgress> reports = new ArrayList<>();
    ExportVerdict verdict =
        new ExportVerifier(TrustedKeys.of(KEY.verifier())).verify(directory, reports::add);
    assertThat(verdict).isInstanceOf(ExportVerdict.Verified.class);
    assertThat(reports)
        .containsExactly(
            new ExportProgress(ExportProgress.REPORT_EVERY_ENTRIES, count),
            new ExportProgress(count, count));
  }

  @Nested
  final class Entries {
    @Test
    void namesAnAlteredEntry() throws IOException {
      TestExport export = export(42);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.set(7, bytes("{\"verdict\":\"AUTHORIZED\"}"));
      export.writeLines(lines);
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_ALTERED,
                  7,
                  1,
                  "entry 7 is altered: its bytes are not those that were logged"));
    }

    @Test
    void namesTheLastEntryIfItWasRemoved() throws IOException {
      TestExport export = export(42);
      export.writeLines(export.entries.subList(0, 41));
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_MISSING,
                  41,
                  1,
                  "entry 41 is missing: the checkpoint commits to 42 entries"));
    }

    @ParameterizedTest(name = "entry {0} of 42")
    @ValueSource(ints = {0, 1, 20, 40, 41})
    void namesARemovedEntryAndNothingBehindIt(int index) throws IOException {
      TestExport export = export(42);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.remove(index);
      export.writeLines(lines);
      assertOnly(export, FindingKind.ENTRY_MISSING, index);
    }

    @Test
    void namesARunOfRemovedEntries() throws IOException {
      TestExport export = export(900);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.subList(100, 500).clear();
      export.writeLines(lines);
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_MISSING,
                  100,
                  400,
                  "entries 100 to 499 are missing: the checkpoint commits to 900 entries"));
    }

    @Test
    void namesEverythingIfTheFileWasEmptied() throws IOException {
      TestExport export = TestExport.of(directory, TestExport.shortEntries(12_000));
      export.write(ExportFiles.ENTRIES, new byte[0]);
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_MISSING,
                  0,
                  12_000,
                  "entries 0 to 11999 are missing: the checkpoint commits to 12000 entries"));
    }

    @ParameterizedTest(name = "before entry {0} of 42")
    @ValueSource(ints = {0, 1, 20, 41})
    void namesWhereALineWasInserted(int index) throws IOException {
      TestExport export = export(42);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.add(index, bytes("{\"forged\":true}"));
      export.writeLines(lines);
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_INSERTED,
                  index,
                  0,
                  "line %d was not logged: it is inserted before entry %d"
                      .formatted(index + 1, index)));
    }

    @Test
    void namesLinesAddedAtTheEnd() throws IOException {
      TestExport export = export(42);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.addAll(List.of(bytes("{}"), bytes("[]")));
      export.writeLines(lines);
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_INSERTED,
                  42,
                  0,
                  "2 lines from line 43 on were not logged: they are added after the last entry"));
    }

    @Test
    void namesACopyOfAnEntryAsInserted() throws IOException {
      TestExport export = export(42);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.add(30, lines.get(3));
      export.writeLines(lines);
      assertOnly(export, FindingKind.ENTRY_INSERTED, 30);
    }

    @ParameterizedTest(name = "entry 10 with entry {0}")
    @ValueSource(ints = {11, 12, 13, 30, 41, 0, 9})
    void namesBothOfTwoSwappedEntries(int other) throws IOException {
      TestExport export = export(42);
      List<byte[]> lines = new ArrayList<>(export.entries);
      Collections.swap(lines, 10, other);
      export.writeLines(lines);
      assertThat(export.findings())
          .extracting(Finding::kind, found -> found.index().orElseThrow())
          .containsExactlyInAnyOrder(
              tuple(FindingKind.ENTRY_MISPLACED, 10L),
              tuple(FindingKind.ENTRY_MISPLACED, (long) other));
      assertThat(export.findings())
          .extracting(Finding::sentence)
          .contains(
              "entry 10 is out of its place: it stands on line %d instead of line 11"
                  .formatted(other + 1));
    }

    @Test
    void namesAnEntryThatWasMovedFarAway() throws IOException {
      TestExport export = export(900);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.add(800, lines.remove(5));
      export.writeLines(lines);
      assertOnly(export, FindingKind.ENTRY_MISPLACED, 5);
    }

    @Test
    void namesTheEntryInWhichTheFileEnds() throws IOException {
      TestExport export = export(42);
      byte[] whole = export.read(ExportFiles.ENTRIES);
      int start = whole.length;
      for (byte[] entry : export.entries.subList(39, 42)) {
        start -= entry.length + 1;
      }
      export.write(ExportFiles.ENTRIES, Arrays.copyOf(whole, start + 5));
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_UNTERMINATED,
                  39,
                  1,
                  "entry 39 is cut off: the file ends without the line break that ends it"),
              finding(
                  FindingKind.ENTRY_MISSING,
                  40,
                  2,
                  "entries 40 to 41 are missing: the checkpoint commits to 42 entries"));
    }

    @Test
    void everyCutIsFoundInTheEntryItHits() throws IOException {
      TestExport export = TestExport.of(directory, TestExport.shortEntries(30));
      byte[] whole = export.read(ExportFiles.ENTRIES);
      for (int length = 0; length < whole.length; length++) {
        export.write(ExportFiles.ENTRIES, Arrays.copyOf(whole, length));
        assertThat(export.findings().getFirst().index())
            .as("cut to %d bytes", length)
            .hasValue(export.entryAt(length));
      }
    }

    @Test
    void aMissingLastLineBreakAloneIsFound() throws IOException {
      TestExport export = export(42);
      byte[] whole = export.read(ExportFiles.ENTRIES);
      export.write(ExportFiles.ENTRIES, Arrays.copyOf(whole, whole.length - 1));
      assertOnly(export, FindingKind.ENTRY_UNTERMINATED, 41);
    }

    @Test
    void aLineBreakThatBecameAnotherByteIsFoundWhereItWas() throws IOException {
      TestExport export = export(42);
      int at = export.entries.get(0).length;
      export.flip(ExportFiles.ENTRIES, at, 1);
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_ALTERED,
                  0,
                  2,
                  "entries 0 to 1 are altered: one line stands there from line 1 on,"
                      + " so bytes or line breaks were changed"));
    }

    @Test
    void aByteThatBecameALineBreakIsFoundInItsEntry() throws IOException {
      TestExport export = export(42);
      byte[] whole = export.read(ExportFiles.ENTRIES);
      whole[export.entries.get(0).length + 6] = '\n';
      export.write(ExportFiles.ENTRIES, whole);
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_ALTERED,
                  1,
                  1,
                  "entry 1 is altered: 2 lines stand there from line 2 on,"
                      + " so bytes or line breaks were changed"));
    }

    @Test
    void carriageReturnsAreAlterations() throws IOException {
      TestExport export = export(3);
      List<byte[]> lines = new ArrayList<>();
      for (byte[] entry : export.entries) {
        byte[] line = Arrays.copyOf(entry, entry.length + 1);
        line[entry.length] = '\r';
        lines.add(line);
      }
      export.writeLines(lines);
      assertThat(export.findings())
          .extracting(Finding::kind)
          .containsOnly(FindingKind.ENTRY_ALTERED);
      assertThat(export.findings()).hasSize(3);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {65_536, 1_048_575, 1_048_576, 1_048_577, 5_000_000})
    void aLineTooLongToBeAnEntryIsNamedWithoutHoldingIt(int length) throws IOException {
      TestExport export = export(42);
      List<byte[]> lines = new ArrayList<>(export.entries);
      byte[] huge = new byte[length];
      Arrays.fill(huge, (byte) 'x');
      lines.set(11, huge);
      export.writeLines(lines);
      assertOnly(export, FindingKind.ENTRY_ALTERED, 11);
    }

    @Test
    void namesSeveralIndependentDamages() throws IOException {
      TestExport export = export(900);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.set(800, bytes("altered"));
      Collections.swap(lines, 700, 701);
      lines.add(500, bytes("inserted"));
      lines.remove(300);
      lines.set(5, bytes("altered too"));
      export.writeLines(lines);
      assertThat(export.findings())
          .extracting(Finding::kind, found -> found.index().orElseThrow())
          .containsExactly(
              tuple(FindingKind.ENTRY_ALTERED, 5L),
              tuple(FindingKind.ENTRY_MISSING, 300L),
              tuple(FindingKind.ENTRY_INSERTED, 500L),
              tuple(FindingKind.ENTRY_MISPLACED, 700L),
              tuple(FindingKind.ENTRY_MISPLACED, 701L),
              tuple(FindingKind.ENTRY_ALTERED, 800L));
    }

    @Test
    void listsABoundedNumberOfFindings() throws IOException {
      TestExport export = TestExport.of(directory, TestExport.shortEntries(5_000));
      List<byte[]> lines = new ArrayList<>(export.entries);
      for (int i = 0; i < lines.size(); i += 2) {
        lines.set(i, bytes("altered " + i));
      }
      export.writeLines(lines);
      List<Finding> findings = export.findings();
      assertThat(findings).hasSize(ExportVerdict.Failed.FINDINGS_MAX + 1);
      assertThat(findings.getLast())
          .isEqualTo(Finding.of(FindingKind.MORE, "1500 more findings are not listed"));
    }

    @Test
    void countsMoreDamagesThanItKeeps() throws IOException {
      int damages = Comparison.GAPS_MAX + 500;
      TestExport export = TestExport.of(directory, TestExport.shortEntries(2 * damages));
      List<byte[]> lines = new ArrayList<>(export.entries);
      for (int i = 0; i < lines.size(); i += 2) {
        lines.set(i, bytes("altered " + i));
      }
      export.writeLines(lines);
      assertThat(export.findings().getLast().sentence())
          .isEqualTo("%d more findings are not listed".formatted(damages - 1_000));
    }

    @Test
    void namesDamageBehindMoreInsertedLinesThanAreKept() throws IOException {
      TestExport export = TestExport.of(directory, TestExport.shortEntries(1_000));
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.add(900, bytes("inserted too"));
      lines.addAll(300, forged(Comparison.KEPT_MAX + 2_000));
      export.writeLines(lines);
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_INSERTED,
                  300,
                  0,
                  "12000 lines from line 301 on were not logged: they are inserted before entry 300"),
              finding(
                  FindingKind.ENTRY_INSERTED,
                  900,
                  0,
                  "line 12901 was not logged: it is inserted before entry 900"));
    }

    @Test
    void namesDamageBehindMoreRemovedEntriesThanAreKept() throws IOException {
      TestExport export = TestExport.of(directory, TestExport.shortEntries(14_000));
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.remove(13_500);
      lines.set(13_000, bytes("altered"));
      lines.subList(300, 300 + Comparison.KEPT_MAX + 2_000).clear();
      export.writeLines(lines);
      assertThat(export.findings())
          .extracting(Finding::kind, Finding::index, Finding::entries)
          .containsExactly(
              tuple(FindingKind.ENTRY_MISSING, OptionalLong.of(300), 12_000L),
              tuple(FindingKind.ENTRY_ALTERED, OptionalLong.of(13_000), 1L),
              tuple(FindingKind.ENTRY_MISSING, OptionalLong.of(13_500), 1L));
    }

    @Test
    void anOverlongLastLineWithoutLineBreakIsNamed() throws IOException {
      TestExport export = export(42);
      byte[] whole = export.read(ExportFiles.ENTRIES);
      byte[] longer = Arrays.copyOf(whole, 3_000_000);
      Arrays.fill(longer, whole.length - 1, longer.length, (byte) 'x');
      export.write(ExportFiles.ENTRIES, longer);
      assertOnly(export, FindingKind.ENTRY_UNTERMINATED, 41);
    }

    @Test
    void bytesBehindTheLastLineBreakAreFound() throws IOException {
      TestExport export = export(42);
      byte[] whole = export.read(ExportFiles.ENTRIES);
      byte[] longer = Arrays.copyOf(whole, whole.length + 1);
      longer[whole.length] = 'x';
      export.write(ExportFiles.ENTRIES, longer);
      assertThat(export.findings())
          .extracting(Finding::kind)
          .containsExactly(FindingKind.ENTRY_INSERTED, FindingKind.ENTRY_UNTERMINATED);
    }

    @Test
    void theEntriesOfAnotherLogAreRefusedInBoundedMemory() throws IOException {
      TestExport export = TestExport.of(directory, TestExport.shortEntries(150_000));
      List<byte[]> lines = new ArrayList<>();
      for (int i = 0; i < 140_000; i++) {
        lines.add(bytes("other " + i));
      }
      export.writeLines(lines);
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.ENTRY_ALTERED,
                  0,
                  150_000,
                  "entries 0 to 149999 are altered: 140000 lines stand there from line 1 on,"
                      + " so bytes or line breaks were changed"));
    }

    @Test
    void aMissingFileIsFound() throws IOException {
      TestExport export = export(42);
      Files.delete(export.file(ExportFiles.ENTRIES));
      assertThat(export.findings())
          .containsExactly(
              Finding.of(
                  FindingKind.ENTRIES_MISSING,
                  "entries.ndjson is missing: the checkpoint commits to 42 entries"));
    }
  }

  @Nested
  final class Hashes {
    @ParameterizedTest(name = "hash of entry {0}")
    @ValueSource(ints = {0, 255, 256, 299})
    void anAlteredHashIsNotBlamedOnTheEntry(int index) throws IOException {
      TestExport export = export(300);
      String tile = index < 256 ? "tile/0/000" : "tile/0/001.p/44";
      export.flip(tile, index % 256 * 32 + 31, 0x80);
      assertOnly(export, FindingKind.HASH_ALTERED, index);
      assertThat(export.findings().getFirst().sentence()).contains(tile, "sound");
    }

    @Test
    void swappedHashesAreNamedBoth() throws IOException {
      TestExport export = export(300);
      byte[] tile = export.read("tile/0/000");
      byte[] swapped = tile.clone();
      System.arraycopy(tile, 32, swapped, 64, 32);
      System.arraycopy(tile, 64, swapped, 32, 32);
      export.write("tile/0/000", swapped);
      assertThat(export.findings())
          .extracting(Finding::kind, found -> found.index().orElseThrow())
          .containsExactly(
              tuple(FindingKind.HASH_ALTERED, 1L), tuple(FindingKind.HASH_ALTERED, 2L));
    }

    @Test
    void namesTheHashesOfALongForgedStretch() throws IOException {
      TestExport export = TestExport.of(directory, TestExport.shortEntries(14_000));
      for (int tile = 2; tile < 50; tile++) {
        byte[] forged = new byte[8_192];
        Arrays.fill(forged, (byte) tile);
        export.write("tile/0/%03d".formatted(tile), forged);
      }
      List<Finding> findings = export.findings();
      assertThat(findings).extracting(Finding::kind).startsWith(FindingKind.HASH_ALTERED);
      assertThat(findings.getFirst().index()).hasValue(512);
      assertThat(findings.getLast().kind()).isEqualTo(FindingKind.MORE);
    }

    @Test
    void aMissingTileIsFoundAndAccusesNoEntry() throws IOException {
      TestExport export = export(300);
      Files.delete(export.file("tile/0/000"));
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.TILE_MISSING,
                  0,
                  256,
                  "tile/0/000 with the hashes of entries 0 to 255 is missing"));
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 31, 1376, 1440, 8192})
    void aTileOfAnotherLengthIsFound(int length) throws IOException {
      TestExport export = export(300);
      byte[] tile = export.read("tile/0/001.p/44");
      export.write("tile/0/001.p/44", Arrays.copyOf(tile, length));
      assertThat(export.findings())
          .containsExactly(
              finding(
                  FindingKind.TILE_MALFORMED,
                  256,
                  44,
                  "tile/0/001.p/44 has %d bytes instead of 1408".formatted(length)));
    }

    @Test
    void anAlteredEntryAndAnAlteredHashElsewhereAreBothNamedWithoutGuessing() throws IOException {
      TestExport export = export(300);
      export.flip("tile/0/000", 40 * 32, 1);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.set(290, bytes("altered"));
      export.writeLines(lines);
      assertThat(export.findings())
          .extracting(Finding::kind, Finding::index)
          .containsExactly(
              tuple(FindingKind.HASH_DISAGREES, OptionalLong.of(40)),
              tuple(FindingKind.HASH_DISAGREES, OptionalLong.of(290)),
              tuple(FindingKind.ROOT_MISMATCH, OptionalLong.empty()));
    }

    @Test
    void anEntryAlteredTogetherWithItsHashIsFoundByTheRoot() throws IOException {
      TestExport export = export(300);
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.set(17, bytes("{\"verdict\":\"AUTHORIZED\"}"));
      export.writeLines(lines);
      byte[] tile = export.read("tile/0/000");
      TreeHashing.leaf(lines.get(17)).copyTo(tile, 17 * 32);
      export.write("tile/0/000", tile);
      assertThat(export.findings()).hasSize(1);
      assertThat(export.findings().getFirst().kind()).isEqualTo(FindingKind.ROOT_MISMATCH);
      assertThat(export.findings().getFirst().sentence()).contains("no entry can be named");
    }

    @Test
    void anAlteredEntryIsNamedThoughAnotherTileIsMissing() throws IOException {
      TestExport export = export(600);
      Files.delete(export.file("tile/0/001"));
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.set(20, bytes("altered"));
      export.writeLines(lines);
      assertThat(export.findings())
          .extracting(Finding::kind, Finding::index)
          .containsExactly(
              tuple(FindingKind.HASH_DISAGREES, OptionalLong.of(20)),
              tuple(FindingKind.TILE_MISSING, OptionalLong.of(256)),
              tuple(FindingKind.ROOT_MISMATCH, OptionalLong.empty()));
    }

    @Test
    void anEntryAlteredInsideAMissingTileIsFoundByTheRoot() throws IOException {
      TestExport export = export(600);
      Files.delete(export.file("tile/0/001"));
      List<byte[]> lines = new ArrayList<>(export.entries);
      lines.set(300, bytes("altered"));
      export.writeLines(lines);
      assertThat(export.findings())
          .extracting(Finding::kind)
          .containsExactly(FindingKind.TILE_MISSING, FindingKind.ROOT_MISMATCH);
    }
  }

  @Nested
  final class CheckpointAndKeys {
    @Test
    void aMissingCheckpointIsFound() throws IOException {
      TestExport export = export(5);
      Files.delete(export.file(ExportFiles.CHECKPOINT));
      assertKinds(export, FindingKind.CHECKPOINT_MISSING);
    }

    @Test
    void aDirectoryThatIsNoExportIsRefused() throws IOException {
      ExportVerifier verifier = new ExportVerifier(TrustedKeys.of(KEY.verifier()));
      ExportVerdict verdict =
          verifier.verify(directory.resolve("absent"), ExportProgress.Listener.none());
      assertThat(verdict)
          .isInstanceOfSatisfying(
              ExportVerdict.Failed.class,
              failed ->
                  assertThat(failed.findings())
                      .extracting(Finding::kind)
                      .containsExactly(FindingKind.CHECKPOINT_MISSING, FindingKind.KEY_MISSING));
    }

    @Test
    void anExportIsVerifiedOnlyWithTheKeyTheVerifierBrings() throws IOException {
      export(5);
      NoteSigner stranger = FixedRandom.key(ORIGIN, 9);
      ExportVerdict verdict =
          new ExportVerifier(TrustedKeys.of(stranger.verifier()))
              .verify(directory, ExportProgress.Listener.none());
      assertThat(verdict)
          .isInstanceOfSatisfying(
              ExportVerdict.Failed.class,
              failed ->
                  assertThat(failed.findings())
                      .extracting(Finding::kind)
                      .containsExactly(
                          FindingKind.CHECKPOINT_UNTRUSTED, FindingKind.KEY_UNTRUSTED));
    }

    @Test
    void aWholeExportForgedWithAnotherKeyIsRefused() throws IOException {
      TestExport export = export(5);
      NoteSigner forger = FixedRandom.key(ORIGIN, 9);
      TreeHead head = headOf(export.entries);
      export.write(
          ExportFiles.CHECKPOINT, new Checkpoint(ORIGIN, head).sign(List.of(forger)).format());
      export.write(ExportFiles.KEYS, TrustedKeys.of(forger.verifier()).format());
      assertKinds(export, FindingKind.CHECKPOINT_UNTRUSTED, FindingKind.KEY_UNTRUSTED);
    }

    @Test
    void theCheckpointOfAnotherLogIsRefused() throws IOException {
      TestExport export = export(5);
      export.write(
          ExportFiles.CHECKPOINT,
          new Checkpoint("ledger.example/b", headOf(export.entries)).sign(List.of(KEY)).format());
      assertKinds(export, FindingKind.CHECKPOINT_WRONG_ORIGIN);
    }

    @Test
    void anOlderCheckpointOfTheSameLogDoesNotCoverLaterEntries() throws IOException {
      TestExport export = export(5);
      TreeHead older = headOf(export.entries.subList(0, 4));
      export.write(
          ExportFiles.CHECKPOINT, new Checkpoint(ORIGIN, older).sign(List.of(KEY)).format());
      assertThat(export.findings())
          .extracting(Finding::kind)
          .contains(FindingKind.ENTRY_INSERTED)
          .contains(FindingKind.TILE_MISSING);
    }

    @Test
    void aSignedRootThatTheEntriesDoNotGiveIsFound() throws IOException {
      TestExport export = export(5);
      TreeHead wrong = new TreeHead(5, Sha256Hash.of(new byte[32]));
      export.write(
          ExportFiles.CHECKPOINT, new Checkpoint(ORIGIN, wrong).sign(List.of(KEY)).format());
      assertKinds(export, FindingKind.ROOT_MISMATCH);
    }

    @Test
    void everyFlippedBitOfTheCheckpointIsFound() throws IOException {
      TestExport export = export(3);
      byte[] good = export.read(ExportFiles.CHECKPOINT);
      for (int bit = 0; bit < good.length * 8; bit++) {
        byte[] wrong = good.clone();
        wrong[bit / 8] ^= (byte) (1 << (bit % 8));
        export.write(ExportFiles.CHECKPOINT, wrong);
        assertThat(export.findings())
            .extracting(finding -> finding.kind().code())
            .allMatch(code -> code.startsWith("checkpoint-"));
      }
    }

    @Test
    void everyFlippedBitOfTheKeyFileIsFound() throws IOException {
      TestExport export = export(3);
      byte[] good = export.read(ExportFiles.KEYS);
      for (int bit = 0; bit < good.length * 8; bit++) {
        byte[] wrong = good.clone();
        wrong[bit / 8] ^= (byte) (1 << (bit % 8));
        export.write(ExportFiles.KEYS, wrong);
        assertThat(export.findings())
            .extracting(finding -> finding.kind().code())
            .allMatch(code -> code.startsWith("key-"));
      }
    }

    @Test
    void filesTooLongToBeWhatTheyShouldAreNotRead() throws IOException {
      TestExport export = export(3);
      export.write(ExportFiles.CHECKPOINT, new byte[300_000]);
      export.write(ExportFiles.KEYS, new byte[300_000]);
      assertKinds(export, FindingKind.CHECKPOINT_MALFORMED, FindingKind.KEY_MALFORMED);
    }

    @Test
    void aLogThatSignsWithTwoKeysIsVerifiedWithEither() throws IOException {
      NoteSigner next = FixedRandom.key(ORIGIN, 2);
      TrustedKeys both = TrustedKeys.of(KEY.verifier(), next.verifier());
      List<byte[]> entries = TestExport.shortEntries(3);
      try (ExportWriter writer = new ExportWriter(directory)) {
        for (byte[] entry : entries) {
          writer.append(entry);
        }
        writer.finish(new Checkpoint(ORIGIN, headOf(entries)).sign(List.of(KEY, next)), both);
      }
      for (NoteSigner signer : List.of(KEY, next)) {
        assertThat(
                new ExportVerifier(TrustedKeys.of(signer.verifier()))
                    .verify(directory, ExportProgress.Listener.none()))
            .isEqualTo(
                new ExportVerdict.Verified(ORIGIN, headOf(entries), signer.verifier().keyId()));
      }
    }
  }

  private TestExport export(int count) throws IOException {
    return TestExport.of(directory, TestExport.randomEntries(count, 23));
  }

  private static List<byte[]> forged(int count) {
    List<byte[]> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(bytes("forged " + i));
    }
    return lines;
  }

  private static TreeHead headOf(List<byte[]> entries) {
    TreeFrontier frontier = TreeFrontier.EMPTY;
    for (byte[] entry : entries) {
      frontier = frontier.append(TreeHashing.leaf(entry));
    }
    return frontier.head();
  }

  private static Finding finding(FindingKind kind, long index, long entries, String sentence) {
    return new Finding(kind, OptionalLong.of(index), entries, sentence);
  }

  private static void assertOnly(TestExport export, FindingKind kind, long index)
      throws IOException {
    assertThat(export.findings())
        .extracting(Finding::kind, Finding::index)
        .containsExactly(tuple(kind, OptionalLong.of(index)));
  }

  private static void assertKinds(TestExport export, FindingKind... kinds) throws IOException {
    assertThat(export.findings()).extracting(Finding::kind).containsExactly(kinds);
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }
}
