package dev.phaseledger.api.personal;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;

/// What can be said of one personal value of a recorded request.
public sealed interface OpenedValue {

  JsonPointer pointer();

  SubjectId subject();

  /// The salted digest in the entry.
  Digest digest();

  /// The value itself.
  ///
  /// @param salt 32 bytes in lower-case hexadecimal digits; SHA-256 over them and the value's
  ///   canonical bytes is the digest, so whoever is shown both can check the entry
  /// @param guard holds as long as the subject is not erased
  record Known(
      JsonPointer pointer,
      SubjectId subject,
      Digest digest,
      JsonValue value,
      String salt,
      Guard guard)
      implements OpenedValue {

    /// Without the value: it must not reach a log by accident.
    @Override
    public String toString() {
      return "Known[" + pointer + ", " + subject + ", " + digest + "]";
    }
  }

  /// Its key is destroyed.
  ///
  /// @param position where the erasure is on record
  record Erased(JsonPointer pointer, SubjectId subject, Digest digest, long position)
      implements OpenedValue {}
}
