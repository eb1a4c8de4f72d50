package dev.phaseledger.api;

/// The caller's mistake: one field of a request is wrong. Nothing was recorded.
public final class InvalidFieldException extends IllegalArgumentException {

  private final String field;
  private final String reason;

  /// Names the field and the reason.
  ///
  /// @param field the field as the caller wrote it, as a dotted path
  /// @param reason why it was refused, as the end of the sentence "field ..."
  public InvalidFieldException(String field, String reason) {
    super(field + ": " + reason);
    this.field = field;
    this.reason = reason;
  }

  /// The dotted path of the field at fault.
  public String field() {
    return field;
  }

  /// Why the field was refused.
  public String reason() {
    return reason;
  }
}
