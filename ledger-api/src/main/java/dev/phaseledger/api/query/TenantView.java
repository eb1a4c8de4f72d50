package dev.phaseledger.api.query;

import java.time.Instant;
import java.util.Optional;

/// What holds for a whole tenant.
///
/// @param halt why nothing is authorized in it; empty if it is not halted
/// @param position position of the last halt or resumption; 0 if there was none
public record TenantView(String tenant, Optional<Halt> halt, long position) {

  /// A stop of everything.
  ///
  /// @param by who stopped it
  public record Halt(String reason, String by, Instant at) {}
}
