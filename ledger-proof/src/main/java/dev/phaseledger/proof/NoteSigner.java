package dev.phaseledger.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A private Ed25519 note key. Never printed: `toString` names only the public key; the secret
/// leaves through {@link #privateKeyText} alone. Safe for use by several threads.
public final class NoteSigner {
  private static final String PRIVATE_PREFIX = "PRIVATE+KEY+";

  /// Length of a derived secret: that of the hash, as RFC 2104 advises for HMAC.
  private static final int DERIVED_BYTES = 32;

  private final byte[] seed;
  private final byte[] publicKey;
  private final NoteVerifier verifier;

  private NoteSigner(String name, byte[] seed) {
    this.seed = seed;
    this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    this.verifier = new NoteVerifier(name, publicKey);
  }

  /// A new key for a log whose origin is `name`.
  public static NoteSigner generate(String name, SecureRandom random) {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    random.nextBytes(seed);
    return new NoteSigner(name, seed);
  }

  /// The same key under another name, for a key that signs several logs: verifiers of one log do
  /// not accept what it signed for another.
  public NoteSigner named(String name) {
    return new NoteSigner(name, seed);
  }

  /// Reads what {@link #privateKeyText} wrote. No error ever quotes the text.
  ///
  /// @throws ProofException `MALFORMED` for any other text
  public static NoteSigner parsePrivateKey(String text) {
    String[] parts =
        text.startsWith(PRIVATE_PREFIX)
            ? text.substring(PRIVATE_PREFIX.length()).split("\\+", 3)
            : new String[0];
    if (parts.length != 3 || !KeyName.isValid(parts[0])) {
      throw ProofException.malformed(
          "a private key has the form PRIVATE+KEY+name+key id+base64 key");
    }
    KeyId stated = KeyId.parse(parts[1]);
    NoteSigner signer = new NoteSigner(parts[0], NoteVerifier.untyped("private key", parts[2]));
    if (!signer.verifier.keyId().equals(stated)) {
      throw ProofException.malformed("the private key's id does not belong to the key");
    }
    return signer;
  }

  /// The secret as one line of text: `PRIVATE+KEY+<name>+<key id>+<base64(0x01 || seed)>`. Keep it
  /// out of logs and configuration dumps.
  public String privateKeyText() {
    return PRIVATE_PREFIX
        + verifier.name()
        + "+"
        + verifier.keyId()
        + "+"
        + StrictText.toBase64(NoteVerifier.typed(seed));
  }

  /// The public half.
  public NoteVerifier verifier() {
    return verifier;
  }

  /// A secret for another purpose, derived from the private key by HKDF-SHA256 (RFC 5869): it tells
  /// nothing of the key, nor of what is derived for other purposes. The name does not matter.
  ///
  /// @param purpose the `info` of RFC 5869, which keeps purposes apart
  /// @return a key for HMAC-SHA-256, of 32 bytes
  public SecretKey derived(String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "HmacSHA256",
              HKDFParameterSpec.ofExtract()
                  .addIKM(seed)
                  .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), DERIVED_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 25 derives keys by HKDF-SHA256", e);
    }
  }

  NoteSignature sign(String text) {
    byte[] signature = sign(text.getBytes(StandardCharsets.UTF_8));
    return new NoteSignature(verifier.name(), verifier.keyId(), signature);
  }

  byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public String toString() {
    return "NoteSigner[" + verifier.name() + "+" + verifier.keyId() + "]";
  }
}
