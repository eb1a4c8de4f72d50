package dev.phaseledger.app.database;

import java.io.IOException;
import java.nio.file.Path;

/// Another service holds the data directory.
public final class DataDirectoryInUseException extends IOException {

  DataDirectoryInUseException(Path root) {
    super(
        "another service is using "
            + root
            + "; stop it first, or name another directory with --data");
  }
}
