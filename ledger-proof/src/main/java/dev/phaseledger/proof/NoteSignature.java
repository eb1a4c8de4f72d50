package dev.phaseledger.proof;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// One signature line of a note: who claims to have signed, and the signature bytes. It says
/// nothing until {@link TrustedKeys} has verified it.
public final class NoteSignature {
  private static final String LINE_PREFIX = "\u2014 ";

  private final String keyName;
  private final KeyId keyId;
  private final byte[] signature;

  NoteSignature(String keyName, KeyId keyId, byte[] signature) {
    this.keyName = KeyName.require(keyName);
    this.keyId = keyId;
    this.signature = signature.clone();
  }

  /// The name of the key.
  public String keyName() {
    return keyName;
  }

  /// The id of the key.
  public KeyId keyId() {
    return keyId;
  }

  /// A copy of the signature, without the key id that precedes it in the note.
  public byte[] signature() {
    return signature.clone();
  }

  static NoteSignature parse(String line) {
    if (!line.startsWith(LINE_PREFIX)) {
      throw ProofException.malformed("a signature line does not start with an em dash and a space");
    }
    String rest = line.substring(LINE_PREFIX.length());
    int space = rest.indexOf(' ');
    if (space < 0 || !KeyName.isValid(rest.substring(0, space))) {
      throw ProofException.malformed("a signature line has no valid key name");
    }
    byte[] decoded = StrictText.base64("signature", rest.substring(space + 1));
    if (decoded.length <= Integer.BYTES) {
      throw ProofException.malformed("a signature line has no signature after the key id");
    }
    return new NoteSignature(
        rest.substring(0, space),
        new KeyId(ByteBuffer.wrap(decoded).getInt()),
        Arrays.copyOfRange(decoded, Integer.BYTES, decoded.length));
  }

  String format() {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + signature.length)
            .putInt(keyId.value())
            .put(signature)
            .array();
    return LINE_PREFIX + keyName + " " + StrictText.toBase64(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that
        && keyName.equals(that.keyName)
        && keyId.equals(that.keyId)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * keyName.hashCode() + keyId.hashCode()) + Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return format();
  }
}
