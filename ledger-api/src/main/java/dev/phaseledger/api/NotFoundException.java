package dev.phaseledger.api;

/// What the request names does not exist in the caller's tenant.
public final class NotFoundException extends RuntimeException {

  private final String field;

  /// Names the field and what it should have named.
  ///
  /// @param field the field that names it
  public NotFoundException(String field, String message) {
    super(message);
    this.field = field;
  }

  /// The field that names what is missing.
  public String field() {
    return field;
  }
}
