package dev.phaseledger.policy;

import dev.phaseledger.api.Digest;
import java.util.List;

/// One version of an invariant map, checked and ready to be evaluated. Immutable.
public final class CompiledMap {

  private final String name;
  private final int version;
  private final Digest digest;
  private final String source;

  CompiledMap(String name, int version, Digest digest, String source) {
    this.name = name;
    this.version = version;
    this.digest = digest;
    this.source = source;
  }

  /// The map's name within its tenant.
  public String name() {
    return name;
  }

  /// The version its author gave it, from 1.
  public int version() {
    return version;
  }

  /// The digest of the source, as its author wrote it, and of the environment it is compiled for.
  public Digest digest() {
    return digest;
  }

  /// The map as its author wrote it.
  public String source() {
    return source;
  }

  /// The identifiers of its invariants, in declaration order.
  public List<String> invariants() {
    return List.of();
  }

  /// Refuses a map one of whose own tests fails. A map without tests passes.
  ///
  /// @throws InvalidMapException with one problem per failed test
  public void requireTestsPass() {
    throw new UnsupportedOperationException("not yet");
  }
}
