package dev.phaseledger.proof.pack;

import java.io.IOException;

/// A pack, or one of its files, that cannot be read as such, or not safely.
public final class DamagedPackException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;

  DamagedPackException(String file, String sentence) {
    super(file + ": " + sentence);
    this.file = file;
  }

  /// The file that is damaged.
  public String file() {
    return file;
  }
}
