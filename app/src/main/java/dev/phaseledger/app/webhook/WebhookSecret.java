package dev.phaseledger.app.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that messages of one webhook are signed with, as the Standard Webhooks specification
/// writes it: `whsec_` and the key in base64.
public final class WebhookSecret {

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  /// Length of a key, in bytes, as the specification wants it.
  static final int KEY_BYTES_MIN = 24;

  /// Length of a key, in bytes, as the specification wants it.
  static final int KEY_BYTES_MAX = 64;

  private static final int KEY_BYTES_NEW = 32;

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key;
  }

  /// Reads a secret.
  ///
  /// @throws IllegalArgumentException if it is none; the message does not repeat it
  static WebhookSecret parse(String text) {
    byte[] key;
    try {
      key =
          text.startsWith(PREFIX)
              ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
              : new byte[0];
    } catch (IllegalArgumentException _) {
      // The decoder's message would show part of the secret.
      key = new byte[0];
    }
    if (key.length < KEY_BYTES_MIN || key.length > KEY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a secret is '%s' and %d to %d bytes in base64"
              .formatted(PREFIX, KEY_BYTES_MIN, KEY_BYTES_MAX));
    }
    return new WebhookSecret(key);
  }

  /// A new secret, in its written form.
  public static String create() {
    byte[] key = new byte[KEY_BYTES_NEW];
    new SecureRandom().nextBytes(key);
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /// The value of `webhook-signature`: of the message's name, the time of sending in seconds since
  /// 1970, and the body, with dots between.
  String signature(String id, long timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] signature =
          mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signature);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /// Never the secret: it must not reach a log by accident.
  @Override
  public String toString() {
    return "WebhookSecret";
  }
}
