package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.proof.Sha256Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Binds a snapshot to what it stands for, with HMAC-SHA-256 (RFC 2104).
///
/// Snapshots are no part of the hash tree, and decisions are made on them: whoever can write to the
/// database must not be able to make one up, to move one to another stream, or to keep one for a
/// stream whose last entry has been replaced. The key never is in the database.
final class SnapshotSeal {

  /// What the key is derived for.
  static final String PURPOSE = "phase-ledger snapshot v1";

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKey key;

  SnapshotSeal(SecretKey key) {
    this.key = key;
  }

  /// What a snapshot stands for.
  ///
  /// @param sequence of the last entry that was folded
  /// @param entry that entry's leaf hash
  /// @param form the name of the state's form
  record Subject(StreamId stream, long sequence, Sha256Hash entry, String form) {}

  byte[] seal(Subject subject, byte[] state) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      field(mac, subject.stream().toString().getBytes(StandardCharsets.UTF_8));
      mac.update(ByteBuffer.allocate(Long.BYTES).putLong(subject.sequence()).flip());
      field(mac, subject.entry().toBytes());
      field(mac, subject.form().getBytes(StandardCharsets.UTF_8));
      field(mac, state);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /// Whether a seal is that of the subject and the state.
  boolean verifies(Subject subject, byte[] state, byte[] seal) {
    return MessageDigest.isEqual(seal(subject, state), seal);
  }

  /// With its length, so that no two lists of fields have the same bytes.
  private static void field(Mac mac, byte[] bytes) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    mac.update(bytes);
  }
}
