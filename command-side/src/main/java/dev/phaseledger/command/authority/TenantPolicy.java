package dev.phaseledger.command.authority;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.PolicySnapshot;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import dev.phaseledger.policy.path.RevocationPaths;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is in force in one tenant: its invariant maps, its autonomy ladder, and whether it is
/// halted.
///
/// @param version version of the tenant's policy stream; -1 if nothing was published
/// @param digest what decisions and approvals are bound to: changes with any map and with the
///   ladder; that of the snapshot alone where there is no ladder
/// @param paths its revocation paths; they decide on nothing, so the digest leaves them out
/// @param halted why nothing is authorized in the tenant, if it is halted
public record TenantPolicy(
    long version,
    Map<String, CompiledMap> maps,
    PolicySnapshot snapshot,
    Optional<AutonomyLadder> ladder,
    PublishedPaths paths,
    Digest digest,
    Optional<String> halted) {

  /// Nothing published: dispatches are judged by their contract alone.
  public static final TenantPolicy NONE =
      of(
          -1,
          Map.of(),
          PolicySnapshot.EMPTY,
          Optional.empty(),
          PublishedPaths.NONE,
          Optional.empty());

  public TenantPolicy {
    maps = Map.copyOf(maps);
  }

  private static TenantPolicy of(
      long version,
      Map<String, CompiledMap> maps,
      PolicySnapshot snapshot,
      Optional<AutonomyLadder> ladder,
      PublishedPaths paths,
      Optional<String> halted) {
    Digest digest =
        ladder
            .map(known ->
                Digest.of(
                    "%s\nladder %s %d %s"
                        .formatted(
                            snapshot.digest().value(),
                            known.name(),
                            known.version(),
                            known.digest().value())))
            .orElse(snapshot.digest());
    return new TenantPolicy(version, maps, snapshot, ladder, paths, digest, halted);
  }

  /// The policy after one more event whose place does not matter.
  public TenantPolicy evolve(PolicyEvent event) {
    return evolve(event, 0);
  }

  /// The policy after one more event.
  ///
  /// @param position where it is recorded
  public TenantPolicy evolve(PolicyEvent event, long position) {
    return switch (event) {
      case InvariantMapPublished published -> {
        CompiledMap compiled = InvariantMaps.compile(published.source());
        requireSame("map", published.name(), compiled.digest(), published.digest());
        var next = new TreeMap<>(maps);
        next.put(published.name(), compiled);
        yield of(version + 1, next, PolicySnapshot.of(next.values()), ladder, paths, halted);
      }
      case LadderPublished published -> {
        AutonomyLadder compiled = AutonomyLadder.compile(published.source());
        requireSame("ladder", published.name(), compiled.digest(), published.digest());
        yield of(version + 1, maps, snapshot, Optional.of(compiled), paths, halted);
      }
      case PathsPublished published -> {
        RevocationPaths compiled = RevocationPaths.compile(published.source());
        requireSame("paths", published.name(), compiled.digest(), published.digest());
        var next = paths.with(new PublishedPaths.Version(compiled, position));
        yield of(version + 1, maps, snapshot, ladder, next, halted);
      }
      case TemplatePublished _ -> of(version + 1, maps, snapshot, ladder, paths, halted);
      case TenantHalted e ->
          of(version + 1, maps, snapshot, ladder, paths, Optional.of(e.reason()));
      case TenantResumed _ -> of(version + 1, maps, snapshot, ladder, paths, Optional.empty());
    };
  }

  private static void requireSame(String what, String name, Digest compiled, Digest published) {
    if (!compiled.equals(published)) {
      throw new IllegalStateException(
          "%s %s compiles to %s but was published as %s: this release reads it otherwise"
              .formatted(what, name, compiled, published));
    }
  }
}
