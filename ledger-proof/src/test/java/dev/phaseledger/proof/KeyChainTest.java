package dev.phaseledger.proof;

import static dev.phaseledger.proof.RotatedLog.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.ProofException.Reason;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which keys a verifier trusts that was given the first one only.
final class KeyChainTest {

  private final RotatedLog log =
      new RotatedLog()
          .entries(3)
          .rotation(key(1), key(2))
          .entries(2)
          .rotation(key(2), key(3))
          .entries(2);
  private final KeyChain first = KeyChain.startingWith(TrustedKeys.of(key(1).verifier()));
  private final KeyChain whole =
      first.follow(log.link(3, 4, key(2), key(1))).follow(log.link(6, 7, key(3), key(2)));

  @Test
  void trustsTheNewestKeyByWayOfEachRotation() {
    assertThat(whole.verify(log.checkpoint(9, key(3))).keyId())
        .isEqualTo(key(3).verifier().keyId());
    assertThat(whole.verify(log.checkpoint(9, key(2), key(3))).keyId())
        .isEqualTo(key(3).verifier().keyId());
  }

  @Test
  void trustsEachKeyForTheEntriesItSpokeFor() {
    whole.verify(log.checkpoint(3, key(1)));
    whole.verify(log.checkpoint(4, key(2), key(1)));
    whole.verify(log.checkpoint(6, key(2)));
  }

  @Test
  void readsALinkBackFromItsFile() {
    RotationLink link = log.link(3, 4, key(2), key(1));
    RotationLink read = RotationLink.parse(link.format());
    assertThat(read.format()).isEqualTo(link.format());
    assertThat(read.rotation()).isEqualTo(link.rotation());
    first.follow(read);
  }

  @Nested
  final class Refuses {

    @Test
    void aRotationThatTheOldKeyDidNotSign() {
      assertRefused(
          () -> first.follow(log.link(3, 4, key(2))), Reason.UNTRUSTED_KEY, "the key it retires");
    }

    @Test
    void aRotationThatTheNewKeyDidNotSign() {
      assertRefused(
          () -> first.follow(log.link(3, 4, key(1))), Reason.UNTRUSTED_KEY, "the key it names");
    }

    @Test
    void aRotationOfAKeyThatNobodyTrusts() {
      assertRefused(
          () -> first.follow(log.link(6, 7, key(3), key(2))),
          Reason.UNTRUSTED_KEY,
          "not the trusted key in force");
    }

    @Test
    void aRotationByAKeyThatWasRetired() {
      RotatedLog forked =
          new RotatedLog().entries(3).rotation(key(1), key(2)).rotation(key(1), key(4));
      KeyChain followed = first.follow(forked.link(3, 4, key(1), key(2)));
      assertRefused(
          () -> followed.follow(forked.link(4, 5, key(1), key(4))),
          Reason.UNTRUSTED_KEY,
          "not the trusted key in force");
    }

    @Test
    void aRotationThatIsNotUnderItsCheckpoint() {
      RotatedLog other = new RotatedLog().entries(3).rotation(key(1), key(4));
      Receipt receipt = Receipt.parse(log.link(3, 4, key(2), key(1)).format());
      RotationLink swapped =
          RotationLink.of(
              other.entries().get(3),
              new Receipt(receipt.inclusion(), log.checkpoint(4, key(1), key(4))));
      assertRefused(() -> first.follow(swapped), Reason.NOT_INCLUDED, "entry 3");
    }

    @Test
    void aNewKeyBeforeTheEntryThatNamesIt() {
      assertRefused(
          () -> whole.verify(log.checkpoint(3, key(2))),
          Reason.KEY_TOO_EARLY,
          "counts from entry 3 on");
      assertRefused(
          () -> whole.verify(log.checkpoint(6, key(3))),
          Reason.KEY_TOO_EARLY,
          "counts from entry 6 on");
    }

    @Test
    void aRetiredKeyAlone() {
      assertRefused(
          () -> whole.verify(log.checkpoint(4, key(1))), Reason.KEY_RETIRED, "was retired");
      assertRefused(
          () -> whole.verify(log.checkpoint(9, key(1), key(2))), Reason.KEY_RETIRED, "was retired");
    }

    @Test
    void aKeyThatNoRotationNames() {
      assertRefused(
          () -> first.verify(log.checkpoint(9, key(3))), Reason.UNTRUSTED_KEY, "trusted key");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"key.rotated.v1\"}",
        "{\"data\":{},\"type\":\"key.rotated.v1\"}",
        "{\"data\":{\"newKey\":\"x\",\"oldKey\":\"y\"},\"type\":\"key.rotated.v1\"}",
        "{\"data\":1,\"data\":2,\"type\":\"key.rotated.v1\"}",
        "{\"data\":[1,{}],\"n\":-1.5e3,\"x\":01a,\"type\":\"key.rotated.v1\"}",
        "[\"type\":\"key.rotated.v1\"}",
        "{\"a\":\"\\u00zz\",\"type\":\"key.rotated.v1\"}"
      })
  void refusesARotationThatDoesNotNameItsKeys(String entry) {
    assertRefused(
        () -> KeyRotation.find(entry.getBytes(StandardCharsets.UTF_8)), Reason.MALFORMED, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"type\":\"key.rotated.v2\"}",
        "{\"note\":\"\\\"type\\\":\\\"key.rotated.v1\"}",
        "{\"data\":{\"type\":\"key.rotated.v1\"},\"type\":\"x\"}"
      })
  void seesNoRotationInOtherEntries(String entry) {
    assertThat(KeyRotation.find(entry.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private static void assertRefused(ThrowingCallable call, Reason reason, String words) {
    assertThatThrownBy(call)
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            ProofException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
