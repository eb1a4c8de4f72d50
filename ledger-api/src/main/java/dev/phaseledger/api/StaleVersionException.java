package dev.phaseledger.api;

/// What the caller wants to change is no longer as the caller has seen it. Nothing was recorded.
public final class StaleVersionException extends RuntimeException {

  private final String field;
  private final String reason;

  /// Names the version and what is wrong with it.
  ///
  /// @param field the field or header that named it
  /// @param reason why it was refused, as the end of the sentence "field ..."
  public StaleVersionException(String field, String reason) {
    super(field + ": " + reason);
    this.field = field;
    this.reason = reason;
  }

  /// The field or header that named the version.
  public String field() {
    return field;
  }

  /// Why it was refused.
  public String reason() {
    return reason;
  }
}
