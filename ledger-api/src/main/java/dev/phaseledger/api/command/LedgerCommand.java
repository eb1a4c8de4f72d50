package dev.phaseledger.api.command;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import java.util.Optional;

/// A wish to change what the ledger holds.
public sealed interface LedgerCommand
    permits AgentCommand, ContractCommand, PolicyCommand, SubjectCommand {

  Context context();

  /// The stream whose state decides on the command.
  StreamId stream();

  default TenantId tenant() {
    return context().by().tenant();
  }

  /// What comes with every command.
  ///
  /// @param by who sends it
  /// @param idempotency makes a repeated command return the first one's result
  /// @param trace the caller's W3C `traceparent`
  record Context(Principal by, Optional<Idempotency> idempotency, Optional<String> trace) {}

  /// Names a request, so that its repetition is recognized.
  ///
  /// @param key the caller's key, unique per principal
  /// @param request digest of the whole request; the same key with another digest is refused
  record Idempotency(String key, Digest request) {}
}
