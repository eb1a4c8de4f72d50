package dev.phaseledger.policy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.yaml.Place;
import dev.phaseledger.policy.yaml.YamlDocument;
import dev.phaseledger.policy.yaml.YamlException;
import dev.phaseledger.policy.yaml.YamlNode;
import java.nio.charset.StandardCharsets;

/// Reads and compiles invariant maps.
public final class InvariantMaps {

  /// Size of a map's source, in bytes of UTF-8. A published map must fit into one ledger entry.
  public static final int SOURCE_BYTES_MAX = 48 * 1024;

  /// Invariants of one map.
  public static final int INVARIANTS_MAX = MapReader.INVARIANTS_MAX;

  private InvariantMaps() {}

  /// Parses, checks and compiles a map. Its own tests are not run, see
  /// [CompiledMap#requireTestsPass].
  ///
  /// @throws InvalidMapException with every problem found, never only the first
  public static CompiledMap compile(String yaml) {
    Problems problems = new Problems();
    if (yaml.getBytes(StandardCharsets.UTF_8).length > SOURCE_BYTES_MAX) {
      problems.add(Place.START, "", "is larger than " + SOURCE_BYTES_MAX + " bytes");
      problems.throwIfAny();
    }
    MapDefinition definition = MapReader.read(parse(yaml, problems), problems);
    MapProgram program = MapCompiler.compile(definition, problems);
    problems.throwIfAny();
    Digest digest = Digest.of(Digest.of(Environment.describe()).value() + "\n" + yaml);
    return new CompiledMap(program, definition.version(), digest, yaml);
  }

  private static YamlNode parse(String yaml, Problems problems) {
    try {
      return YamlDocument.read(yaml, SOURCE_BYTES_MAX);
    } catch (YamlException e) {
      problems.add(e.place(), "", String.valueOf(e.getMessage()));
      problems.throwIfAny();
      throw new IllegalStateException("a problem was added", e);
    }
  }
}
