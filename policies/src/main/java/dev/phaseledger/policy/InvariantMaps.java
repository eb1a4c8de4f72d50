package dev.phaseledger.policy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.policy.cel.Environment;

/// Reads and compiles invariant maps.
public final class InvariantMaps {

  /// Size of a map's source, in bytes of UTF-8. A published map must fit into one ledger entry.
  public static final int SOURCE_BYTES_MAX = PolicyDocument.SOURCE_BYTES_MAX;

  /// Invariants of one map.
  public static final int INVARIANTS_MAX = MapReader.INVARIANTS_MAX;

  private InvariantMaps() {}

  /// Parses, checks and compiles a map. Its own tests are not run, see
  /// [CompiledMap#requireTestsPass].
  ///
  /// @throws InvalidMapException with every problem found, never only the first
  public static CompiledMap compile(String yaml) {
    Problems problems = new Problems();
    PolicyDocument document = PolicyDocument.read(yaml, "InvariantMap", problems);
    MapDefinition definition = MapReader.read(document, problems);
    MapProgram program = MapCompiler.compile(definition, problems);
    problems.throwIfAny();
    Digest digest = Digest.of(Digest.of(Environment.describe()).value() + "\n" + yaml);
    return new CompiledMap(program, definition.version(), digest, yaml);
  }
}
