package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeProofTest {

  private static final long SEED = 42;

  private static TreeFrontier append(RangeProof proof, List<byte[]> run) {
    TreeFrontier tree = proof.start();
    for (byte[] entry : run) {
      tree = tree.append(TreeHashing.leaf(entry));
    }
    return tree;
  }

  private static TreeHead naiveHead(List<byte[]> entries) {
    return new TreeHead(entries.size(), Sha256Hash.of(NaiveTree.root(entries)));
  }

  @ParameterizedTest(name = "{0} entries of seed 42")
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 31, 33, 70})
  void everyRangeLeadsToTheRootOfTheDefinition(int size) {
    List<byte[]> entries = NaiveTree.entries(size, SEED);
    TreeHead head = naiveHead(entries);
    Proofs proofs = new Proofs(StoredHashes.of(entries), size);
    for (int from = 0; from <= size; from++) {
      for (int to = from; to <= size; to++) {
        RangeProof proof = proofs.range(from, to);
        proof.check(append(proof, entries.subList(from, to)), head);
        assertThat(proof.left().size() + proof.right().size())
            .isLessThanOrEqualTo(2 * (Integer.SIZE - Integer.numberOfLeadingZeros(size)));
      }
    }
  }

  @ParameterizedTest(name = "{0} entries of seed 42")
  @ValueSource(ints = {300, 1_000, 65_537})
  void rangesInLargeTreesLeadToTheRoot(int size) {
    List<byte[]> entries = NaiveTree.entries(size, SEED);
    TreeHead head = naiveHead(entries);
    Proofs proofs = new Proofs(StoredHashes.of(entries), size);
    for (int from : new int[] {0, 1, 255, 256, size - 257, size - 1}) {
      int to = Math.min(size, from + 257);
      RangeProof proof = proofs.range(from, to);
      proof.check(append(proof, entries.subList(from, to)), head);
    }
  }

  @Test
  void besideTheRangeStandTheRootsOfTheDefinition() {
    List<byte[]> entries = NaiveTree.entries(11, SEED);
    RangeProof proof = new Proofs(StoredHashes.of(entries), 11).range(5, 7);
    assertThat(proof.left())
        .containsExactly(
            Sha256Hash.of(NaiveTree.root(entries.subList(0, 4))),
            Sha256Hash.of(NaiveTree.root(entries.subList(4, 5))));
    assertThat(proof.right())
        .containsExactly(
            Sha256Hash.of(NaiveTree.root(entries.subList(7, 8))),
            Sha256Hash.of(NaiveTree.root(entries.subList(8, 10))),
            Sha256Hash.of(NaiveTree.root(entries.subList(10, 11))));
  }

  @Test
  void refusesEveryDroppedDoubledSwappedAndAlteredEntry() {
    List<byte[]> entries = NaiveTree.entries(23, SEED);
    TreeHead head = naiveHead(entries);
    RangeProof proof = new Proofs(StoredHashes.of(entries), 23).range(6, 19);
    List<byte[]> run = entries.subList(6, 19);
    for (int i = 0; i < run.size(); i++) {
      List<byte[]> dropped = new ArrayList<>(run);
      dropped.remove(i);
      assertRefused(proof, dropped, head);
      List<byte[]> doubled = new ArrayList<>(run);
      doubled.add(i, run.get(i));
      assertRefused(proof, doubled, head);
      List<byte[]> altered = new ArrayList<>(run);
      altered.set(i, new byte[] {1});
      assertRefused(proof, altered, head);
      List<byte[]> swapped = new ArrayList<>(run);
      swapped.set(i, run.get((i + 1) % run.size()));
      swapped.set((i + 1) % run.size(), run.get(i));
      assertRefused(proof, swapped, head);
    }
  }

  @Test
  void refusesAnotherPlaceForTheSameRun() {
    List<byte[]> entries = NaiveTree.entries(16, SEED);
    TreeHead head = naiveHead(entries);
    Proofs proofs = new Proofs(StoredHashes.of(entries), 16);
    RangeProof honest = proofs.range(4, 8);
    RangeProof moved = new RangeProof(16, 8, 12, proofs.range(8, 12).left(), honest.right());
    assertRefused(moved, entries.subList(4, 8), head);
    assertThatThrownBy(() ->
            honest.check(append(honest, entries.subList(4, 8)), new TreeHead(17, head.root())))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("16");
  }

  @Test
  void takesNoOtherNumberOfHashesThanItNeeds() {
    List<byte[]> entries = NaiveTree.entries(16, SEED);
    RangeProof proof = new Proofs(StoredHashes.of(entries), 16).range(4, 8);
    assertThatThrownBy(() -> new RangeProof(16, 4, 8, List.of(), proof.right()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RangeProof(16, 4, 8, proof.left(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RangeProof(16, 8, 4, proof.left(), proof.right()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFrontierTakesASubtreeOnlyWhereItEnds() {
    Sha256Hash hash = TreeHashing.leaf(new byte[] {1});
    TreeFrontier one = TreeFrontier.EMPTY.append(hash);
    assertThatThrownBy(() -> one.append(new SubtreeId(1, 0), hash))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.append(new SubtreeId(0, 2), hash))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(one.append(new SubtreeId(0, 1), hash)).isEqualTo(one.append(hash));
  }

  private static void assertRefused(RangeProof proof, List<byte[]> run, TreeHead head) {
    TreeFrontier tree = append(proof, run);
    assertThatThrownBy(() -> proof.check(tree, head)).isInstanceOf(ProofException.class);
  }
}
