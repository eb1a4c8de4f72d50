package dev.phaseledger.policy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.EnforcementPoint;
import java.util.List;
import java.util.Set;

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

  /// Where its invariants are asked.
  public Set<EnforcementPoint> points() {
    return program.match().points();
  }

  /// Refuses a map one of whose own tests fails. A map without tests passes.
  ///
  /// @throws InvalidMapException with one problem per failed test
  public void requireTestsPass() {
    Problems problems = new Problems();
    List<MapTests.CaseResult> results = MapTests.run(this);
    for (int i = 0; i < results.size(); i++) {
      MapTests.CaseResult result = results.get(i);
      if (!result.passed()) {
        problems.add(
            program.cases().get(i).place(),
            "spec.tests.cases[" + i + "]",
            "the case '"
                + result.name()
                + "' expects "
                + result.expected()
                + ", but gives "
                + result.actual());
      }
    }
    problems.throwIfAny();
  }

  MapProgram program() {
    return program;
  }
}
