package dev.phaseledger.proof.pack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.RotatedLog;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TrustedKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackVerifierTest {

  private static final int ENTRIES = 12;

  @TempDir private Path directory;
  private int written;

  private PackVerdict verify(TestPack pack) throws IOException {
    return verify(pack.zip(directory.resolve("pack-" + written++ + ".zip")));
  }

  private static PackVerdict verify(Path path) throws IOException {
    try (PackArchive archive = PackArchive.open(path)) {
      return new PackVerifier(TrustedKeys.of(TestPack.KEY.verifier())).verify(archive);
    }
  }

  private static List<PackFinding> findings(PackVerdict verdict) {
    assertThat(verdict).isInstanceOf(PackVerdict.Failed.class);
    return ((PackVerdict.Failed) verdict).findings();
  }

  private static List<String> sentences(PackVerdict verdict) {
    return findings(verdict).stream().map(PackFinding::sentence).toList();
  }

  @Test
  void acceptsAWholeLogAsZipAndAsDirectory() throws IOException {
    Path zip = TestPack.whole(ENTRIES).zip(directory.resolve("pack.zip"));
    PackVerdict fromZip = verify(zip);
    assertThat(fromZip)
        .isInstanceOfSatisfying(
            PackVerdict.Verified.class,
            verified -> {
              assertThat(verified.origin()).isEqualTo(RotatedLog.ORIGIN);
              assertThat(verified.head().size()).isEqualTo(ENTRIES);
              assertThat(verified.included()).isEqualTo(ENTRIES);
              assertThat(verified.withheld()).isZero();
            });
    assertThat(verify(TestPack.unpack(zip, directory.resolve("unpacked")))).isEqualTo(fromZip);
  }

  @Test
  void showsHowManyEntriesAFilterWithheldAndWhere() throws IOException {
    TestPack pack =
        new TestPack(new RotatedLog().entries(40), 7, 31, i -> i % 3 == 0, TestPack.KEY);
    assertThat(verify(pack))
        .isInstanceOfSatisfying(
            PackVerdict.Verified.class,
            verified -> {
              assertThat(verified.from()).isEqualTo(7);
              assertThat(verified.to()).isEqualTo(31);
              assertThat(verified.included()).isEqualTo(8);
              assertThat(verified.withheld()).isEqualTo(16);
            });
  }

  @Test
  void acceptsARangeWithoutEntries() throws IOException {
    assertThat(verify(new TestPack(new RotatedLog().entries(5), 3, 3, _ -> true, TestPack.KEY)))
        .isInstanceOf(PackVerdict.Verified.class);
  }

  @Test
  void namesEveryAlteredDroppedAndAddedEntryThoughTheManifestWasMadeToFit() throws IOException {
    for (int i = 0; i < ENTRIES; i++) {
      TestPack altered = TestPack.whole(ENTRIES);
      List<String> lines = altered.lines(PackFiles.ENTRIES);
      lines.set(i, lines.get(i).replace("other", "olher"));
      altered.lines(PackFiles.ENTRIES, lines);
      assertThat(findings(verify(altered)))
          .containsExactly(
              new PackFinding(
                  PackFiles.ENTRIES,
                  OptionalLong.of(i),
                  "entries.jsonl: entry %d is altered".formatted(i)));

      TestPack dropped = TestPack.whole(ENTRIES);
      lines = dropped.lines(PackFiles.ENTRIES);
      lines.remove(i);
      dropped.lines(PackFiles.ENTRIES, lines);
      assertThat(sentences(verify(dropped)))
          .containsExactly("entries.jsonl: entry %d is missing".formatted(i));

      TestPack added = TestPack.whole(ENTRIES);
      lines = added.lines(PackFiles.ENTRIES);
      lines.add(i, "{\"n\":99,\"type\":\"other\"}");
      added.lines(PackFiles.ENTRIES, lines);
      assertThat(sentences(verify(added)))
          .containsExactly(
              "entries.jsonl: line %d is no entry that belongs there".formatted(i + 1));
    }
  }

  @Test
  void namesBothEntriesThatWereSwapped() throws IOException {
    for (int i = 0; i + 3 < ENTRIES; i++) {
      for (int distance : new int[] {1, 3}) {
        TestPack pack = TestPack.whole(ENTRIES);
        List<String> lines = pack.lines(PackFiles.ENTRIES);
        Collections.swap(lines, i, i + distance);
        pack.lines(PackFiles.ENTRIES, lines);
        assertThat(findings(verify(pack)))
            .isNotEmpty()
            .allMatch(finding -> finding.sentence().contains("is out of its place"))
            .allMatch(finding -> finding.file().equals(PackFiles.ENTRIES));
      }
    }
  }

  @Test
  void refusesAPlaceThatIsTakenOutOfTheRangeAsWell() throws IOException {
    int header = TestPack.whole(ENTRIES).lines(PackFiles.RANGE).size() - ENTRIES;
    for (int i = 0; i < ENTRIES; i++) {
      TestPack pack = TestPack.whole(ENTRIES);
      for (String file : List.of(PackFiles.ENTRIES, PackFiles.INCLUSION, PackFiles.RANGE)) {
        List<String> lines = pack.lines(file);
        lines.remove(file.equals(PackFiles.RANGE) ? header + i : i);
        pack.lines(file, lines);
      }
      assertThat(sentences(verify(pack)))
          .isNotEmpty()
          .anyMatch(s -> s.startsWith("inclusion.txt") || s.startsWith("range.proof"));
    }
  }

  @Test
  void refusesARangeThatClaimsToBeShorterThanItsTreeSays() throws IOException {
    TestPack pack = new TestPack(new RotatedLog().entries(ENTRIES), 0, 8, _ -> true, TestPack.KEY);
    TestPack other = new TestPack(new RotatedLog().entries(8), 0, 8, _ -> true, TestPack.KEY);
    pack.put(PackFiles.RANGE, requireNonNull(other.files.get(PackFiles.RANGE)));
    assertThat(sentences(verify(pack))).anyMatch(s -> s.startsWith("range.proof"));
  }

  @Test
  void refusesAWithheldEntryThatIsGivenAnotherHash() throws IOException {
    TestPack pack = new TestPack(new RotatedLog().entries(9), 2, 8, i -> i == 5, TestPack.KEY);
    List<String> lines = pack.lines(PackFiles.RANGE);
    lines.set(lines.size() - 1, "-" + TreeHashing.leaf(new byte[] {1}).base64());
    pack.lines(PackFiles.RANGE, lines);
    assertThat(sentences(verify(pack))).singleElement().asString().contains("give root");
  }

  @Test
  void refusesAnInclusionProofOfAnotherEntry() throws IOException {
    TestPack pack = TestPack.whole(ENTRIES);
    List<String> lines = pack.lines(PackFiles.INCLUSION);
    lines.set(3, lines.get(4).replaceFirst("4", "3"));
    pack.lines(PackFiles.INCLUSION, lines);
    assertThat(sentences(verify(pack))).singleElement().asString().startsWith("inclusion.txt");
  }

  @Test
  void refusesAPolicyThatIsNotOnRecord() throws IOException {
    TestPack pack = TestPack.whole(ENTRIES);
    pack.lines(PackFiles.POLICIES, List.of("{\"n\":0,\"type\":\"policy\"}"));
    assertThat(sentences(verify(pack)))
        .singleElement()
        .asString()
        .startsWith("policies-inclusion.txt");
  }

  @Test
  void namesEveryFileThatWasAlteredRemovedOrAdded() throws IOException {
    Path zip = TestPack.whole(ENTRIES).zip(directory.resolve("pack.zip"));
    for (String name : TestPack.whole(ENTRIES).files.keySet()) {
      Path altered = TestPack.unpack(zip, directory.resolve("altered-" + name));
      byte[] bytes = Files.readAllBytes(altered.resolve(name));
      bytes[bytes.length / 2] ^= 1;
      Files.write(altered.resolve(name), bytes);
      assertThat(findings(verify(altered)))
          .as(name)
          .anyMatch(f -> f.file().equals(name) && f.sentence().contains("is altered"));

      Path removed = TestPack.unpack(zip, directory.resolve("removed-" + name));
      Files.delete(removed.resolve(name));
      assertThat(sentences(verify(removed))).contains(name + ": is missing");
    }
    Path added = TestPack.unpack(zip, directory.resolve("added"));
    Files.writeString(added.resolve("read-me-first.html"), "x");
    assertThat(sentences(verify(added)))
        .containsExactly("read-me-first.html: is not in the manifest: it was added");
    Path bare = TestPack.unpack(zip, directory.resolve("bare"));
    Files.delete(bare.resolve(PackFiles.MANIFEST));
    assertThat(sentences(verify(bare))).containsExactly("pack.json: is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"format\":\"phase-ledger/pack@v1\"}",
        "{\"format\":\"x\"}",
        "nul"
      })
  void refusesWhatIsNoManifest(String text) throws IOException {
    Path zip = TestPack.whole(3).zip(directory.resolve("pack.zip"));
    Path pack = TestPack.unpack(zip, directory.resolve("pack"));
    Files.writeString(pack.resolve(PackFiles.MANIFEST), text);
    assertThat(findings(verify(pack)))
        .singleElement()
        .extracting(PackFinding::file)
        .isEqualTo(PackFiles.MANIFEST);
  }

  @Test
  void refusesACheckpointOfAnotherKey() throws IOException {
    NoteSigner foreign = RotatedLog.key(2);
    TestPack pack = new TestPack(new RotatedLog().entries(5), 0, 5, _ -> true, foreign);
    assertThat(findings(verify(pack)))
        .singleElement()
        .extracting(PackFinding::file)
        .isEqualTo(PackFiles.CHECKPOINT);
  }

  @Test
  void followsTheKeysThatTheLogRotatedTo() throws IOException {
    NoteSigner second = RotatedLog.key(2);
    RotatedLog log = new RotatedLog().entries(4).rotation(TestPack.KEY, second);
    byte[] link = log.link(4, 5, TestPack.KEY, second).format();
    log.entries(6);
    TestPack without = new TestPack(log, 6, 9, _ -> true, second);
    assertThat(findings(verify(without)))
        .extracting(PackFinding::file)
        .containsExactly(PackFiles.CHECKPOINT);
    TestPack with = new TestPack(log, 6, 9, _ -> true, second);
    with.put("rotations/4.tlog-proof", link);
    assertThat(verify(with)).isInstanceOf(PackVerdict.Verified.class);
  }

  @Test
  void endsWithAFindingWhereNothingMatches() throws IOException {
    int many = EntriesCheck.UNMATCHED_MAX + EntriesCheck.AHEAD_MAX + 50;
    TestPack pack = TestPack.whole(many);
    ByteArrayOutputStream foreign = new ByteArrayOutputStream();
    for (int i = 0; i < many; i++) {
      TestPack.line(("{\"x\":" + i + "}").getBytes(StandardCharsets.UTF_8), foreign);
    }
    pack.put(PackFiles.ENTRIES, foreign.toByteArray());
    assertThat(sentences(verify(pack))).last().asString().contains("not listed");
  }
}
