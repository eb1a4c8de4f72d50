package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.ProofException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiptTest {
  private static final String ORIGIN = "ledger.example/a";
  private static final NoteSigner KEY = FixedRandom.key(ORIGIN, 1);
  private static final TrustedKeys TRUSTED = TrustedKeys.of(KEY.verifier());
  private static final List<byte[]> ENTRIES = NaiveTree.entries(42, 17);
  private static final StoredHashes STORED = StoredHashes.of(ENTRIES);

  @Test
  void everyEntryOfEverySizeHasAReceiptThatVerifies() {
    for (int size = 1; size <= ENTRIES.size(); size++) {
      for (int index = 0; index < size; index++) {
        Receipt read = Receipt.parse(receipt(index, size).format());
        assertThat(read).isEqualTo(receipt(index, size));
        VerifiedCheckpoint verified = read.verify(ENTRIES.get(index), TRUSTED);
        assertThat(verified.head().size()).isEqualTo(size);
      }
    }
  }

  @Test
  void isWrittenAsTheSpecificationShows() {
    Receipt receipt = receipt(2, 3);
    List<String> lines = receipt.toString().lines().toList();
    assertThat(lines.subList(0, 2)).containsExactly("c2sp.org/tlog-proof@v1", "index 2");
    assertThat(lines.get(2)).isEqualTo(receipt.inclusion().path().getFirst().base64());
    assertThat(lines.subList(3, 6)).containsExactly("", ORIGIN, "3");
    assertThat(lines.get(8)).startsWith("\u2014 " + ORIGIN + " ");
    assertThat(lines).hasSize(9);
  }

  @Test
  void holdsForNoOtherEntryIndexKeyOrTree() {
    Receipt receipt = receipt(20, 42);
    assertReason(() -> receipt.verify(ENTRIES.get(21), TRUSTED), Reason.NOT_INCLUDED);
    InclusionProof path = receipt.inclusion();
    Receipt moved = new Receipt(new InclusionProof(21, path.path()), receipt.checkpoint());
    assertReason(() -> moved.verify(ENTRIES.get(20), TRUSTED), Reason.NOT_INCLUDED);
    Receipt outside = new Receipt(new InclusionProof(42, path.path()), receipt.checkpoint());
    assertReason(() -> outside.verify(ENTRIES.get(20), TRUSTED), Reason.NOT_INCLUDED);
    Receipt older = new Receipt(path, receipt(20, 41).checkpoint());
    assertReason(() -> older.verify(ENTRIES.get(20), TRUSTED), Reason.NOT_INCLUDED);
    TrustedKeys foreign = TrustedKeys.of(FixedRandom.key(ORIGIN, 2).verifier());
    assertReason(() -> receipt.verify(ENTRIES.get(20), foreign), Reason.UNTRUSTED_KEY);
  }

  @Test
  void anInnerNodeCannotPassAsAnEntry() {
    byte[] forged = new byte[64];
    STORED.hash(new SubtreeId(0, 0)).copyTo(forged, 0);
    STORED.hash(new SubtreeId(0, 1)).copyTo(forged, 32);
    List<Sha256Hash> shorter = receipt(0, 42).inclusion().path();
    Receipt receipt =
        new Receipt(
            new InclusionProof(0, shorter.subList(1, shorter.size())), receipt(0, 42).checkpoint());
    assertReason(() -> receipt.verify(forged, TRUSTED), Reason.NOT_INCLUDED);
  }

  @Test
  void keepsOpaqueExtraData() {
    Receipt plain = receipt(1, 2);
    Receipt receipt = new Receipt(Optional.of("YWJj"), plain.inclusion(), plain.checkpoint());
    assertThat(receipt.toString()).startsWith("c2sp.org/tlog-proof@v1\nextra YWJj\nindex 1\n");
    assertThat(Receipt.parse(receipt.format())).isEqualTo(receipt);
    for (String wrong : List.of("", "YWJ", "YWI", "not base64")) {
      assertThatThrownBy(
              () -> new Receipt(Optional.of(wrong), plain.inclusion(), plain.checkpoint()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest(name = "replacing {0} by {1}")
  @CsvSource(
      value = {
        "tlog-proof@v1|tlog-proof@v2",
        "tlog-proof@v1|tlog-proof@v1 ",
        "index 20|index 020",
        "index 20|index +20",
        "index 20|index -20",
        "index 20|index  20",
        "index 20|index 20 ",
        "index 20|index 9223372036854775808",
        "index 20|Index 20",
        "index 20|extra\\nindex 20",
        "index 20|extra \\nindex 20",
        "index 20|extra YWI\\nindex 20",
        "index 20|extra YWJ=\\nindex 20",
        "index 20|extra YWJj\\nextra YWJj\\nindex 20",
        "index 20|index 20\\nAAAA",
        "index 20|index 20\\n",
        "index 20|index 20\\r",
        "index 20|",
        "=\\n|=\\r\\n",
        "=\\n|\\n",
        "=\\n|==\\n",
        "ledger.example/a\\n42|ledger.example/a\\n042",
        "\\n\\nledger|\\nledger"
      },
      delimiter = '|',
      emptyValue = "",
      ignoreLeadingAndTrailingWhitespace = false)
  void refusesEverySpellingButOne(String part, String replacement) {
    String good = receipt(20, 42).toString();
    String to = replacement == null ? "" : unescape(replacement);
    String wrong = good.replaceFirst(java.util.regex.Pattern.quote(unescape(part)), to);
    assertThat(wrong).isNotEqualTo(good);
    assertReason(() -> Receipt.parse(bytes(wrong)), Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", " ", "x\n", "\u2014 \n", "\n\n"})
  void refusesTrailingBytes(String trailing) {
    assertReason(() -> Receipt.parse(bytes(receipt(20, 42) + trailing)), Reason.MALFORMED);
  }

  @Test
  void refusesMoreHashesThanATreeCanHave() {
    String hash = TreeHashing.EMPTY_ROOT.base64() + "\n";
    String wrong = receipt(20, 42).toString().replace("index 20\n", "index 20\n" + hash.repeat(64));
    assertReason(() -> Receipt.parse(bytes(wrong)), Reason.MALFORMED);
    assertReason(() -> Receipt.parse(new byte[1_000_000]), Reason.MALFORMED);
  }

  @Test
  void everyFlippedBitAndEveryCutIsRefused() {
    byte[] good = receipt(20, 42).format();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] wrong = good.clone();
      wrong[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(wrong);
    }
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length));
    }
  }

  @ParameterizedTest(name = "mutations of seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void randomMutationsAreRefusedWithAProofExceptionOnly(long seed) {
    Random random = new Random(seed);
    byte[] good = receipt(20, 42).format();
    for (int round = 0; round < 2_000; round++) {
      byte[] wrong = good.clone();
      int edits = 1 + random.nextInt(4);
      for (int edit = 0; edit < edits; edit++) {
        wrong[random.nextInt(wrong.length)] = (byte) "\n =+A0\u2014".charAt(random.nextInt(6));
      }
      if (!Arrays.equals(wrong, good)) {
        assertRefused(wrong);
      }
    }
  }

  private static void assertRefused(byte[] wrong) {
    assertThatThrownBy(() -> Receipt.parse(wrong).verify(ENTRIES.get(20), TRUSTED))
        .isInstanceOf(ProofException.class);
  }

  private static Receipt receipt(long index, long size) {
    Proofs proofs = new Proofs(STORED, size);
    SignedNote note = new Checkpoint(ORIGIN, proofs.head()).sign(List.of(KEY));
    return new Receipt(proofs.inclusion(index), note);
  }

  private static String unescape(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertReason(Runnable call, Reason reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProofException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
