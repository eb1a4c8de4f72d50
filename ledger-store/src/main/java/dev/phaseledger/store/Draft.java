package dev.phaseledger.store;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.proof.Sha256Hash;
import java.time.Instant;
import java.util.Optional;

/// An entry that is ready to be written: it lacks only its place, which is not part of its bytes.
// Only carries the arrays: nobody compares two of them.
@SuppressWarnings("ArrayRecordComponent")
record Draft(
    NewEvent planned,
    String id,
    Instant time,
    PrincipalId actor,
    Optional<String> trace,
    byte[] bytes,
    Sha256Hash leafHash) {

  RecordedEvent at(long position, long index) {
    return new RecordedEvent(
        id,
        planned.stream(),
        planned.sequence(),
        position,
        index,
        time,
        actor,
        trace,
        planned.event());
  }
}
