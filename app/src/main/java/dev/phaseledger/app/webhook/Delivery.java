package dev.phaseledger.app.webhook;

import dev.phaseledger.api.event.CausedBy;
import java.time.Instant;
import java.util.Optional;

/// One message to somebody outside, and how far it has come.
///
/// @param attempts how often it was sent so far
/// @param nextAttempt when it is sent next, while it is pending
/// @param problem why the last attempt did not succeed; empty if it did, or there was none
record Delivery(
    Request request, State state, int attempts, Instant nextAttempt, Optional<String> problem) {

  /// What is to be told to whom.
  ///
  /// @param position of the entry that asks for it; names the message
  record Request(
      long position,
      String tenant,
      String webhook,
      String agentId,
      String contractId,
      CausedBy causedBy,
      Instant requestedAt) {}

  /// How far a message has come.
  enum State {
    PENDING,
    DELIVERED,
    /// It was sent as often as it may be, and nobody took it.
    GIVEN_UP
  }
}
