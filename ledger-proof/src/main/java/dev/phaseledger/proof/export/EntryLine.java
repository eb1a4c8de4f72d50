package dev.phaseledger.proof.export;

import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeHashing;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A line of the entries file: its number from 0, its leaf hash and whether a line feed ends it.
///
/// @param rotation its bytes, if it looks like an entry that rotates a key
record EntryLine(long number, Sha256Hash hash, boolean terminated, Optional<ByteBuffer> rotation) {
  /// Stands for the hash of a line too long to be an entry: SHA-256 of nothing is no leaf hash.
  static final Sha256Hash TOO_LONG = TreeHashing.EMPTY_ROOT;
}
