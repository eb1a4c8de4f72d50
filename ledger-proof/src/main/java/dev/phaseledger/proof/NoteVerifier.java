package dev.phaseledger.proof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A public Ed25519 note key, written as a C2SP vkey: `<name>+<key id>+<base64(0x01 || key)>`.
public final class NoteVerifier {
  /// The signature type byte of Ed25519 note signatures.
  static final byte ED25519 = 0x01;

  private final String name;
  private final KeyId keyId;
  private final byte[] publicKey;

  /// A key from its 32 bytes (RFC 8032). Points of small order and other keys that would accept
  /// signatures nobody made are an `IllegalArgumentException`.
  public NoteVerifier(String name, byte[] publicKey) {
    this.name = KeyName.require(name);
    if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE) {
      throw new IllegalArgumentException(
          "public key has %d bytes instead of %d"
              .formatted(publicKey.length, Ed25519.PUBLIC_KEY_SIZE));
    }
    this.publicKey = publicKey.clone();
    if (!Ed25519.validatePublicKeyFull(this.publicKey, 0)) {
      throw new IllegalArgumentException("public key is not a valid Ed25519 key");
    }
    this.keyId = KeyId.of(name, typed(this.publicKey));
  }

  /// Reads a vkey. Its key id must be the one that follows from name and key.
  ///
  /// @throws ProofException `MALFORMED` for any other text and for keys other than Ed25519
  public static NoteVerifier parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3 || !KeyName.isValid(parts[0])) {
      throw ProofException.malformed("a verifier key has the form name+key id+base64 key");
    }
    KeyId stated = KeyId.parse(parts[1]);
    byte[] key = untyped("verifier key", parts[2]);
    NoteVerifier verifier;
    try {
      verifier = new NoteVerifier(parts[0], key);
    } catch (IllegalArgumentException e) {
      throw ProofException.malformed("the verifier key has no valid Ed25519 public key", e);
    }
    if (!verifier.keyId.equals(stated)) {
      throw ProofException.malformed(
          "the verifier key states the id %s but has the id %s".formatted(stated, verifier.keyId));
    }
    return verifier;
  }

  /// Type byte and 32 key bytes, as both public and private key texts hold them.
  static byte[] untyped(String what, String base64) {
    byte[] bytes = StrictText.base64(what, base64);
    if (bytes.length != 1 + Ed25519.PUBLIC_KEY_SIZE || bytes[0] != ED25519) {
      throw ProofException.malformed(what + " is not of type Ed25519 (0x01) with 32 bytes");
    }
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  static byte[] typed(byte[] key) {
    byte[] typed = new byte[1 + key.length];
    typed[0] = ED25519;
    System.arraycopy(key, 0, typed, 1, key.length);
    return typed;
  }

  /// The key's name; for a log, its origin.
  public String name() {
    return name;
  }

  /// The key's id.
  public KeyId keyId() {
    return keyId;
  }

  /// A copy of the 32 bytes of the public key.
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /// The vkey text.
  public String vkey() {
    return name + "+" + keyId + "+" + StrictText.toBase64(typed(publicKey));
  }

  boolean isNamedBy(NoteSignature signature) {
    return name.equals(signature.keyName()) && keyId.equals(signature.keyId());
  }

  boolean verifies(String text, NoteSignature signature) {
    return verifies(text.getBytes(StandardCharsets.UTF_8), signature.signature());
  }

  boolean verifies(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteVerifier that
        && name.equals(that.name)
        && Arrays.equals(publicKey, that.publicKey);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(publicKey);
  }

  /// The vkey text.
  @Override
  public String toString() {
    return vkey();
  }
}
