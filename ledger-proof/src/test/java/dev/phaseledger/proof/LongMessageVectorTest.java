package dev.phaseledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The one vector of RFC 8032 section 7.1 whose message (1023 bytes) is too long for a line.
final class LongMessageVectorTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void signsTheVectorTest1024() throws IOException {
    byte[] seed = HEX.parseHex("f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5");
    NoteSigner signer = NoteSigner.generate("rfc", new FixedRandom(seed));
    byte[] message = message();
    byte[] signature =
        HEX.parseHex(
            "0aab4c900501b3e24d7cdf4663326a3a87df5e4843b2cbdb67cbf6e460fec350"
                + "aa5371b1508f9f4528ecea23c436d94b5e8fcd4f681e30a6ac00a9704a188a03");
    assertThat(message).hasSize(1023);
    assertThat(signer.verifier().publicKey())
        .isEqualTo(
            HEX.parseHex("278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e"));
    assertThat(signer.sign(message)).isEqualTo(signature);
    for (int at = 0; at < message.length; at++) {
      byte[] wrong = message.clone();
      wrong[at] ^= (byte) (1 << (at % 8));
      assertThat(signer.verifier().verifies(wrong, signature)).isFalse();
    }
  }

  private static byte[] message() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            LongMessageVectorTest.class.getResourceAsStream("rfc8032-test-1024.hex"))) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HEX.parseHex(hex.replace("\n", ""));
    }
  }
}
