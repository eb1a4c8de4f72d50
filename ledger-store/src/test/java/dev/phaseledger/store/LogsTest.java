package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.EntryBundle;
import dev.phaseledger.proof.HashRange;
import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.proof.Proofs;
import dev.phaseledger.proof.Receipt;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.testsupport.PostgresExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What auditors get, checked the way they check it.
final class LogsTest {

  private static final int BATCH = 97;
  private static final int SIZE = 17 * BATCH;

  /// Crosses one boundary of tile level 2.
  private static final int LARGE = 66_000;

  private static final String LOG = Samples.TENANT.value();

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private static LedgerEngine engine;
  private static LogSource logs;
  private static List<byte[]> entries;

  @BeforeAll
  static void fill(@TempDir Path data) {
    engine = LedgerEngine.open(TestNode.config(POSTGRES, data, List.of()));
    for (int from = 0; from < SIZE; from += BATCH) {
      append("c", from, BATCH);
    }
    logs = engine.logs();
    entries = all(SIZE);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void servesTheStoredBytesByIndex() {
    assertThat(entries).hasSize(SIZE);
    assertThat(logs.entries(LOG, SIZE, 10)).isEmpty();
    assertThat(logs.entries("nobody", 0, 10)).isEmpty();
    assertThat(new String(entries.get(5), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith("{\"actor\":\"tester\",")
        .contains("\"sequence\":5");
  }

  @Test
  void receiptsOfEveryKindOfPlaceVerifyOffline() {
    TrustedKeys trusted = TrustedKeys.of(logs.verifier(LOG));
    for (int index : new int[] {0, 1, 255, 256, 257, 1023, 1024, SIZE - 2, SIZE - 1}) {
      byte[] receipt = logs.receipt(LOG, index).orElseThrow().format();

      assertThat(Receipt.parse(receipt).verify(entries.get(index), trusted).head().size())
          .isEqualTo(SIZE);
    }
    assertThat(logs.receipt(LOG, SIZE)).isEmpty();
    assertThat(logs.receipt(LOG, -1)).isEmpty();
    assertThat(logs.receipt("nobody", 0)).isEmpty();
  }

  @Test
  void everyEarlierTreeIsProvedToBeAPrefix() {
    TreeFrontier frontier = TreeFrontier.EMPTY;
    TreeHead newest = newestHead();
    Proofs proofs = new Proofs(logs.hashes(LOG), SIZE);
    for (byte[] entry : entries) {
      frontier = frontier.append(TreeHashing.leaf(entry));
      if (frontier.size() % 50 == 0 || frontier.size() > SIZE - 3) {
        frontier.head().checkPrefixOf(newest, proofs.consistencyFrom(frontier.size()));
      }
    }
    assertThat(frontier.head()).isEqualTo(newest).isEqualTo(proofs.head());
  }

  @Test
  void tilesHoldTheHashesOfTheLayout() {
    List<Sha256Hash> leaves = entries.stream().map(TreeHashing::leaf).toList();
    assertThat(HashTile.decode(tile("tile/0/000")).hashes()).isEqualTo(leaves.subList(0, 256));
    int rest = SIZE % 256;
    long last = SIZE / 256;
    assertThat(HashTile.decode(tile("tile/0/%03d.p/%d".formatted(last, rest))).hashes())
        .isEqualTo(leaves.subList(SIZE - rest, SIZE));
    HashTile level1 = HashTile.decode(tile("tile/1/000.p/" + last));
    for (int i = 0; i < last; i++) {
      assertThat(level1.hashes().get(i)).isEqualTo(root(leaves.subList(i * 256, (i + 1) * 256)));
    }
    assertThat(EntryBundle.decode(tile("tile/entries/001")))
        .containsExactlyElementsOf(entries.subList(256, 512));
  }

  @Test
  void tilesThatNoCheckpointCoversAreNotThere() {
    int rest = SIZE % 256;
    for (String path :
        List.of(
            "tile/0/%03d.p/%d".formatted(SIZE / 256, rest + 1),
            "tile/0/%03d".formatted(SIZE / 256),
            "tile/1/001",
            "tile/2/000",
            "tile/63/000.p/1",
            "tile/entries/x999/x999/999",
            "tile/0/x009/x223/x372/x036/x854/x775/807")) {
      assertThat(logs.tile(LOG, TilePath.parse(path))).as(path).isEmpty();
    }
  }

  @Test
  void aMissingHashIsAnErrorAndNeverAShorterList() {
    assertThatThrownBy(() -> logs.hashes(LOG).read(new HashRange(0, SIZE - 1, 2)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> logs.hashes(LOG).read(new HashRange(1, SIZE / 256, 1)))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void aLargeLogIsProvedFromFewTiles() {
    String large = "large";
    for (int from = 0; from < LARGE; from += 1_000) {
      engine.append(
          Samples.scope(),
          IntStream.range(from, from + 1_000)
              .mapToObj(sequence -> Samples.onContractOf(large, "c", sequence))
              .toList());
    }
    List<HashRange> read = new ArrayList<>();
    Proofs proofs =
        new Proofs(
            range -> {
              read.add(range);
              return logs.hashes(large).read(range);
            },
            LARGE);
    TreeHead head = Checkpoint.parse(logs.checkpoint(large).orElseThrow().text()).head();
    byte[] entry = logs.entries(large, 12_345, 1).getFirst();

    head.checkIncludes(TreeHashing.leaf(entry), proofs.inclusion(12_345));

    assertThat(head.size()).isEqualTo(LARGE);
    assertThat(read).hasSizeLessThanOrEqualTo(6);
  }

  private static TreeHead newestHead() {
    return Checkpoint.parse(logs.checkpoint(LOG).orElseThrow().text()).head();
  }

  private static byte[] tile(String path) {
    return logs.tile(LOG, TilePath.parse(path)).orElseThrow();
  }

  private static Sha256Hash root(List<Sha256Hash> leaves) {
    TreeFrontier frontier = TreeFrontier.EMPTY;
    for (Sha256Hash leaf : leaves) {
      frontier = frontier.append(leaf);
    }
    return frontier.root();
  }

  private static void append(String stream, int from, int count) {
    engine.append(
        Samples.scope(),
        IntStream.range(from, from + count)
            .mapToObj(sequence -> Samples.onContract(stream, sequence))
            .toList());
  }

  private static List<byte[]> all(int size) {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < size) {
      all.addAll(logs.entries(LOG, all.size(), size));
    }
    return all;
  }
}
