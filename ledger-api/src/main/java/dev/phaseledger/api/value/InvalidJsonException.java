package dev.phaseledger.api.value;

/// Text that is not JSON the ledger accepts.
public final class InvalidJsonException extends IllegalArgumentException {

  private final String pointer;
  private final String reason;

  /// Names the place and the reason.
  ///
  /// @param pointer where, as an RFC 6901 pointer; empty for the whole document
  /// @param reason why it was refused
  public InvalidJsonException(String pointer, String reason) {
    super((pointer.isEmpty() ? "document" : pointer) + ": " + reason);
    this.pointer = pointer;
    this.reason = reason;
  }

  /// Where, as an RFC 6901 pointer; empty for the whole document.
  public String pointer() {
    return pointer;
  }

  /// Why it was refused.
  public String reason() {
    return reason;
  }
}
