package dev.phaseledger.command.authority;

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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The invariant maps in force in one tenant.
///
/// @param version version of the tenant's policy stream; -1 if nothing was published
/// @param halted why nothing is authorized in the tenant, if it is halted
public record TenantPolicy(
    long version, Map<String, CompiledMap> maps, PolicySnapshot snapshot, Optional<String> halted) {

  /// Nothing published: dispatches are judged by their contract alone.
  public static final TenantPolicy NONE =
      new TenantPolicy(-1, Map.of(), PolicySnapshot.EMPTY, Optional.empty());

  public TenantPolicy {
    maps = Map.copyOf(maps);
  }

  /// The policy after one more event.
  public TenantPolicy evolve(PolicyEvent event) {
    return switch (event) {
      case InvariantMapPublished published -> {
        CompiledMap compiled = InvariantMaps.compile(published.source());
        if (!compiled.digest().equals(published.digest())) {
          throw new IllegalStateException(
              "map %s version %d compiles to %s but was published as %s: this release reads it otherwise"
                  .formatted(
                      published.name(),
                      published.version(),
                      compiled.digest(),
                      published.digest()));
        }
        var next = new TreeMap<>(maps);
        next.put(published.name(), compiled);
        yield new TenantPolicy(version + 1, next, PolicySnapshot.of(next.values()), halted);
      }
      case LadderPublished _, PathsPublished _, TemplatePublished _ -> next(halted);
      case TenantHalted e -> next(Optional.of(e.reason()));
      case TenantResumed _ -> next(Optional.empty());
    };
  }

  private TenantPolicy next(Optional<String> nowHalted) {
    return new TenantPolicy(version + 1, maps, snapshot, nowHalted);
  }
}
