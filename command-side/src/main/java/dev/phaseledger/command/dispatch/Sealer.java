package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.event.DispatchRequest;

/// Seals the personal values of a request before it is judged. Equal requests have equal recorded
/// forms as long as no subject of theirs is erased.
@FunctionalInterface
public interface Sealer {

  /// Knows of no personal data.
  Sealer NONE = SealedRequest::plain;

  SealedRequest seal(DispatchRequest request);
}
