package dev.phaseledger.api.event;

import dev.phaseledger.api.PrincipalId;
import java.time.Instant;

/// What happened to a tenant's log itself.
public sealed interface LogEvent extends LedgerEvent {

  /// The log's checkpoints are signed by another key from this entry on.
  ///
  /// The checkpoint that covers this entry is signed by both keys. That is what lets a verifier who
  /// trusts the old key trust the new one.
  ///
  /// @param oldKey the key that signed until here, as a C2SP vkey
  /// @param newKey the key that must sign from here on, as a C2SP vkey
  /// @param overlapUntil the old key signs beside the new one until then
  /// @param by who had it changed
  /// @param reason why
  record KeyRotated(
      String oldKey, String newKey, Instant overlapUntil, PrincipalId by, String reason)
      implements LogEvent {}
}
