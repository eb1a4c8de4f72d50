package dev.phaseledger.proof.export;

import java.io.IOException;
import java.util.Optional;

/// A sequence read once, from front to back.
@FunctionalInterface
interface Source<T> {
  /// The next element, or empty at the end and ever after.
  Optional<T> next() throws IOException;
}
