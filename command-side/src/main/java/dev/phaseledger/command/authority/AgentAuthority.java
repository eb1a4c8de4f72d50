package dev.phaseledger.command.authority;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// An agent's authority, folded from its events.
///
/// @param epoch +1 on every change, from 1
/// @param version version of the agent's stream this was folded from
/// @param promotion what was proposed in this epoch and is not decided; it may have expired
/// @param rejectedAt when a human last rejected a promotion in this epoch, or an invariant refused
///   one
public record AgentAuthority(
    AgentId agent,
    Status status,
    int level,
    long epoch,
    long version,
    PrincipalId owner,
    Set<String> roles,
    Optional<OpenPromotion> promotion,
    Optional<Instant> rejectedAt) {

  /// Whether the agent may act.
  public enum Status {
    ACTIVE,
    SUSPENDED,
    REVOKED
  }

  public AgentAuthority {
    roles = Set.copyOf(roles);
  }

  /// The authority an agent has from its registration.
  public static AgentAuthority registered(AgentRegistered event) {
    return new AgentAuthority(
        event.agent(),
        Status.ACTIVE,
        event.level(),
        1,
        0,
        event.owner(),
        event.roles(),
        Optional.empty(),
        Optional.empty());
  }

  public boolean active() {
    return status == Status.ACTIVE;
  }

  /// The authority after one more event.
  ///
  /// @param at when it was recorded
  public AgentAuthority evolve(AgentEvent event, Instant at) {
    return switch (event) {
      case AgentRegistered e -> registered(e);
      case AgentLevelChanged e -> next(status, e.to());
      case AgentSuspended _ -> next(Status.SUSPENDED, level);
      case AgentRevoked _ -> next(Status.REVOKED, level);
      case AgentReinstated e -> next(Status.ACTIVE, e.level());
      case PromotionProposed e -> sameAuthority(Optional.of(OpenPromotion.of(e)), rejectedAt);
      case PromotionAnswered e ->
          e.granted()
              ? sameAuthority(promotion.map(open -> open.granted(e.by())), rejectedAt)
              : sameAuthority(Optional.empty(), Optional.of(at));
      case AgentStepJudged e ->
          sameAuthority(
              promotion,
              e.judgement().point() == EnforcementPoint.PROMOTION && !e.judgement().permitted()
                  ? Optional.of(at)
                  : rejectedAt);
    };
  }

  private AgentAuthority next(Status now, int atLevel) {
    return new AgentAuthority(
        agent,
        now,
        atLevel,
        epoch + 1,
        version + 1,
        owner,
        roles,
        Optional.empty(),
        Optional.empty());
  }

  private AgentAuthority sameAuthority(
      Optional<OpenPromotion> nowOpen, Optional<Instant> nowRejectedAt) {
    return new AgentAuthority(
        agent, status, level, epoch, version + 1, owner, roles, nowOpen, nowRejectedAt);
  }
}
