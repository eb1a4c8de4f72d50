package dev.phaseledger.policy.path;

import dev.phaseledger.api.Digest;
import dev.phaseledger.policy.InvalidMapException.Problem;
import dev.phaseledger.policy.PolicyDocument;
import dev.phaseledger.policy.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One version of a tenant's revocation paths, checked. Immutable, and a pure function of its
/// source.
public final class RevocationPaths {

  /// Size of a document's source, in bytes of UTF-8.
  public static final int SOURCE_BYTES_MAX = PolicyDocument.SOURCE_BYTES_MAX;

  /// Paths of one document.
  public static final int PATHS_MAX = 100;

  /// Actions of one path.
  public static final int ACTIONS_MAX = 16;

  /// How far back a trigger may count.
  public static final Duration WINDOW_MAX = Duration.ofDays(30);

  /// How long a path may rest.
  public static final Duration COOL_DOWN_MAX = Duration.ofDays(30);

  private static final String KIND = "RevocationPaths";

  private final PolicyDocument document;
  private final List<RevocationPath> paths;
  private final List<Problem> warnings;
  private final String source;

  private RevocationPaths(
      PolicyDocument document, List<RevocationPath> paths, List<Problem> warnings, String source) {
    this.document = document;
    this.paths = List.copyOf(paths);
    this.warnings = List.copyOf(warnings);
    this.source = source;
  }

  /// Parses and checks a document.
  ///
  /// @throws dev.phaseledger.policy.InvalidMapException with every problem found, never only the
  ///   first
  public static RevocationPaths compile(String yaml) {
    Problems problems = new Problems();
    PolicyDocument document = PolicyDocument.read(yaml, KIND, problems);
    PathsReader reader = new PathsReader(problems);
    List<RevocationPath> paths = reader.read(document.spec());
    problems.throwIfAny();
    return new RevocationPaths(document, paths, reader.warnings(), yaml);
  }

  /// The document's name within its tenant.
  public String name() {
    return document.name();
  }

  /// The version its author gave it, from 1.
  public int version() {
    return document.version();
  }

  /// Who answers for it; empty if it does not say.
  public String owner() {
    return document.owner();
  }

  /// The document as its author wrote it.
  public String source() {
    return source;
  }

  /// The digest of the source's UTF-8 bytes.
  public Digest digest() {
    return Digest.of(source);
  }

  /// The paths in the order of the document.
  public List<RevocationPath> paths() {
    return paths;
  }

  /// The path of that id, if there is one.
  public Optional<RevocationPath> find(String id) {
    return paths.stream().filter(path -> path.id().equals(id)).findFirst();
  }

  /// What looks like a mistake but does not keep the document from being put in force.
  public List<Problem> warnings() {
    return warnings;
  }

  /// The paths that an observation sets off, in the order of the document.
  ///
  /// A counting path counts what lies in its window and, if it fired for the subject before, after
  /// that: what led to a firing does not lead to another one. A path that rests does not fire.
  ///
  /// @param counts what happened lately, bound to this observation
  public List<Firing> fires(Observation observation, WindowCounts counts) {
    Ignition ignition = new Ignition(observation, counts);
    return paths.stream().flatMap(path -> ignition.firing(path).stream()).toList();
  }
}
