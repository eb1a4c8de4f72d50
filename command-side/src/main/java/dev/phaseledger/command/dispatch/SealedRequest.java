package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.event.DispatchRequest;

/// A request in two forms: the one it is judged on and the one that is recorded, digested and
/// shown. They differ where something is personal.
///
/// @param real holds the personal values; must not outlive the decision
/// @param recorded holds digests in their places
public record SealedRequest(DispatchRequest real, DispatchRequest recorded) {

  public SealedRequest {
    if (!recorded.sealed() || !real.personal().equals(recorded.personal())) {
      throw new IllegalArgumentException(
          "dispatch " + recorded.id() + " holds personal values that are not sealed");
    }
  }

  /// A request without personal values.
  public static SealedRequest plain(DispatchRequest request) {
    if (!request.personal().isEmpty()) {
      throw new IllegalArgumentException("dispatch " + request.id() + " holds personal values");
    }
    return new SealedRequest(request, request);
  }

  /// Whether it holds personal values.
  boolean personal() {
    return !recorded.personal().isEmpty();
  }

  /// Without the values: it must not reach a log by accident.
  @Override
  public String toString() {
    return "SealedRequest[" + recorded + "]";
  }
}
