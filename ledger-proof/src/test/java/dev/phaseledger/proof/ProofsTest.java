package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.ProofException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProofsTest {
  private static final int SIZE_MAX = 130;

  @ParameterizedTest(name = "entries of seed {0}")
  @ValueSource(longs = {2, 99})
  void inclusionAgreesWithTheRecursiveDefinitionForEveryEntryAndSize(long seed) {
    List<byte[]> entries = NaiveTree.entries(SIZE_MAX, seed);
    StoredHashes stored = StoredHashes.of(entries);
    for (int size = 1; size <= SIZE_MAX; size++) {
      Proofs proofs = new Proofs(stored, size);
      TreeHead head = proofs.head();
      assertThat(head.root()).isEqualTo(Sha256Hash.of(NaiveTree.root(entries.subList(0, size))));
      for (int index = 0; index < size; index++) {
        InclusionProof proof = proofs.inclusion(index);
        assertThat(proof.path())
            .isEqualTo(NaiveTree.hashes(NaiveTree.path(index, entries.subList(0, size))));
        head.checkIncludes(TreeHashing.leaf(entries.get(index)), proof);
      }
    }
  }

  @ParameterizedTest(name = "entries of seed {0}")
  @ValueSource(longs = {2, 99})
  void consistencyAgreesWithTheRecursiveDefinitionForEveryPairOfSizes(long seed) {
    List<byte[]> entries = NaiveTree.entries(SIZE_MAX, seed);
    StoredHashes stored = StoredHashes.of(entries);
    List<TreeHead> heads = heads(stored);
    for (int newer = 0; newer <= SIZE_MAX; newer++) {
      Proofs proofs = new Proofs(stored, newer);
      for (int older = 0; older <= newer; older++) {
        ConsistencyProof proof = proofs.consistencyFrom(older);
        assertThat(proof.path())
            .isEqualTo(NaiveTree.hashes(NaiveTree.consistency(older, entries.subList(0, newer))));
        heads.get(older).checkPrefixOf(heads.get(newer), proof);
        assertThat(ConsistencyProof.parse(proof.format())).isEqualTo(proof);
      }
    }
  }

  @Test
  void everyMutantOfAnInclusionProofIsRejected() {
    List<byte[]> entries = NaiveTree.entries(SIZE_MAX, 11);
    StoredHashes stored = StoredHashes.of(entries);
    int mutants = 0;
    for (int size = 1; size <= SIZE_MAX; size++) {
      Proofs proofs = new Proofs(stored, size);
      TreeHead head = proofs.head();
      for (int index = 0; index < size; index++) {
        InclusionProof proof = proofs.inclusion(index);
        Sha256Hash leaf = TreeHashing.leaf(entries.get(index));
        for (List<Sha256Hash> path : mutants(proof.path(), index + size)) {
          assertNotIncluded(head, leaf, new InclusionProof(index, path));
          mutants++;
        }
        assertNotIncluded(head, flip(leaf, index), proof);
        assertNotIncluded(new TreeHead(size, flip(head.root(), size)), leaf, proof);
        for (long other : List.of(index - 1L, index + 1L, index ^ 2L, index + 64L, (long) size)) {
          if (other >= 0 && other != index) {
            assertNotIncluded(head, leaf, new InclusionProof(other, proof.path()));
            mutants++;
          }
        }
      }
    }
    assertThat(mutants).isGreaterThan(100_000);
  }

  @Test
  void everySingleBitFlipInAProofIsRejected() {
    List<byte[]> entries = NaiveTree.entries(77, 12);
    StoredHashes stored = StoredHashes.of(entries);
    Proofs proofs = new Proofs(stored, 77);
    InclusionProof inclusion = proofs.inclusion(41);
    ConsistencyProof consistency = proofs.consistencyFrom(53);
    TreeHead older = new Proofs(stored, 53).head();
    for (int bit = 0; bit < 256 * inclusion.path().size(); bit++) {
      List<Sha256Hash> path = new ArrayList<>(inclusion.path());
      path.set(bit / 256, flip(path.get(bit / 256), bit % 256));
      assertNotIncluded(
          proofs.head(), TreeHashing.leaf(entries.get(41)), new InclusionProof(41, path));
    }
    for (int bit = 0; bit < 256 * consistency.path().size(); bit++) {
      List<Sha256Hash> path = new ArrayList<>(consistency.path());
      path.set(bit / 256, flip(path.get(bit / 256), bit % 256));
      assertNotConsistent(older, proofs.head(), path);
    }
  }

  @Test
  void anInclusionProofHoldsForNoOtherTreeSizeThatChangesItsShape() {
    StoredHashes stored = StoredHashes.of(NaiveTree.entries(SIZE_MAX, 13));
    Sha256Hash leaf = stored.hash(new SubtreeId(0, 5));
    InclusionProof proof = new Proofs(stored, 9).inclusion(5);
    Sha256Hash root = new Proofs(stored, 9).head().root();
    for (int size = 0; size <= SIZE_MAX; size++) {
      // Sizes 9..16 give entry 5 a path of the same shape: the root, not the size, tells them
      // apart.
      if (size < 9 || size > 16) {
        assertNotIncluded(new TreeHead(size, root), leaf, proof);
      }
    }
  }

  @Test
  void everyMutantOfAConsistencyProofIsRejected() {
    StoredHashes stored = StoredHashes.of(NaiveTree.entries(SIZE_MAX, 14));
    List<TreeHead> heads = heads(stored);
    int mutants = 0;
    for (int newer = 1; newer <= SIZE_MAX; newer++) {
      Proofs proofs = new Proofs(stored, newer);
      for (int older = 1; older <= newer; older++) {
        ConsistencyProof proof = proofs.consistencyFrom(older);
        for (List<Sha256Hash> path : mutants(proof.path(), older + newer)) {
          assertNotConsistent(heads.get(older), heads.get(newer), path);
          mutants++;
        }
        TreeHead oldHead = heads.get(older);
        TreeHead newHead = heads.get(newer);
        TreeHead wrongOld = new TreeHead(older, flip(oldHead.root(), older));
        TreeHead wrongNew = new TreeHead(newer, flip(newHead.root(), newer));
        assertNotConsistent(wrongOld, newHead, proof.path());
        assertNotConsistent(oldHead, wrongNew, proof.path());
        if (older < newer) {
          assertNotConsistent(newHead, oldHead, proof.path());
        }
      }
    }
    assertThat(mutants).isGreaterThan(50_000);
  }

  @Test
  void saysWhatIsWrongWithHistoriesThatDoNotFit() {
    StoredHashes stored = StoredHashes.of(NaiveTree.entries(20, 15));
    TreeHead ten = new Proofs(stored, 10).head();
    TreeHead twenty = new Proofs(stored, 20).head();
    ConsistencyProof none = new ConsistencyProof(List.of());
    assertThatThrownBy(() -> twenty.checkPrefixOf(ten, none))
        .hasMessage("the older tree has 20 entries, the newer only 10");
    assertThatThrownBy(() -> ten.checkPrefixOf(new TreeHead(10, twenty.root()), none))
        .hasMessageContaining("different histories");
    assertThatThrownBy(() -> ten.checkPrefixOf(twenty, none)).hasMessageContaining("too few");
    assertThatThrownBy(() -> new TreeHead(0, ten.root()).checkPrefixOf(twenty, none))
        .hasMessageContaining("empty tree");
    TreeFrontier.EMPTY.head().checkPrefixOf(twenty, none);
  }

  @Test
  void readsAFewTilesPerProofHoweverLargeTheTree() {
    StoredHashes stored = new StoredHashes();
    int size = 70_000;
    for (int i = 0; i < size; i++) {
      stored.append(TreeHashing.leaf(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)}));
    }
    for (int index : List.of(0, 255, 256, 65_535, 65_536, 69_999)) {
      stored.reads = 0;
      Proofs proofs = new Proofs(stored, size);
      proofs.head().checkIncludes(stored.hash(new SubtreeId(0, index)), proofs.inclusion(index));
      assertThat(stored.reads).isLessThanOrEqualTo(6);
    }
    stored.reads = 0;
    Proofs batch = new Proofs(stored, size);
    for (int index = size - 500; index < size; index++) {
      batch.head().checkIncludes(stored.hash(new SubtreeId(0, index)), batch.inclusion(index));
    }
    assertThat(stored.reads).isLessThanOrEqualTo(8);
    TreeHead older = new Proofs(stored, 65_537).head();
    older.checkPrefixOf(batch.head(), batch.consistencyFrom(65_537));
  }

  @ParameterizedTest(name = "tiles written to size {0} of 66000")
  @ValueSource(ints = {0, 1, 255, 256, 40_000, 65_536, 66_000})
  void tilesThatLagBehindGiveTheSameProofs(int written) {
    StoredHashes stored = new StoredHashes();
    int size = 66_000;
    for (int i = 0; i < size; i++) {
      stored.append(TreeHashing.leaf(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)}));
    }
    HashReader lagging =
        new TiledHashReader((level, index) -> stored.tile(level, index, written), stored);
    Proofs expected = new Proofs(stored, size);
    Proofs proofs = new Proofs(lagging, size);
    assertThat(proofs.head()).isEqualTo(stored.frontier().head());
    for (int index : List.of(0, 300, 39_999, 65_535, 65_999)) {
      assertThat(proofs.inclusion(index)).isEqualTo(expected.inclusion(index));
    }
    assertThat(proofs.consistencyFrom(40_001)).isEqualTo(expected.consistencyFrom(40_001));
  }

  @Test
  void onlyCompleteTilesAreEnoughTogetherWithTheLeaves() {
    StoredHashes stored = StoredHashes.of(NaiveTree.entries(700, 16));
    TileReader fullOnly = (level, index) -> stored.tile(level, index, 700).filter(HashTile::isFull);
    Proofs proofs = new Proofs(new TiledHashReader(fullOnly, stored), 700);
    assertThat(proofs.head()).isEqualTo(stored.frontier().head());
    TileReader none = (level, index) -> Optional.empty();
    assertThat(new Proofs(new TiledHashReader(none, stored), 700).inclusion(699))
        .isEqualTo(proofs.inclusion(699));
  }

  @Test
  void refusesIndicesAndSizesOutsideTheTree() {
    Proofs proofs = new Proofs(StoredHashes.of(NaiveTree.entries(3, 1)), 3);
    assertThatThrownBy(() -> proofs.inclusion(3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> proofs.inclusion(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> proofs.consistencyFrom(4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> proofs.consistencyFrom(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Proofs(range -> List.of(), -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Proofs(range -> List.of(), 3).head())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0 hashes instead of 3");
  }

  @Test
  void refusesProofsLongerThanAnyTreeNeeds() {
    List<Sha256Hash> many = Collections.nCopies(65, TreeHashing.EMPTY_ROOT);
    assertThatThrownBy(() -> new InclusionProof(0, many)).hasMessageContaining("at most 63");
    assertThatThrownBy(() -> new InclusionProof(-1, List.of())).hasMessageContaining("negative");
    assertThatThrownBy(() -> new ConsistencyProof(many)).hasMessageContaining("at most 64");
    String text = (TreeHashing.EMPTY_ROOT.base64() + "\n").repeat(65);
    assertThatThrownBy(() -> ConsistencyProof.parse(text)).hasMessageContaining("more than 64");
    assertThat(Reason.NOT_INCLUDED.code()).isEqualTo("not-included");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "AAAA\n",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
      })
  void refusesConsistencyTextsThatAreNotCanonical(String text) {
    assertThatThrownBy(() -> ConsistencyProof.parse(text))
        .isInstanceOfSatisfying(
            ProofException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
  }

  private static List<TreeHead> heads(StoredHashes stored) {
    List<TreeHead> heads = new ArrayList<>();
    for (int size = 0; size <= SIZE_MAX; size++) {
      heads.add(new Proofs(stored, size).head());
    }
    return heads;
  }

  /// Each hash with one bit flipped, dropped, doubled, swapped with the next; one hash too many.
  private static List<List<Sha256Hash>> mutants(List<Sha256Hash> path, int bit) {
    List<List<Sha256Hash>> mutants = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      List<Sha256Hash> flipped = new ArrayList<>(path);
      flipped.set(i, flip(path.get(i), bit));
      List<Sha256Hash> dropped = new ArrayList<>(path);
      dropped.remove(i);
      List<Sha256Hash> doubled = new ArrayList<>(path);
      doubled.add(i, path.get(i));
      mutants.addAll(List.of(flipped, dropped, doubled));
      if (i + 1 < path.size()) {
        List<Sha256Hash> swapped = new ArrayList<>(path);
        swapped.set(i, path.get(i + 1));
        swapped.set(i + 1, path.get(i));
        mutants.add(swapped);
      }
    }
    List<Sha256Hash> longer = new ArrayList<>(path);
    longer.add(TreeHashing.EMPTY_ROOT);
    mutants.add(longer);
    return mutants;
  }

  private static Sha256Hash flip(Sha256Hash hash, int bit) {
    byte[] bytes = hash.toBytes();
    bytes[bit / 8 % 32] ^= (byte) (1 << (bit % 8));
    return Sha256Hash.of(bytes);
  }

  private static void assertNotIncluded(TreeHead head, Sha256Hash leaf, InclusionProof proof) {
    assertThatThrownBy(() -> head.checkIncludes(leaf, proof))
        .isInstanceOfSatisfying(
            ProofException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_INCLUDED));
  }

  private static void assertNotConsistent(TreeHead older, TreeHead newer, List<Sha256Hash> path) {
    assertThatThrownBy(() -> older.checkPrefixOf(newer, new ConsistencyProof(path)))
        .isInstanceOfSatisfying(
            ProofException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_CONSISTENT));
  }
}
