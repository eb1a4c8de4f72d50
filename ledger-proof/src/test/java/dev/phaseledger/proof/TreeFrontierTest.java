package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeFrontierTest {
  private static final List<String> CT_ENTRIES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  /// The roots that the Certificate Transparency reference implementations test against.
  private static final List<String> CT_ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void givesTheRootsOfTheCertificateTransparencyReferenceTrees() {
    TreeFrontier frontier = TreeFrontier.EMPTY;
    assertThat(frontier.root()).hasToString(CT_ROOTS.getFirst());
    for (int i = 0; i < CT_ENTRIES.size(); i++) {
      byte[] entry = HexFormat.of().parseHex(CT_ENTRIES.get(i));
      frontier = frontier.append(TreeHashing.leaf(entry));
      assertThat(frontier.root()).hasToString(CT_ROOTS.get(i + 1));
      assertThat(frontier.size()).isEqualTo(i + 1);
    }
  }

  @ParameterizedTest(name = "entries of seed {0}")
  @ValueSource(longs = {1, 20261120, -7})
  void agreesWithTheRecursiveDefinitionForEverySizeTo300(long seed) {
    List<byte[]> entries = NaiveTree.entries(300, seed);
    TreeFrontier frontier = TreeFrontier.EMPTY;
    for (int size = 0; size <= 300; size++) {
      assertThat(frontier.head())
          .isEqualTo(new TreeHead(size, Sha256Hash.of(NaiveTree.root(entries.subList(0, size)))));
      if (size < 300) {
        frontier = frontier.append(TreeHashing.leaf(entries.get(size)));
      }
    }
  }

  @Test
  void reportsEachCompletedSubtreeOnceWithItsHash() {
    List<byte[]> entries = NaiveTree.entries(300, 5);
    StoredHashes stored = StoredHashes.of(entries);
    int expected = 0;
    for (int level = 0; 1 << level <= 300; level++) {
      for (int index = 0; (index + 1) << level <= 300; index++) {
        byte[] root = NaiveTree.root(entries.subList(index << level, (index + 1) << level));
        assertThat(stored.hash(new SubtreeId(level, index))).isEqualTo(Sha256Hash.of(root));
        expected++;
      }
    }
    assertThat(stored.count()).isEqualTo(expected);
  }

  @Test
  void reportsTheLowestLevelFirst() {
    TreeFrontier three = TreeFrontier.EMPTY;
    Sha256Hash leaf = TreeHashing.leaf(new byte[] {1});
    for (int i = 0; i < 3; i++) {
      three = three.append(leaf);
    }
    List<SubtreeId> reported = new java.util.ArrayList<>();
    TreeFrontier unused = three.append(leaf, (subtree, hash) -> reported.add(subtree));
    assertThat(unused.size()).isEqualTo(4);
    assertThat(reported)
        .containsExactly(new SubtreeId(0, 3), new SubtreeId(1, 1), new SubtreeId(2, 0));
  }

  @Test
  void anAppendLeavesTheFrontierItStartedFromUnchanged() {
    TreeFrontier before = StoredHashes.of(NaiveTree.entries(7, 3)).frontier();
    byte[] encoded = before.encode();
    TreeFrontier after = before.append(TreeHashing.leaf(new byte[] {9}));
    assertThat(before.encode()).isEqualTo(encoded);
    assertThat(after).isNotEqualTo(before);
    assertThat(after.size()).isEqualTo(8);
  }

  @Test
  void isReadBackFromItsEncodingAtEverySize() {
    TreeFrontier frontier = TreeFrontier.EMPTY;
    for (int size = 0; size < 130; size++) {
      byte[] encoded = frontier.encode();
      assertThat(encoded).hasSize(8 + 32 * Integer.bitCount(size));
      TreeFrontier decoded = TreeFrontier.decode(encoded);
      assertThat(decoded).isEqualTo(frontier).hasSameHashCodeAs(frontier);
      assertThat(decoded.root()).isEqualTo(frontier.root());
      frontier = decoded.append(TreeHashing.leaf(new byte[] {(byte) size}));
    }
  }

  @Test
  void refusesEncodingsOfAnotherLength() {
    byte[] encoded = StoredHashes.of(NaiveTree.entries(6, 1)).frontier().encode();
    for (int length = 0; length <= encoded.length + 33; length++) {
      if (length != encoded.length) {
        byte[] wrong = Arrays.copyOf(encoded, length);
        assertThatThrownBy(() -> TreeFrontier.decode(wrong))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("frontier");
      }
    }
    byte[] negative = new byte[8 + 32];
    negative[0] = (byte) 0x80;
    assertThatThrownBy(() -> TreeFrontier.decode(negative)).hasMessageContaining("negative");
  }

  @Test
  void refusesToGrowBeyondTheLargestSize() {
    byte[] full = new byte[8 + 63 * 32];
    Arrays.fill(full, 0, 8, (byte) 0xff);
    full[0] = 0x7f;
    TreeFrontier largest = TreeFrontier.decode(full);
    Sha256Hash leaf = TreeHashing.leaf(new byte[0]);
    assertThatThrownBy(() -> largest.append(leaf)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void hashesAnEntryInsideABufferLikeTheEntryAlone() {
    byte[] entry = {1, 2, 3, 4};
    byte[] buffer = {9, 9, 1, 2, 3, 4, 9};
    assertThat(TreeHashing.leaf(buffer, 2, 4)).isEqualTo(TreeHashing.leaf(entry));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 63})
  void refusesSubtreeLevelsNoTreeHas(int level) {
    assertThatThrownBy(() -> new SubtreeId(level, 0)).hasMessageContaining("level");
  }

  @Test
  void refusesSubtreeIndicesNoTreeHas() {
    assertThatThrownBy(() -> new SubtreeId(0, -1)).hasMessageContaining("index");
    assertThatThrownBy(() -> new SubtreeId(62, 2)).hasMessageContaining("index");
    assertThat(new SubtreeId(62, 1).index()).isOne();
  }
}
