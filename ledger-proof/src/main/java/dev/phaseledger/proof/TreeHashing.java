package dev.phaseledger.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hashes of RFC 6962 section 2.1: `SHA-256(0x00 || entry)` and `SHA-256(0x01 || left ||
/// right)`.
///
/// The prefixes keep an entry from ever passing as an inner node.
public final class TreeHashing {
  /// The root of a tree without entries: SHA-256 of nothing.
  public static final Sha256Hash EMPTY_ROOT;

  private static final byte LEAF_PREFIX = 0x00;
  private static final byte NODE_PREFIX = 0x01;

  // Copying an unused digest costs less than a provider lookup and needs no state per thread.
  private static final MessageDigest UNUSED;

  static {
    try {
      UNUSED = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new ExceptionInInitializerError(e);
    }
    EMPTY_ROOT = Sha256Hash.owning(sha256().digest());
  }

  private TreeHashing() {}

  /// Hash of a whole entry.
  public static Sha256Hash leaf(byte[] entry) {
    return leaf(entry, 0, entry.length);
  }

  /// Hash of the entry that lies in `buffer` from `offset` on, `length` bytes long.
  public static Sha256Hash leaf(byte[] buffer, int offset, int length) {
    MessageDigest digest = sha256();
    digest.update(LEAF_PREFIX);
    digest.update(buffer, offset, length);
    return Sha256Hash.owning(digest.digest());
  }

  /// Hash of the inner node over two subtrees.
  public static Sha256Hash node(Sha256Hash left, Sha256Hash right) {
    MessageDigest digest = sha256();
    digest.update(NODE_PREFIX);
    digest.update(left.shared());
    digest.update(right.shared());
    return Sha256Hash.owning(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's SHA-256 cannot be copied", e);
    }
  }
}
