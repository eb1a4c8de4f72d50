package dev.phaseledger.policy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
    Read read = read(yaml, problems);
    problems.throwIfAny();
    return read.map(yaml);
  }

  /// Reads a map that was published, whichever release of the ledger published it, under the digest
  /// that it was published under. It never fails: one that was compiled for something else, or that
  /// is no map any more, says so in [CompiledMap#unfit].
  public static CompiledMap published(InvariantMapPublished event) {
    Optional<String> unfit = MapDigest.unfit(event.source(), event.digest(), event.release());
    try {
      Problems problems = new Problems();
      Read read = read(event.source(), problems);
      problems.throwIfAny();
      return new CompiledMap(
          read.compiled().program(), event.version(), event.digest(), event.source(), unfit);
    } catch (InvalidMapException failure) {
      return StandIn.of(event, failure);
    }
  }

  /// The digest of what the expressions of maps may read and call now.
  public static Digest environment() {
    return MapDigest.environment();
  }

  /// The libraries that evaluate maps now, with versions.
  public static String libraries() {
    return MapDigest.LIBRARIES;
  }

  /// Checks a map as its author wants it checked before it is put in force: what [#compile]
  /// refuses, what can only be a mistake, and what is odd. The limits on what a map may cost hold
  /// here, and maps that are in force already do not meet them again.
  public static MapReview review(String yaml) {
    Problems problems = new Problems();
    Problems warnings = new Problems();
    try {
      Read read = read(yaml, problems);
      long steps =
          MapReviewer.review(read.definition(), read.compiled().planned(), problems, warnings);
      Optional<CompiledMap> map = problems.none() ? Optional.of(read.map(yaml)) : Optional.empty();
      return new MapReview(map, problems.all(), warnings.all(), steps);
    } catch (InvalidMapException e) {
      return new MapReview(Optional.empty(), e.problems(), List.of(), 0);
    }
  }

  /// The JSON Schema (2020-12) of maps, for editors. It knows shapes and words, no expressions.
  public static String schema() {
    try (InputStream stream =
        Objects.requireNonNull(
            InvariantMaps.class.getResourceAsStream("invariant-map.schema.json"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Read(MapDefinition definition, MapCompiler.Compiled compiled) {

    CompiledMap map(String yaml) {
      return new CompiledMap(
          compiled.program(), definition.version(), MapDigest.of(yaml), yaml, Optional.empty());
    }
  }

  private static Read read(String yaml, Problems problems) {
    PolicyDocument document = PolicyDocument.read(yaml, "InvariantMap", problems);
    MapDefinition definition = MapReader.read(document, problems);
    return new Read(definition, MapCompiler.compile(definition, problems));
  }
}
