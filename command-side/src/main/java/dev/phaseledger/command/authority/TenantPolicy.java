package dev.phaseledger.command.authority;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.PolicySnapshot;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import dev.phaseledger.policy.path.RevocationPaths;
import dev.phaseledger.policy.template.ContractTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is in force in one tenant: its invariant maps, its autonomy ladder, and whether it is
/// halted.
///
/// @param version version of the tenant's policy stream; -1 if nothing was published
/// @param digest what decisions and approvals are bound to: changes with any map and with the
///   ladder; that of the snapshot alone where there is no ladder
/// @param templates the newest version of each contract template, by name; no decision on a
///   dispatch reads them
/// @param paths its revocation paths; no decision on a dispatch reads them
/// @param halted why nothing is authorized in the tenant, if it is halted
public record TenantPolicy(
    long version,
    Map<String, CompiledMap> maps,
    PolicySnapshot snapshot,
    Optional<AutonomyLadder> ladder,
    Digest digest,
    Optional<String> halted,
    Map<String, ContractTemplate> templates,
    PublishedPaths paths) {

  /// Nothing published: dispatches are judged by their contract alone.
  public static final TenantPolicy NONE =
      of(
          -1,
          Map.of(),
          PolicySnapshot.EMPTY,
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          PublishedPaths.NONE);

  public TenantPolicy {
    maps = Map.copyOf(maps);
    templates = Map.copyOf(templates);
  }

  private static TenantPolicy of(
      long version,
      Map<String, CompiledMap> maps,
      PolicySnapshot snapshot,
      Optional<AutonomyLadder> ladder,
      Optional<String> halted,
      Map<String, ContractTemplate> templates,
      PublishedPaths paths) {
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
    return new TenantPolicy(version, maps, snapshot, ladder, digest, halted, templates, paths);
  }

  /// The same with a map that was not published, in place of the one of its name, to see what it
  /// would decide.
  public TenantPolicy trying(CompiledMap map) {
    var next = new TreeMap<>(maps);
    next.put(map.name(), map);
    return of(version, next, PolicySnapshot.of(next.values()), ladder, halted, templates, paths);
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
        yield of(
            version + 1, next, PolicySnapshot.of(next.values()), ladder, halted, templates, paths);
      }
      case LadderPublished published -> {
        AutonomyLadder compiled = AutonomyLadder.compile(published.source());
        requireSame("ladder", published.name(), compiled.digest(), published.digest());
        yield of(version + 1, maps, snapshot, Optional.of(compiled), halted, templates, paths);
      }
      case PathsPublished published -> {
        RevocationPaths compiled = RevocationPaths.compile(published.source());
        requireSame("paths", published.name(), compiled.digest(), published.digest());
        var next = paths.with(new PublishedPaths.Version(compiled, position));
        yield of(version + 1, maps, snapshot, ladder, halted, templates, next);
      }
      case TemplatePublished published -> {
        ContractTemplate compiled = ContractTemplate.compile(published.source());
        requireSame("template", published.name(), compiled.digest(), published.digest());
        var next = new TreeMap<>(templates);
        next.put(published.name(), compiled);
        yield of(version + 1, maps, snapshot, ladder, halted, next, paths);
      }
      case PublicationJudged _ -> of(version + 1, maps, snapshot, ladder, halted, templates, paths);
      case TenantHalted e ->
          of(version + 1, maps, snapshot, ladder, Optional.of(e.reason()), templates, paths);
      case TenantResumed _ ->
          of(version + 1, maps, snapshot, ladder, Optional.empty(), templates, paths);
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
