package dev.phaseledger.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Sources of maps for tests.
final class Sources {

  private Sources() {}

  static String repoWrites() {
    return read("repo-writes.invariants.yaml");
  }

  static String read(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Sources.class.getResourceAsStream("/maps/" + name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A map around some members of its spec, indented by two.
  static String map(String spec) {
    return """
    apiVersion: governance/v1
    kind: InvariantMap
    metadata: {name: sample, version: 1, owner: somebody}
    spec:
      environment: gov-cel/1
    """
        + spec.indent(2);
  }

  /// A map of one enforced invariant.
  static String invariant(String expression, String onViolation) {
    return map(
        """
        invariants:
          - id: INV-1
            expression: "%s"
            onViolation: %s
        """
            .formatted(expression, onViolation));
  }
}
