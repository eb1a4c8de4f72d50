package dev.phaseledger.command.policy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.StaleVersionException;
import dev.phaseledger.api.command.PolicyCommand.Backtested;
import dev.phaseledger.api.command.PolicyCommand.DiscardDraft;
import dev.phaseledger.api.command.PolicyCommand.DraftInvariantMap;
import dev.phaseledger.api.command.PolicyCommand.PublishDraft;
import dev.phaseledger.api.command.PolicyCommand.RollBackInvariantMap;
import dev.phaseledger.api.command.PolicyCommand.SetPublishingRule;
import dev.phaseledger.api.event.Approvers;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.DraftDiscarded;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapDrafted;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.PublishingRuleSet;
import dev.phaseledger.api.event.PolicyEvent.Release;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.Drafting;
import dev.phaseledger.command.authority.Drafting.Draft;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvariantMaps;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides on maps from draft to force: saving, publishing by a second person, rolling back.
public final class MapDecider {

  /// Drafts of one tenant.
  static final int DRAFTS_MAX = 32;

  /// What names the draft that an author has seen.
  private static final String SEEN = "If-Match";

  private MapDecider() {}

  /// Saves a draft, if it still is as its author has seen it. A draft may have problems; whether it
  /// has is recorded with it.
  public static List<LedgerEvent> draft(DraftInvariantMap command, TenantPolicy policy) {
    Principal by = command.context().by();
    requireAuthor(by, "writing a draft");
    Limits.text("name", command.name(), Limits.NAME_CHARS_MAX);
    int bytes = command.source().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > InvariantMaps.SOURCE_BYTES_MAX) {
      throw new InvalidFieldException(
          "source", "has %d bytes, more than %d".formatted(bytes, InvariantMaps.SOURCE_BYTES_MAX));
    }
    Drafting drafting = policy.drafting();
    Optional<Draft> known = drafting.draft(command.name());
    if (!known.map(Draft::tag).equals(command.seen())) {
      throw new StaleVersionException(
          SEEN,
          known.isPresent()
              ? "is not the draft of map '%s' as it is now: look at it again"
                  .formatted(command.name())
              : "names a draft, but map '%s' has none any more".formatted(command.name()));
    }
    Limits.count("drafts", drafting.drafts().size() + (known.isPresent() ? 0 : 1), DRAFTS_MAX);
    Set<PrincipalId> authors = new HashSet<>(known.map(Draft::authors).orElse(Set.of()));
    authors.addAll(Approvers.voices(by.id(), by.onBehalfOf()));
    return List.of(
        new InvariantMapDrafted(
            command.name(), command.source(), checked(command.name(), command.source()), authors));
  }

  /// The digest that a source would be published under, if nothing speaks against it.
  private static Optional<Digest> checked(String name, String source) {
    try {
      return Optional.of(compiled(name, source).digest());
    } catch (InvalidMapException | InvalidFieldException _) {
      // What is wrong is told to whoever asks for it; a draft may be unfinished.
      return Optional.empty();
    }
  }

  private static CompiledMap compiled(String name, String source) {
    CompiledMap map = InvariantMaps.review(source).orThrow();
    if (!map.name().equals(name)) {
      throw new InvalidFieldException(
          "metadata.name", "is '%s', but this is map '%s'".formatted(map.name(), name));
    }
    map.requireTestsPass();
    return map;
  }

  /// Throws a draft away.
  public static List<LedgerEvent> discard(DiscardDraft command, TenantPolicy policy) {
    requireAuthor(command.context().by(), "throwing a draft away");
    require(command.name(), command.seen(), policy);
    return List.of(new DraftDiscarded(command.name()));
  }

  private static Draft require(String name, Digest seen, TenantPolicy policy) {
    Draft draft =
        policy
            .drafting()
            .draft(name)
            .orElseThrow(
                () -> new NotFoundException("name", "There is no draft of map '" + name + "'."));
    if (!draft.tag().equals(seen)) {
      throw new StaleVersionException(
          SEEN, "is not the draft of map '%s' as it is now: look at it again".formatted(name));
    }
    return draft;
  }

  /// Puts a draft in force; where the tenant wants two people, only somebody who had no hand in it
  /// does.
  public static List<LedgerEvent> publish(PublishDraft command, TenantPolicy policy) {
    Principal by = command.context().by();
    requireAuthor(by, "publishing an invariant map");
    Draft draft = require(command.name(), command.seen(), policy);
    boolean alone =
        !Collections.disjoint(draft.authors(), Approvers.voices(by.id(), by.onBehalfOf()));
    if (policy.drafting().secondPerson() && alone) {
      throw new ForbiddenException(
          "publishing needs a second person here, and you have written this draft yourself");
    }
    CompiledMap map = compiled(draft.name(), draft.source());
    command
        .backtest()
        .filter(tried -> !tried.map().equals(map.digest()))
        .ifPresent(tried -> {
          throw new InvalidFieldException(
              "backtest", "is of %s, not of this draft, %s".formatted(tried.map(), map.digest()));
        });
    return published(
        map,
        policy,
        draft.authors(),
        new Origin(command.backtest().map(Backtested::result), Optional.empty()));
  }

  /// Puts an earlier version in force again, as a publication of its own.
  public static List<LedgerEvent> rollBack(RollBackInvariantMap command, TenantPolicy policy) {
    requireAuthor(command.context().by(), "rolling back an invariant map");
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    String source =
        policy
            .drafting()
            .version(command.name(), command.digest())
            .orElseThrow(() ->
                new NotFoundException(
                    "digest",
                    "Map '%s' has no version %s.".formatted(command.name(), command.digest())));
    requireAlone(policy);
    return published(
        compiled(command.name(), source),
        policy,
        Set.of(),
        new Origin(Optional.empty(), Optional.of(command.reason())));
  }

  /// Refuses to publish without a draft where a second person has to look at it.
  static void requireAlone(TenantPolicy policy) {
    if (policy.drafting().secondPerson()) {
      throw new ForbiddenException(
          "publishing needs a second person here: save a draft, and have somebody else publish it");
    }
  }

  /// The publication of a map; none if that very map is in force. What is in force and has to be
  /// published again keeps its version.
  ///
  /// @param origin whether it is an earlier version that is meant
  static List<LedgerEvent> published(
      CompiledMap map, TenantPolicy policy, Set<PrincipalId> authors, Origin origin) {
    CompiledMap known = policy.maps().get(map.name());
    boolean inForce = known != null && known.source().equals(map.source());
    if (known != null && inForce && known.unfit().isEmpty()) {
      return List.of();
    }
    int highest = policy.drafting().highest(map.name());
    if (!inForce && !origin.restores() && map.version() <= highest) {
      throw new InvalidFieldException(
          "metadata.version",
          "is %d, but map '%s' has had version %d: raise it"
              .formatted(map.version(), map.name(), highest));
    }
    Limits.count("maps", policy.maps().size() + (known == null ? 1 : 0), PolicyDecider.MAPS_MAX);
    map.requireTestsPass();
    return List.of(
        new InvariantMapPublished(
            map.name(),
            map.version(),
            map.digest(),
            map.source(),
            Optional.of(
                new Release(
                    InvariantMaps.environment(),
                    InvariantMaps.libraries(),
                    authors,
                    origin.backtest(),
                    origin.restores(),
                    origin.restored()))));
  }

  /// Where a publication comes from.
  ///
  /// @param backtest the signed result that its publisher names
  /// @param restored why an earlier version is meant, if it is one
  record Origin(Optional<Digest> backtest, Optional<String> restored) {
    static final Origin NEW = new Origin(Optional.empty(), Optional.empty());

    boolean restores() {
      return restored.isPresent();
    }
  }

  /// Says whether publishing needs a second person. Policy authors do not decide on that by
  /// themselves: it is there to hold them to each other.
  public static List<LedgerEvent> rule(SetPublishingRule command, TenantPolicy policy) {
    Principal by = command.context().by();
    if (by.kind() != Principal.Kind.HUMAN || !by.holds(Role.OPERATOR)) {
      throw new ForbiddenException("saying who may publish needs a human with the role OPERATOR");
    }
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    return policy.drafting().secondPerson() == command.secondPerson()
        ? List.of()
        : List.of(new PublishingRuleSet(command.secondPerson(), command.reason()));
  }

  private static void requireAuthor(Principal by, String what) {
    if (!by.holds(Role.POLICY_AUTHOR)) {
      throw new ForbiddenException(what + " needs the role POLICY_AUTHOR");
    }
  }
}
