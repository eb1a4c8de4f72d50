package dev.phaseledger.app.guard;

import java.util.Optional;

/// The push is not let through. Whatever goes wrong ends here or in another exception: the hook
/// lets a push through only by returning.
public final class Refusal extends RuntimeException {

  private final String advice;
  private final Optional<String> dispatch;

  /// @param reason one sentence without its full stop
  /// @param advice what whoever pushed can do next, likewise
  Refusal(String reason, String advice) {
    this(reason, advice, Optional.empty());
  }

  private Refusal(String reason, String advice, Optional<String> dispatch) {
    super(Lines.one(reason));
    this.advice = Lines.one(advice);
    this.dispatch = dispatch;
  }

  /// The refusal as the answer to a dispatch that is on record.
  Refusal of(String dispatchId) {
    return new Refusal(reason(), advice, Optional.of(dispatchId));
  }

  /// Why.
  public String reason() {
    return String.valueOf(getMessage());
  }

  /// What to do next.
  public String advice() {
    return advice;
  }

  /// The dispatch that holds the verdict, if one was recorded.
  public Optional<String> dispatch() {
    return dispatch;
  }
}
