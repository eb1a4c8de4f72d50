package dev.phaseledger.policy.cel;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.common.exceptions.CelRuntimeException;

/// The errors that reading an input ends in; each names the path.
public final class InputErrors {

  private InputErrors() {}

  /// Nothing is there.
  public static CelRuntimeException missing(Path path) {
    return CelAttributeNotFoundException.of(path + " is missing");
  }

  /// Something is there that is not what was declared.
  public static CelRuntimeException wrongType(Path path, String wanted) {
    return new CelBadFormatException(path + " is not " + wanted);
  }

  /// Something that is computed has no value.
  public static CelRuntimeException failed(Path path, String reason) {
    return new CelBadFormatException(path + " has no value: " + reason);
  }

  /// A function was given what it cannot judge.
  static CelRuntimeException unusable(String reason) {
    return new CelBadFormatException(reason);
  }
}
