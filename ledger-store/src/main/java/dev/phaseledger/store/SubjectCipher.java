package dev.phaseledger.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What one 256-bit key does: AES-256-GCM (NIST SP 800-38D) with a fresh random nonce for each
/// text, and HMAC-SHA-256 (RFC 2104). Each use has a key of its own, derived with HKDF-Expand (RFC
/// 5869), so that a salt that is disclosed says nothing about a ciphertext.
final class SubjectCipher {

  /// Length of a key, in bytes.
  static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /// First byte of what is encrypted here; another form would have another number.
  private static final byte FORM = 1;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;

  SubjectCipher(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes, not " + key.length);
    }
    this.key = new SecretKeySpec(key, "Generic");
  }

  static byte[] newKey() {
    byte[] fresh = new byte[KEY_BYTES];
    RANDOM.nextBytes(fresh);
    return fresh;
  }

  /// @param context what the text belongs to; it cannot be opened as anything else
  byte[] encrypt(byte[] text, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
      byte[] sealed = new byte[1 + NONCE_BYTES + cipher.getOutputSize(text.length)];
      sealed[0] = FORM;
      System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
      cipher.doFinal(text, 0, text.length, sealed, 1 + NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /// The text; empty if it was not encrypted with this key and for this context, or was changed.
  Optional<byte[]> decrypt(byte[] sealed, String context) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != FORM) {
      return Optional.empty();
    }
    try {
      Cipher cipher =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES), context);
      return Optional.of(cipher.doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /// A keyed digest of 32 bytes.
  ///
  /// @param use keeps digests for different ends apart
  byte[] mac(String use, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(derived(use));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(derived("encryption").getEncoded(), "AES"),
        new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private SecretKey derived(String use) throws GeneralSecurityException {
    byte[] info = ("phase-ledger personal v1 " + use).getBytes(StandardCharsets.UTF_8);
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey("Generic", HKDFParameterSpec.expandOnly(key, info, KEY_BYTES));
  }
}
