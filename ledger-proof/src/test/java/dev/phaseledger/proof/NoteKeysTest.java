package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.ProofException.Reason;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NoteKeysTest {
  private static final HexFormat HEX = HexFormat.of();

  /// Of the Go reference implementation's documentation (golang.org/x/mod/sumdb/note).
  private static final String GO_PRIVATE =
      "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

  private static final String GO_PUBLIC =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  @ParameterizedTest(name = "RFC 8032 section 7.1 {0}")
  @CsvSource(
      emptyValue = "",
      value = {
        "TEST 1,"
            + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
            + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
            + "'',"
            + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "TEST 2,"
            + "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
            + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,"
            + "72,"
            + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "TEST 3,"
            + "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
            + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,"
            + "af82,"
            + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        "TEST SHA(abc),"
            + "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
            + "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
            + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
            + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
      })
  void signsTheRfcTestVectors(
      String test, String seed, String publicKey, String message, String signature) {
    assertThat(test).startsWith("TEST");
    NoteSigner signer = NoteSigner.generate("rfc", new FixedRandom(HEX.parseHex(seed)));
    byte[] text = HEX.parseHex(message);
    assertThat(signer.verifier().publicKey()).isEqualTo(HEX.parseHex(publicKey));
    assertThat(signer.sign(text)).isEqualTo(HEX.parseHex(signature));
    assertThat(signer.verifier().verifies(text, HEX.parseHex(signature))).isTrue();
    for (int bit = 0; bit < 512; bit++) {
      byte[] wrong = HEX.parseHex(signature);
      wrong[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(signer.verifier().verifies(text, wrong)).isFalse();
    }
  }

  @Test
  void readsTheKeyOfTheSpecification() {
    String vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    NoteVerifier verifier = NoteVerifier.parse(vkey);
    assertThat(verifier.name()).isEqualTo("example.com/foo");
    assertThat(verifier.keyId()).hasToString("530d903a");
    assertThat(verifier.vkey()).isEqualTo(vkey);
  }

  @Test
  void readsAndWritesThePrivateKeyOfTheGoImplementation() {
    NoteSigner signer = NoteSigner.parsePrivateKey(GO_PRIVATE);
    assertThat(signer.verifier().vkey()).isEqualTo(GO_PUBLIC);
    assertThat(signer.privateKeyText()).isEqualTo(GO_PRIVATE);
  }

  @Test
  void generatesADifferentKeyEachTime() {
    SecureRandom random = new SecureRandom();
    NoteSigner one = NoteSigner.generate("ledger.example/a", random);
    NoteSigner two = NoteSigner.generate("ledger.example/a", random);
    assertThat(one.verifier()).isNotEqualTo(two.verifier());
    assertThat(NoteSigner.parsePrivateKey(one.privateKeyText()).verifier())
        .isEqualTo(one.verifier())
        .hasSameHashCodeAs(one.verifier());
  }

  @Test
  void derivesASecretForEachPurposeThatDependsOnNothingButTheKey() {
    NoteSigner signer = NoteSigner.generate("example.com/log", new SecureRandom());
    byte[] derived = signer.derived("one").getEncoded();

    assertThat(derived).hasSize(32);
    assertThat(signer.named("example.com/other").derived("one").getEncoded()).isEqualTo(derived);
    assertThat(NoteSigner.parsePrivateKey(signer.privateKeyText()).derived("one").getEncoded())
        .isEqualTo(derived);
    assertThat(signer.derived("two").getEncoded()).isNotEqualTo(derived);
    assertThat(
            NoteSigner.generate("example.com/log", new SecureRandom()).derived("one").getEncoded())
        .isNotEqualTo(derived);
  }

  @Test
  void neverPrintsTheSecret() {
    NoteSigner signer = NoteSigner.parsePrivateKey(GO_PRIVATE);
    String secret = GO_PRIVATE.substring(GO_PRIVATE.lastIndexOf("+AY") + 1);
    assertThat(signer.toString()).isEqualTo("NoteSigner[PeterNeumann+c74f20a3]");
    assertThat(signer.verifier().toString()).doesNotContain(secret);
    String damaged = GO_PRIVATE.replace("c74f20a3", "c74f20a4");
    assertThatThrownBy(() -> NoteSigner.parsePrivateKey(damaged))
        .hasMessageNotContaining(secret)
        .hasMessageNotContaining("AYEK");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter\u00a0N+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW=",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
      })
  void refusesVerifierKeysWithAnyFlaw(String vkey) {
    assertThatThrownBy(() -> NoteVerifier.parse(vkey))
        .isInstanceOfSatisfying(
            ProofException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PRIVATE+KEY+",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PRIVATE+KEY+PeterNeumann+c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "PRIVATE+KEY+Petra+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AoEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz "
      })
  void refusesPrivateKeysWithAnyFlaw(String text) {
    assertThatThrownBy(() -> NoteSigner.parsePrivateKey(text))
        .isInstanceOfSatisfying(
            ProofException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
  }

  @Test
  void refusesPublicKeysThatAcceptSignaturesNobodyMade() {
    byte[] identity = new byte[32];
    identity[0] = 1;
    assertThatThrownBy(() -> new NoteVerifier("weak", identity))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NoteVerifier("zero", new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NoteVerifier("short", new byte[31])).hasMessageContaining("31");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a+b", "a\nb", "a\tb", "a\u2003b", "a\u0085b", "\ud800"})
  void refusesKeyNamesThatANoteCannotHold(String name) {
    assertThatThrownBy(() -> FixedRandom.key(name, 1)).hasMessageContaining("key name");
  }
}
