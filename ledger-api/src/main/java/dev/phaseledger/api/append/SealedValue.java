package dev.phaseledger.api.append;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.SubjectId;

/// A personal value as it is kept beside its entry.
///
/// @param generation how often the subject had been erased when the value was sealed; names the key
/// @param digest the salted digest that stands in the entry in the value's place
/// @param ciphertext the value under the subject's key
// Only carries the array: nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
public record SealedValue(SubjectId subject, long generation, Digest digest, byte[] ciphertext) {}
