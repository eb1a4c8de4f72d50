package dev.phaseledger.api.personal;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.api.append.SealedValue;
import dev.phaseledger.api.event.DispatchRequest;
import java.util.List;
import java.util.Optional;

/// A request whose personal values are sealed, and what its append must carry.
///
/// @param recorded the request with a salted digest at each personal place
/// @param values to be written in the same commit as the request
/// @param guards hold as long as no subject of the request is erased
/// @param repeat what an idempotency key of the request stands for, from now on: nobody can guess
///   the request from it once a subject is erased
public record Sealing(
    DispatchRequest recorded,
    List<SealedValue> values,
    List<Guard> guards,
    Optional<Digest> repeat) {
  public Sealing {
    values = List.copyOf(values);
    guards = List.copyOf(guards);
  }
}
