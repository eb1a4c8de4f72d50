package dev.phaseledger.policy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.policy.yaml.Place;
import java.util.List;

/// One version of an invariant map, checked and ready to be evaluated. Immutable.
public final class CompiledMap {

  private final MapProgram program;
  private final int version;
  private final Digest digest;
  private final String source;

  CompiledMap(MapProgram program, int version, Digest digest, String source) {
    this.program = program;
    this.version = version;
    this.digest = digest;
    this.source = source;
  }

  /// The map's name within its tenant.
  public String name() {
    return program.name();
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
    return program.invariants().stream().map(MapProgram.Invariant::id).toList();
  }

  /// Refuses a map one of whose own tests fails. A map without tests passes.
  ///
  /// @throws InvalidMapException with one problem per failed test
  public void requireTestsPass() {
    Problems problems = new Problems();
    for (MapTests.CaseResult result : MapTests.run(this)) {
      if (!result.passed()) {
        problems.add(
            Place.NOWHERE,
            "spec.tests.cases." + result.name(),
            "expects " + result.expected() + ", but gives " + result.actual());
      }
    }
    problems.throwIfAny();
  }

  MapProgram program() {
    return program;
  }
}
