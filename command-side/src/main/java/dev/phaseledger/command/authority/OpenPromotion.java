package dev.phaseledger.command.authority;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// A proposed promotion that humans have not decided on yet.
///
/// @param proposal its name
/// @param count distinct humans who must grant it
/// @param roles roles or groups of which each must hold one; empty means any approver
/// @param expiresAt from when on it cannot be granted any more
/// @param grantedBy who has granted it so far; fewer than the count
public record OpenPromotion(
    String proposal,
    int from,
    int to,
    String rule,
    int count,
    Set<String> roles,
    Instant expiresAt,
    Set<PrincipalId> grantedBy) {

  public OpenPromotion {
    roles = Set.copyOf(roles);
    grantedBy = Set.copyOf(grantedBy);
  }

  static OpenPromotion of(PromotionProposed event) {
    return new OpenPromotion(
        event.proposal(),
        event.from(),
        event.to(),
        event.rule(),
        event.count(),
        event.roles(),
        event.expiresAt(),
        Set.of());
  }

  OpenPromotion granted(PrincipalId by) {
    var all = new HashSet<>(grantedBy);
    all.add(by);
    return new OpenPromotion(proposal, from, to, rule, count, roles, expiresAt, all);
  }

  /// Whether it can be answered.
  public boolean openAt(Instant now) {
    return now.isBefore(expiresAt);
  }
}
