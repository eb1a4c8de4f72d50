package dev.phaseledger.command.authority;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.DraftDiscarded;
import dev.phaseledger.api.event.PolicyEvent.HoldLifted;
import dev.phaseledger.api.event.PolicyEvent.HoldPlaced;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapDrafted;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.api.event.PolicyEvent.PublishingRuleSet;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.PolicySnapshot;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import dev.phaseledger.policy.path.RevocationPaths;
import dev.phaseledger.policy.template.ContractTemplate;
import java.util.List;
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
/// @param drafting maps that are being written or were in force; no decision on a dispatch reads
///   them
/// @param holds the legal holds in force, each with the subject that it keeps from being erased; no
///   decision on a dispatch reads them
/// @param unfitLadder why the ladder has to be published again, if it has: until then it allows
///   nothing
/// @param halted why nothing is authorized in the tenant, if it is halted
public record TenantPolicy(
    long version,
    Map<String, CompiledMap> maps,
    PolicySnapshot snapshot,
    Optional<AutonomyLadder> ladder,
    Digest digest,
    Optional<String> halted,
    Map<String, ContractTemplate> templates,
    PublishedPaths paths,
    Drafting drafting,
    Map<HoldId, SubjectId> holds,
    Optional<String> unfitLadder) {

  /// Nothing published: dispatches are judged by their contract alone.
  public static final TenantPolicy NONE =
      new TenantPolicy(
          -1,
          Map.of(),
          PolicySnapshot.EMPTY,
          Optional.empty(),
          PolicySnapshot.EMPTY.digest(),
          Optional.empty(),
          Map.of(),
          PublishedPaths.NONE,
          Drafting.NONE,
          Map.of(),
          Optional.empty());

  public TenantPolicy {
    maps = Map.copyOf(maps);
    templates = Map.copyOf(templates);
    holds = Map.copyOf(holds);
  }

  private TenantPolicy withMaps(Map<String, CompiledMap> next, PolicySnapshot read) {
    return new TenantPolicy(
        version,
        next,
        read,
        ladder,
        digest(read, ladder, unfitLadder),
        halted,
        templates,
        paths,
        drafting,
        holds,
        unfitLadder);
  }

  private TenantPolicy withLadder(Optional<AutonomyLadder> next, Optional<String> unfit) {
    return new TenantPolicy(
        version,
        maps,
        snapshot,
        next,
        digest(snapshot, next, unfit),
        halted,
        templates,
        paths,
        drafting,
        holds,
        unfit);
  }

  private TenantPolicy withHalted(Optional<String> next) {
    return new TenantPolicy(
        version,
        maps,
        snapshot,
        ladder,
        digest,
        next,
        templates,
        paths,
        drafting,
        holds,
        unfitLadder);
  }

  private TenantPolicy withTemplates(Map<String, ContractTemplate> next) {
    return new TenantPolicy(
        version, maps, snapshot, ladder, digest, halted, next, paths, drafting, holds, unfitLadder);
  }

  private TenantPolicy withPaths(PublishedPaths next) {
    return new TenantPolicy(
        version,
        maps,
        snapshot,
        ladder,
        digest,
        halted,
        templates,
        next,
        drafting,
        holds,
        unfitLadder);
  }

  private TenantPolicy withDrafting(Drafting next) {
    return new TenantPolicy(
        version,
        maps,
        snapshot,
        ladder,
        digest,
        halted,
        templates,
        paths,
        next,
        holds,
        unfitLadder);
  }

  private TenantPolicy withHolds(Map<HoldId, SubjectId> next) {
    return new TenantPolicy(
        version,
        maps,
        snapshot,
        ladder,
        digest,
        halted,
        templates,
        paths,
        drafting,
        next,
        unfitLadder);
  }

  private TenantPolicy later() {
    return new TenantPolicy(
        version + 1,
        maps,
        snapshot,
        ladder,
        digest,
        halted,
        templates,
        paths,
        drafting,
        holds,
        unfitLadder);
  }

  private static Digest digest(
      PolicySnapshot snapshot, Optional<AutonomyLadder> ladder, Optional<String> unfit) {
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
    return unfit.isEmpty() ? digest : Digest.of(digest.value() + "\nunfit ladder");
  }

  /// The holds in force on a subject, by name.
  public List<HoldId> holdsOn(SubjectId subject) {
    return holds.entrySet().stream()
        .filter(hold -> hold.getValue().equals(subject))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// The same with a map that was not published, in place of the one of its name, to see what it
  /// would decide.
  public TenantPolicy trying(CompiledMap map) {
    var next = new TreeMap<>(maps);
    next.put(map.name(), map);
    return withMaps(next, PolicySnapshot.of(next.values()));
  }

  /// The same, believed to mean what it meant when it was published. For reading history: what is
  /// in force decides as it is, see [CompiledMap#unfit].
  public TenantPolicy believed() {
    if (snapshot.unfit().isEmpty() && unfitLadder.isEmpty()) {
      return this;
    }
    var next = new TreeMap<String, CompiledMap>();
    maps.forEach((name, map) -> next.put(name, map.believed()));
    return withMaps(next, PolicySnapshot.of(next.values())).withLadder(ladder, Optional.empty());
  }

  /// The policy after one more event whose place does not matter.
  public TenantPolicy evolve(PolicyEvent event) {
    return evolve(event, 0);
  }

  /// The policy after one more event.
  ///
  /// @param position where it is recorded
  public TenantPolicy evolve(PolicyEvent event, long position) {
    return later().after(event, position);
  }

  private TenantPolicy after(PolicyEvent event, long position) {
    return switch (event) {
      case InvariantMapPublished published -> {
        var next = new TreeMap<>(maps);
        next.put(published.name(), InvariantMaps.published(published));
        yield withMaps(next, PolicySnapshot.of(next.values()))
            .withDrafting(drafting.with(published));
      }
      case InvariantMapDrafted e -> withDrafting(drafting.with(e, position));
      case DraftDiscarded e -> withDrafting(drafting.without(e.name()));
      case PublishingRuleSet e -> withDrafting(drafting.with(e.secondPerson()));
      case LadderPublished published -> afterLadder(published);
      case PathsPublished published -> {
        RevocationPaths compiled = RevocationPaths.compile(published.source());
        requireSame("paths", published.name(), compiled.digest(), published.digest());
        yield withPaths(paths.with(new PublishedPaths.Version(compiled, position)));
      }
      case TemplatePublished published -> {
        ContractTemplate compiled = ContractTemplate.compile(published.source());
        requireSame("template", published.name(), compiled.digest(), published.digest());
        var next = new TreeMap<>(templates);
        next.put(published.name(), compiled);
        yield withTemplates(next);
      }
      case PublicationJudged _ -> this;
      case TenantHalted e -> withHalted(Optional.of(e.reason()));
      case TenantResumed _ -> withHalted(Optional.empty());
      case HoldPlaced e -> {
        var next = new TreeMap<>(holds);
        next.put(e.hold(), e.subject());
        yield withHolds(next);
      }
      case HoldLifted e -> {
        var next = new TreeMap<>(holds);
        next.remove(e.hold());
        yield withHolds(next);
      }
    };
  }

  /// A ladder that was published for another environment is kept as it reads now, and allows
  /// nothing until it is published again.
  private TenantPolicy afterLadder(LadderPublished published) {
    String again = "; publish it again";
    try {
      AutonomyLadder compiled = AutonomyLadder.compile(published.source());
      return withLadder(
          Optional.of(compiled),
          compiled.digest().equals(published.digest())
              ? Optional.empty()
              : Optional.of(
                  "ladder '%s' was published as %s and reads as %s now"
                          .formatted(published.name(), published.digest(), compiled.digest())
                      + again));
    } catch (InvalidMapException failure) {
      return withLadder(
          Optional.empty(),
          Optional.of(
              "ladder '%s' is none that this release can read: %s"
                      .formatted(published.name(), failure.problems().getFirst())
                  + again));
    }
  }

  private static void requireSame(String what, String name, Digest compiled, Digest published) {
    if (!compiled.equals(published)) {
      throw new IllegalStateException(
          "%s %s compiles to %s but was published as %s: this release reads it otherwise"
              .formatted(what, name, compiled, published));
    }
  }
}
