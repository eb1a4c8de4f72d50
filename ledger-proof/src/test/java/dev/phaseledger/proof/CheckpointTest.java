package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.ProofException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointTest {
  private static final NoteSigner KEY = FixedRandom.key("ledger.example/a", 1);
  private static final NoteSigner OTHER = FixedRandom.key("ledger.example/b", 2);

  @Test
  void readsTheExampleOfTheSpecification() {
    String text =
        """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
        """;
    Checkpoint checkpoint = Checkpoint.parse(text);
    assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(checkpoint.head().size()).isEqualTo(20_852_163);
    assertThat(checkpoint.extensions()).isEmpty();
    assertThat(checkpoint.format()).isEqualTo(text);
  }

  @Test
  void keepsExtensionLinesOfOtherLogs() {
    String text = "o\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nfirst\nsecond\n";
    assertThat(Checkpoint.parse(text).extensions()).containsExactly("first", "second");
    assertThat(Checkpoint.parse(text).format()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "o\n1\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n1 \nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n\u0661\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\next\n\n",
        "o\r\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n1\nAAAA\n"
      })
  void refusesTextsThatAreNotOfTheFormat(String text) {
    assertReason(() -> Checkpoint.parse(text), Reason.MALFORMED);
  }

  @Test
  void refusesAnOriginThatIsNotOneLine() {
    TreeHead head = TreeFrontier.EMPTY.head();
    for (String origin : List.of("", "a\nb", "a\rb", "\ud800")) {
      assertThatThrownBy(() -> new Checkpoint(origin, head)).hasMessageContaining("origin");
    }
    assertThatThrownBy(() -> new Checkpoint("a", head, List.of("")))
        .hasMessageContaining("extensions");
    assertThatThrownBy(() -> new TreeHead(-1, head.root())).hasMessageContaining("negative");
  }

  @Test
  void isVerifiedWithTheKeyOfItsLog() {
    TreeHead head = StoredHashes.of(NaiveTree.entries(5, 1)).frontier().head();
    SignedNote note = new Checkpoint("ledger.example/a", head).sign(List.of(OTHER, KEY));
    VerifiedCheckpoint verified =
        TrustedKeys.of(OTHER.verifier(), KEY.verifier()).verifyCheckpoint(note);
    assertThat(verified.origin()).isEqualTo("ledger.example/a");
    assertThat(verified.head()).isEqualTo(head);
    assertThat(verified.keyId()).isEqualTo(KEY.verifier().keyId());
  }

  @Test
  void theKeyOfOneLogCannotVouchForAnother() {
    TreeHead head = TreeFrontier.EMPTY.head();
    SignedNote note = new Checkpoint("ledger.example/a", head).sign(List.of(OTHER));
    assertReason(
        () -> TrustedKeys.of(OTHER.verifier()).verifyCheckpoint(note), Reason.WRONG_ORIGIN);
  }

  @Test
  void aSignedTextThatIsNoCheckpointIsRefused() {
    SignedNote note = SignedNote.sign("ledger.example/a\n", List.of(KEY));
    assertReason(() -> TrustedKeys.of(KEY.verifier()).verifyCheckpoint(note), Reason.MALFORMED);
  }

  @Test
  void twoCheckpointsAreComparedOnlyWithinOneLog() {
    StoredHashes stored = StoredHashes.of(NaiveTree.entries(9, 1));
    TrustedKeys trusted = TrustedKeys.of(KEY.verifier(), OTHER.verifier());
    VerifiedCheckpoint older = checkpoint(trusted, stored, 4, KEY);
    VerifiedCheckpoint newer = checkpoint(trusted, stored, 9, KEY);
    VerifiedCheckpoint foreign = checkpoint(trusted, stored, 9, OTHER);
    ConsistencyProof proof = new Proofs(stored, 9).consistencyFrom(4);
    older.checkExtendedBy(newer, proof);
    assertReason(() -> older.checkExtendedBy(foreign, proof), Reason.WRONG_ORIGIN);
    assertReason(() -> newer.checkExtendedBy(older, proof), Reason.NOT_CONSISTENT);
  }

  private static VerifiedCheckpoint checkpoint(
      TrustedKeys trusted, StoredHashes stored, long size, NoteSigner key) {
    Checkpoint checkpoint = new Checkpoint(key.verifier().name(), new Proofs(stored, size).head());
    return trusted.verifyCheckpoint(checkpoint.sign(List.of(key)));
  }

  private static void assertReason(Runnable call, Reason reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProofException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
