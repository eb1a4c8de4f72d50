package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Writes the logs that `interop/run.sh` has verified by software of others, and reads them back
/// from the files: `target/interop/log-<size>` and `target/interop/signatures`.
final class InteropFixturesTest {
  private static final Path FIXTURES = Path.of("target", "interop");
  private static final int SEED = 20_261_120;
  private static final int SIGNATURES = 257;

  /// Up to this size every entry gets a receipt and every smaller tree a consistency proof.
  private static final int EXHAUSTIVE_MAX = 257;

  @ParameterizedTest(name = "a log of {0} entries")
  @ValueSource(ints = {1, 2, 255, 256, 257, 1000, 70_000})
  void writesALogThatIsReadBackFromItsFiles(int size) throws IOException {
    Path directory = FIXTURES.resolve("log-" + size);
    deleteRecursively(directory);
    writeLog(directory, size);
    assertSound(directory, size);
  }

  /// Within the overlap of a rotation, verifiers that know one of the keys accept what both signed.
  @ParameterizedTest(name = "by key {0}")
  @ValueSource(ints = {1, 2})
  void writesALogThatTwoKeysSign(int known) throws IOException {
    int size = 300;
    Path directory = FIXTURES.resolve("log-rotated-" + known);
    deleteRecursively(directory);
    String origin = "ledger.example/interop/rotated";
    NoteSigner other = FixedRandom.key(origin, 20 + 3 - known);
    NoteSigner key = FixedRandom.key(origin, 20 + known);
    new InteropLog(directory, other, key, entries(size)).write(olderSizes(size), indices(size));
    assertSound(directory, size);
  }

  @Test
  void writesALogOfSignaturesOnArtifacts() throws IOException {
    Path directory = FIXTURES.resolve("signatures");
    deleteRecursively(directory);
    RecordedSignatures signatures = new RecordedSignatures(7);
    List<byte[]> artifacts =
        Stream.iterate(0, i -> i < SIGNATURES, i -> i + 1)
            .map(i -> ("test report " + i + "\n").getBytes(StandardCharsets.UTF_8))
            .toList();
    List<byte[]> entries = artifacts.stream().map(signatures::entry).toList();
    NoteSigner key = FixedRandom.key("ledger.example/interop/signatures", 8);
    InteropLog log = new InteropLog(directory, key, entries);
    log.write(List.of(1, SIGNATURES - 1), indices(SIGNATURES));
    log.write("signer.pem", signatures.pem().getBytes(StandardCharsets.UTF_8));
    for (int i : indices(SIGNATURES)) {
      log.write("artifacts/" + i + ".artifact", artifacts.get(i));
      log.write("artifacts/" + i + ".signature", signatures.sign(artifacts.get(i)));
    }
    assertSound(directory, SIGNATURES);
  }

  @Test
  void writesTheSameBytesInEveryRun(@TempDir Path one, @TempDir Path two) throws IOException {
    writeLog(one, 300);
    writeLog(two, 300);
    assertThat(digests(one)).hasSizeGreaterThan(70).isEqualTo(digests(two));
  }

  private static void writeLog(Path directory, int size) {
    NoteSigner key = FixedRandom.key("ledger.example/interop/" + size, 9);
    new InteropLog(directory, key, entries(size)).write(olderSizes(size), indices(size));
  }

  private static List<byte[]> entries(int size) {
    Random random = new Random(SEED + size);
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String reason = "größer → ".repeat(random.nextInt(4));
      String json =
          "{\"n\":%d,\"r\":\"%016x\",\"reason\":\"%s\"}".formatted(i, random.nextLong(), reason);
      entries.add(json.getBytes(StandardCharsets.UTF_8));
    }
    if (size > 200) {
      entries.set(100, new byte[0]);
      byte[] longest = new byte[EntryBundle.ENTRY_BYTES_MAX];
      random.nextBytes(longest);
      entries.set(101, longest);
    }
    return entries;
  }

  private static NavigableSet<Integer> indices(int size) {
    NavigableSet<Integer> indices = chosen(size, size <= EXHAUSTIVE_MAX);
    for (int edge : List.of(0, 1, 100, 101, 255, 256, 65_535, 65_536, size - 2, size - 1)) {
      indices.add(edge);
    }
    return new TreeSet<>(indices.tailSet(0).headSet(size));
  }

  private static NavigableSet<Integer> olderSizes(int size) {
    NavigableSet<Integer> sizes = chosen(size + 1, size <= EXHAUSTIVE_MAX);
    for (int edge : List.of(1, 255, 256, 257, 65_535, 65_536, 65_537, size - 1, size)) {
      sizes.add(edge);
    }
    return new TreeSet<>(sizes.tailSet(1).headSet(size + 1));
  }

  private static NavigableSet<Integer> chosen(int bound, boolean all) {
    NavigableSet<Integer> chosen = new TreeSet<>();
    new Random(SEED).ints(24, 0, bound).forEach(chosen::add);
    for (int i = 0; all && i < bound; i++) {
      chosen.add(i);
    }
    return chosen;
  }

  /// With nothing but the files: trust in the key, tiles that give the signed root, and every
  /// receipt and consistency proof.
  private static void assertSound(Path directory, int size) throws IOException {
    TrustedKeys trusted = TrustedKeys.parse(Files.readAllBytes(directory.resolve("vkey")));
    VerifiedCheckpoint newest = verified(directory.resolve("checkpoint"), trusted);
    assertThat(newest.head().size()).isEqualTo(size);
    TileReader tiles = (level, index) -> tile(directory, new TreeSize(size), level, index);
    TiledHashReader reader =
        new TiledHashReader(
            tiles,
            range -> {
              throw new AssertionError("no tile for " + range);
            });
    assertThat(new Proofs(reader, size).head()).isEqualTo(newest.head());
    for (int index : indices(size)) {
      Path receipts = directory.resolve("receipts");
      byte[] receipt = Files.readAllBytes(receipts.resolve(index + ".tlog-proof"));
      byte[] entry = Files.readAllBytes(receipts.resolve(index + ".entry"));
      assertThat(Receipt.parse(receipt).verify(entry, trusted).head()).isEqualTo(newest.head());
    }
    try (Stream<Path> files = Files.list(directory.resolve("older"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".checkpoint")).toList()) {
        String proof = file.toString().replace(".checkpoint", ".consistency");
        verified(file, trusted)
            .checkExtendedBy(newest, ConsistencyProof.parse(Files.readString(Path.of(proof))));
      }
    }
  }

  private record TreeSize(long entries) {}

  private static Optional<HashTile> tile(Path directory, TreeSize size, int level, long index) {
    long first = index * HashTile.HASHES_MAX;
    long width = Math.min(HashTile.HASHES_MAX, (size.entries() >>> (8 * level)) - first);
    Path file = directory.resolve(new TilePath.Hashes(level, index, (int) width).path());
    try {
      return Optional.of(HashTile.decode(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new AssertionError("tile file " + file + " cannot be read", e);
    }
  }

  private static VerifiedCheckpoint verified(Path file, TrustedKeys trusted) throws IOException {
    return trusted.verifyCheckpoint(SignedNote.parse(Files.readAllBytes(file)));
  }

  private static List<String> digests(Path directory) throws IOException {
    List<String> digests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] digest = NaiveTree.sha256(Files.readAllBytes(file));
        digests.add(directory.relativize(file) + " " + HexFormat.of().formatHex(digest));
      }
    }
    return digests;
  }

  private static void deleteRecursively(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
