package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.ProofException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TilesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 0, 1, tile/0/000.p/1",
    "2, 999, 255, tile/2/999.p/255",
    "0, 1000, 256, tile/0/x001/000",
    "0, 1234067, 256, tile/0/x001/x234/067",
    "63, 1234, 17, tile/63/x001/234.p/17",
    "0, 9223372036854775807, 256, tile/0/x009/x223/x372/x036/x854/x775/807"
  })
  void addressesTilesAsTheSpecificationDoes(int level, long index, int width, String path) {
    TilePath tile = new TilePath.Hashes(level, index, width);
    assertThat(tile.path()).isEqualTo(path);
    assertThat(TilePath.parse(path)).isEqualTo(tile);
  }

  @Test
  void addressesEntryBundles() {
    assertThat(new TilePath.Entries(1_234_067, 256).path()).isEqualTo("tile/entries/x001/x234/067");
    assertThat(TilePath.parse("tile/entries/273.p/112")).isEqualTo(new TilePath.Entries(273, 112));
  }

  @Test
  void writesAsciiDigitsInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(new TilePath.Hashes(0, 1234, 17).path()).isEqualTo("tile/0/x001/234.p/17");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/x/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/234",
        "tile/0/x001/x234",
        "tile/0/x01/234",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/1/",
        "tile/0/000/",
        "tile/0/../000",
        "tile/0/%30",
        "tile/entries",
        "tile/0/.p/1",
        "tile/0/x009/x223/x372/x036/x854/x775/808"
      })
  void refusesEveryOtherSpelling(String path) {
    assertReason(() -> TilePath.parse(path), Reason.MALFORMED);
  }

  @Test
  void refusesAddressesOutsideTheLimits() {
    assertThatThrownBy(() -> new TilePath.Hashes(64, 0, 1)).hasMessageContaining("level");
    assertThatThrownBy(() -> new TilePath.Hashes(-1, 0, 1)).hasMessageContaining("level");
    assertThatThrownBy(() -> new TilePath.Entries(-1, 1)).hasMessageContaining("index");
    assertThatThrownBy(() -> new TilePath.Entries(0, 0)).hasMessageContaining("width");
    assertThatThrownBy(() -> new TilePath.Hashes(0, 0, 257)).hasMessageContaining("width");
  }

  @Test
  void aTileIsTheConcatenationOfItsHashes() {
    StoredHashes stored = StoredHashes.of(NaiveTree.entries(300, 21));
    HashTile tile = stored.tile(0, 1, 300).orElseThrow();
    byte[] encoded = tile.encode();
    assertThat(tile.width()).isEqualTo(44);
    assertThat(tile.isFull()).isFalse();
    assertThat(encoded).hasSize(44 * 32);
    assertThat(Sha256Hash.of(encoded, 32 * 43)).isEqualTo(stored.hash(new SubtreeId(0, 299)));
    assertThat(HashTile.decode(encoded)).isEqualTo(tile);
    assertThat(stored.tile(0, 0, 300).orElseThrow().isFull()).isTrue();
    assertThat(stored.tile(1, 0, 300).orElseThrow().width()).isEqualTo(1);
  }

  @Test
  void refusesTilesOfAnotherLength() {
    for (int length : List.of(0, 1, 31, 33, 257 * 32)) {
      assertReason(() -> HashTile.decode(new byte[length]), Reason.MALFORMED);
    }
    assertThatThrownBy(() -> new HashTile(List.of())).hasMessageContaining("0 hashes");
    List<Sha256Hash> many = Collections.nCopies(257, TreeHashing.EMPTY_ROOT);
    assertThatThrownBy(() -> new HashTile(many)).hasMessageContaining("257");
  }

  @Test
  void aBundlePrecedesEachEntryWithItsLength() {
    List<byte[]> entries =
        List.of(new byte[0], new byte[] {7}, new byte[EntryBundle.ENTRY_BYTES_MAX]);
    byte[] encoded = EntryBundle.encode(entries);
    assertThat(Arrays.copyOf(encoded, 7)).containsExactly(0, 0, 0, 1, 7, 0xff, 0xff);
    assertThat(EntryBundle.decode(encoded))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(entries);
  }

  @Test
  void refusesBundlesThatAreCutOrTooLarge() {
    byte[] encoded = EntryBundle.encode(List.of(new byte[] {1, 2}, new byte[] {3}));
    for (int length : List.of(0, 1, 3, 5, 6)) {
      assertReason(() -> EntryBundle.decode(Arrays.copyOf(encoded, length)), Reason.MALFORMED);
    }
    assertReason(() -> EntryBundle.decode(new byte[2 * 257]), Reason.MALFORMED);
    assertThat(EntryBundle.decode(new byte[2 * 256])).hasSize(256);
    assertThatThrownBy(() -> EntryBundle.encode(List.of())).hasMessageContaining("0 entries");
    assertThatThrownBy(
            () -> EntryBundle.encode(new ArrayList<>(Collections.nCopies(257, new byte[0]))))
        .hasMessageContaining("257");
    assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])))
        .hasMessageContaining("65536");
  }

  @Test
  void aRangeLiesWithinOneTile() {
    HashRange range = new HashRange(1, 520, 5);
    assertThat(range.tileIndex()).isEqualTo(2);
    assertThat(range.offsetInTile()).isEqualTo(8);
    assertThat(new HashRange(0, 256, 256).count()).isEqualTo(256);
    assertThatThrownBy(() -> new HashRange(0, 255, 2)).hasMessageContaining("one tile");
    assertThatThrownBy(() -> new HashRange(0, 0, 0)).hasMessageContaining("one tile");
    assertThatThrownBy(() -> new HashRange(0, -1, 1)).hasMessageContaining("negative");
    assertThatThrownBy(() -> new HashRange(64, 0, 1)).hasMessageContaining("level");
  }

  @Test
  void aHashIsReadFromBytesHexAndBase64() {
    Sha256Hash hash = TreeHashing.EMPTY_ROOT;
    assertThat(Sha256Hash.of(hash.toBytes())).isEqualTo(hash).hasSameHashCodeAs(hash);
    assertThat(Sha256Hash.ofHex(hash.toString())).isEqualTo(hash);
    assertThat(Sha256Hash.ofBase64(hash.base64())).isEqualTo(hash);
    assertThatThrownBy(() -> Sha256Hash.of(new byte[31])).hasMessageContaining("31");
    assertThatThrownBy(() -> Sha256Hash.of(new byte[40], 9)).hasMessageContaining("offset 9");
    assertThatThrownBy(() -> Sha256Hash.of(new byte[40], -1)).hasMessageContaining("offset -1");
    byte[] copy = hash.toBytes();
    copy[0] ^= 1;
    assertThat(Optional.of(hash.toBytes())).get().isNotEqualTo(copy);
  }

  private static void assertReason(Runnable call, Reason reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProofException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
