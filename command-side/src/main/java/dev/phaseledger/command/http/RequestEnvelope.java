package dev.phaseledger.command.http;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.LedgerCommand.Idempotency;
import java.util.Optional;

/// What a request carries beside its body.
///
/// @param trace the W3C `traceparent` header
public record RequestEnvelope(Optional<Idempotency> idempotency, Optional<String> trace) {

  /// The context of the command that the request stands for.
  public Context context(Principal caller) {
    return new Context(caller, idempotency, trace);
  }
}
