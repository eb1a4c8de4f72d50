package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.ProofException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignedNoteTest {
  private static final String SPEC_KEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  private static final String SPEC_NOTE =
      """
      This is an example message.

      \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
      """;

  private static final NoteSigner OLD_KEY = FixedRandom.key("ledger.example/a", 1);
  private static final NoteSigner NEW_KEY = FixedRandom.key("ledger.example/a", 2);
  private static final NoteSigner STRANGER = FixedRandom.key("stranger.example", 3);
  private static final String TEXT = "one\n\ntwo\n";

  @Test
  void verifiesTheExampleOfTheSpecification() {
    SignedNote note = SignedNote.parse(bytes(SPEC_NOTE));
    NoteVerifier key = NoteVerifier.parse(SPEC_KEY);
    assertThat(note.text()).isEqualTo("This is an example message.\n");
    assertThat(TrustedKeys.of(key).verify(note)).containsExactly(key);
    assertThat(note.format()).isEqualTo(bytes(SPEC_NOTE));
  }

  @Test
  void signsTheExampleOfTheGoImplementationByteForByte() {
    NoteSigner signer =
        NoteSigner.parsePrivateKey(
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    String text =
        """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.
        """;
    assertThat(SignedNote.sign(text, List.of(signer)).toString())
        .isEqualTo(
            text
                + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2"
                + "pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
  }

  @Test
  void isVerifiedByTheOldAndByTheNewKeyWhileKeysRotate() {
    SignedNote note = SignedNote.sign(TEXT, List.of(OLD_KEY, NEW_KEY, STRANGER));
    SignedNote read = SignedNote.parse(note.format());
    assertThat(read).isEqualTo(note);
    assertThat(TrustedKeys.of(OLD_KEY.verifier()).verify(read)).containsExactly(OLD_KEY.verifier());
    assertThat(TrustedKeys.of(NEW_KEY.verifier()).verify(read)).containsExactly(NEW_KEY.verifier());
    assertThat(TrustedKeys.of(NEW_KEY.verifier(), OLD_KEY.verifier()).verify(read))
        .containsExactly(OLD_KEY.verifier(), NEW_KEY.verifier());
  }

  @Test
  void refusesANoteThatNoTrustedKeySigned() {
    SignedNote note = SignedNote.sign(TEXT, List.of(STRANGER));
    assertReason(() -> TrustedKeys.of(OLD_KEY.verifier()).verify(note), Reason.UNTRUSTED_KEY);
  }

  @Test
  void oneBadSignatureInTheNameOfATrustedKeyCondemnsTheNote() {
    SignedNote good = SignedNote.sign(TEXT, List.of(OLD_KEY, NEW_KEY));
    NoteSignature forged =
        new NoteSignature("ledger.example/a", NEW_KEY.verifier().keyId(), new byte[64]);
    SignedNote mixed = new SignedNote(TEXT, List.of(good.signatures().getFirst(), forged));
    TrustedKeys both = TrustedKeys.of(OLD_KEY.verifier(), NEW_KEY.verifier());
    assertReason(() -> both.verify(mixed), Reason.BAD_SIGNATURE);
    assertThat(TrustedKeys.of(OLD_KEY.verifier()).verify(mixed)).hasSize(1);
  }

  @Test
  void aSignatureOfAnotherLengthDoesNotVerify() {
    SignedNote note =
        new SignedNote(
            TEXT,
            List.of(
                new NoteSignature("ledger.example/a", OLD_KEY.verifier().keyId(), new byte[9])));
    assertReason(() -> TrustedKeys.of(OLD_KEY.verifier()).verify(note), Reason.BAD_SIGNATURE);
  }

  @Test
  void everyFlippedBitOfANoteIsRefused() {
    SignedNote note = SignedNote.sign("ledger.example/a\n7\n", List.of(OLD_KEY));
    TrustedKeys trusted = TrustedKeys.of(OLD_KEY.verifier());
    byte[] good = note.format();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] wrong = good.clone();
      wrong[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> trusted.verify(SignedNote.parse(wrong)))
          .isInstanceOf(ProofException.class);
    }
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> trusted.verify(SignedNote.parse(cut)))
          .isInstanceOf(ProofException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text\n",
        "text\n\n",
        "text\n\n\u2014 a",
        "text\n\n\u2014 a AAAAAAA=\r\n",
        "te\txt\n\n\u2014 a AAAAAAA=\n",
        "text\n\n- a AAAAAAA=\n",
        "text\n\n\u2014 a\n",
        "text\n\n\u2014  AAAAAAA=\n",
        "text\n\n\u2014 a AAAAAA==\n",
        "text\n\n\u2014 a AAAAAAB=\n",
        "text\n\n\u2014 a AAAAAAA\n",
        "text\n\n\u2014 a AAAAAAA= \n",
        "text\n\n\u2014 a+b AAAAAAA=\n",
        "text\n\n\u2014 a AAAAAAA=",
        "text\n\n\u2014 a AAAAAAA=\ntrailing\n"
      })
  void refusesNotesThatAreNotOfTheFormat(String note) {
    assertReason(() -> SignedNote.parse(bytes(note)), Reason.MALFORMED);
  }

  @Test
  void acceptsTheSmallestSignatureLine() {
    String note = "text\n\n\u2014 a AAAAAAA=\n";
    assertThat(SignedNote.parse(bytes(note)).toString()).isEqualTo(note);
  }

  @Test
  void splitsAtTheLastEmptyLine() {
    SignedNote note = SignedNote.sign("one\n\n\n", List.of(OLD_KEY));
    assertThat(SignedNote.parse(note.format()).text()).isEqualTo("one\n\n\n");
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] note = bytes("text\n\n\u2014 a AAAAAAA=\n");
    note[1] = (byte) 0xff;
    assertReason(() -> SignedNote.parse(note), Reason.MALFORMED);
  }

  @Test
  void keepsItsLimits() {
    List<NoteSigner> most = Collections.nCopies(SignedNote.SIGNATURES_MAX, OLD_KEY);
    SignedNote full = SignedNote.sign(TEXT, most);
    assertThat(SignedNote.parse(full.format())).isEqualTo(full);
    String line = full.toString().substring(full.toString().lastIndexOf('\u2014'));
    assertReason(() -> SignedNote.parse(bytes(full + line)), Reason.MALFORMED);
    assertReason(() -> SignedNote.parse(new byte[SignedNote.NOTE_BYTES_MAX + 1]), Reason.MALFORMED);
    assertThatThrownBy(() -> SignedNote.sign(TEXT, List.of())).hasMessageContaining("0 signatures");
    assertThatThrownBy(() -> SignedNote.sign("no line feed", List.of(OLD_KEY)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SignedNote.sign("a\r\n", List.of(OLD_KEY)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aListOfTrustedKeysHasOneKeyPerLine() {
    TrustedKeys both = TrustedKeys.of(OLD_KEY.verifier(), STRANGER.verifier());
    assertThat(TrustedKeys.parse(both.format())).isEqualTo(both);
    String one = OLD_KEY.verifier().vkey();
    for (String wrong :
        List.of("", "\n", one, one + "\n\n", one + "\r\n", one + "\n" + one + "\n")) {
      assertReason(() -> TrustedKeys.parse(bytes(wrong)), Reason.MALFORMED);
    }
  }

  @Test
  void trustNeedsAtLeastOneKeyAndNoTwoThatSignaturesCannotTellApart() {
    assertThatThrownBy(TrustedKeys::of).hasMessageContaining("at least one");
    NoteVerifier key = OLD_KEY.verifier();
    assertThatThrownBy(() -> TrustedKeys.of(key, key)).hasMessageContaining("same name");
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
