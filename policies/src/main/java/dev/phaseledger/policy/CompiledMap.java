package dev.phaseledger.policy;

import dev.phaseledger.api.Digest;
import java.util.List;
import java.util.Optional;

/// One version of an invariant map, checked and ready to be evaluated. Immutable.
public final class CompiledMap {

  private final MapProgram program;
  private final int version;
  private final Digest digest;
  private final String source;
  private final Optional<String> unfit;

  /// Whether the program is that of the source; else something stands in for it.
  private final boolean readable;

  CompiledMap(
      MapProgram program, int version, Digest digest, String source, Optional<String> unfit) {
    this(program, version, digest, source, unfit, true);
  }

  private CompiledMap(
      MapProgram program,
      int version,
      Digest digest,
      String source,
      Optional<String> unfit,
      boolean readable) {
    this.program = program;
    this.version = version;
    this.digest = digest;
    this.source = source;
    this.unfit = unfit;
    this.readable = readable;
  }

  /// The map's name within its tenant.
  public String name() {
    return program.name();
  }

  /// The version its author gave it, from 1.
  public int version() {
    return version;
  }

  /// The digest of the source, as its author wrote it, of the environment it was published for and
  /// of the libraries that evaluated it.
  public Digest digest() {
    return digest;
  }

  /// What stands in for a map that this release cannot read.
  CompiledMap standingIn(Digest published, String written, String why) {
    return new CompiledMap(program, version, published, written, Optional.of(why), false);
  }

  /// Whether this release can read it. What cannot be read is never believed to mean anything.
  public boolean readable() {
    return readable;
  }

  /// The map as its author wrote it.
  public String source() {
    return source;
  }

  /// Why it has to be published again: it was put in force by a release of the ledger that may have
  /// read it otherwise. Until then it refuses what it is asked about, see [PolicySnapshot].
  public Optional<String> unfit() {
    return unfit;
  }

  /// The same map, believed to mean what it meant. For reading history, never for deciding.
  public CompiledMap believed() {
    return new CompiledMap(program, version, digest, source, Optional.empty(), readable);
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
