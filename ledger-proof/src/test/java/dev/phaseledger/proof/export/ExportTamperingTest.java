package dev.phaseledger.proof.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever single damage is done, verification fails and the findings name the entry that was hit
/// and hardly any other.
final class ExportTamperingTest {
  private static final String PARTIAL_TILE = "tile/0/001.p/44";

  @TempDir Path directory;

  @Test
  void everyByteOfASmallExportMayBeChangedToAnyOtherAndItsEntryIsNamed() throws IOException {
    TestExport export = TestExport.of(directory, TestExport.shortEntries(13));
    byte[] good = export.read(ExportFiles.ENTRIES);
    for (int at = 0; at < good.length; at++) {
      for (int value = 0; value < 256; value++) {
        if (value != (good[at] & 0xff)) {
          byte[] wrong = good.clone();
          wrong[at] = (byte) value;
          export.write(ExportFiles.ENTRIES, wrong);
          assertNames(export, export.entryAt(at), "byte %d is %d".formatted(at, value));
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void oneRandomBitAnywhereIsFoundAndNamed(long seed) throws IOException {
    Random random = new Random(seed);
    TestExport export = TestExport.of(directory, TestExport.randomEntries(300, seed));
    List<String> files =
        List.of(
            ExportFiles.ENTRIES,
            ExportFiles.CHECKPOINT,
            ExportFiles.KEYS,
            "tile/0/000",
            PARTIAL_TILE);
    for (int round = 0; round < 150; round++) {
      String file = files.get(random.nextInt(files.size()));
      byte[] good = export.read(file);
      int at = random.nextInt(good.length);
      int mask = 1 << random.nextInt(8);
      export.flip(file, at, mask);
      String damage = "%s at %d with mask %d".formatted(file, at, mask);
      switch (file) {
        case ExportFiles.ENTRIES -> assertNames(export, export.entryAt(at), damage);
        case "tile/0/000" -> assertHash(export, at / 32, damage);
        case PARTIAL_TILE -> assertHash(export, 256 + at / 32, damage);
        default ->
            assertThat(export.findings()).as(damage).allMatch(found -> found.index().isEmpty());
      }
      export.write(file, good);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void aRandomByteMoreOrLessIsFoundAndNamed(long seed) throws IOException {
    Random random = new Random(seed);
    TestExport export = TestExport.of(directory, TestExport.randomEntries(300, seed));
    byte[] good = export.read(ExportFiles.ENTRIES);
    for (int round = 0; round < 100; round++) {
      int at = random.nextInt(good.length);
      boolean remove = random.nextBoolean();
      byte[] wrong = new byte[good.length + (remove ? -1 : 1)];
      System.arraycopy(good, 0, wrong, 0, at);
      if (remove) {
        System.arraycopy(good, at + 1, wrong, at, good.length - at - 1);
      } else {
        wrong[at] = random.nextBoolean() ? (byte) '\n' : (byte) random.nextInt();
        System.arraycopy(good, at, wrong, at + 1, good.length - at);
      }
      export.write(ExportFiles.ENTRIES, wrong);
      // A line break doubled behind an entry is an empty line before the next one.
      boolean emptyLine = !remove && wrong[at] == '\n' && good[at] == '\n';
      int index = export.entryAt(at) + (emptyLine ? 1 : 0);
      assertNames(export, index, (remove ? "without" : "more at") + " byte " + at);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void removedAlteredAndInsertedLinesAreNamedExactly(long seed) throws IOException {
    Random random = new Random(seed);
    TestExport export = TestExport.of(directory, TestExport.randomEntries(300, seed));
    for (int round = 0; round < 40; round++) {
      List<byte[]> lines = new ArrayList<>();
      Set<String> expected = new TreeSet<>();
      int next = random.nextInt(20);
      for (int i = 0; i < export.entries.size(); i++) {
        byte[] entry = export.entries.get(i);
        if (i != next) {
          lines.add(entry);
          continue;
        }
        // Damages at least two sound lines apart: closer ones cannot always be told apart.
        next += 3 + random.nextInt(60);
        switch (random.nextInt(3)) {
          case 0 -> expected.add("entry-missing " + i);
          case 1 -> {
            lines.add(TestExport.bytes("altered " + random.nextLong()));
            expected.add("entry-altered " + i);
          }
          default -> {
            lines.add(TestExport.bytes("inserted " + random.nextLong()));
            lines.add(entry);
            expected.add("entry-inserted " + i);
          }
        }
      }
      export.writeLines(lines);
      Set<String> found = new TreeSet<>();
      for (Finding finding : export.findings()) {
        found.add(finding.kind().code() + " " + finding.index().orElseThrow());
      }
      assertThat(found).as("round %d", round).isEqualTo(expected);
    }
  }

  /// The findings are about entries, name the index, and reach at most one entry further on each
  /// side.
  private static void assertNames(TestExport export, int index, String damage) throws IOException {
    List<Finding> findings = export.findings();
    Set<Long> named = new TreeSet<>();
    for (Finding finding : findings) {
      assertThat(finding.kind().code()).as(damage).startsWith("entry-");
      long first = finding.index().orElseThrow();
      LongStream.range(first, first + Math.max(finding.entries(), 1)).forEach(named::add);
    }
    assertThat(named).as("%s: %s", damage, findings).contains((long) index);
    assertThat(named).as(damage).allMatch(found -> Math.abs(found - index) <= 1);
  }

  private static void assertHash(TestExport export, long index, String damage) throws IOException {
    assertThat(export.findings()).as(damage).hasSize(1);
    Finding finding = export.findings().getFirst();
    assertThat(finding.kind()).as(damage).isEqualTo(FindingKind.HASH_ALTERED);
    assertThat(finding.index()).as(damage).hasValue(index);
  }
}
