package dev.phaseledger.api.query;

import dev.phaseledger.api.event.Competence;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A proposed promotion that waits for humans.
///
/// @param rule the ladder, its version and the criterion
/// @param explanation the criterion with the values it read
/// @param competence the record it was judged on
/// @param count distinct humans who must grant it
/// @param roles roles or groups of which each must hold one
/// @param grantedBy who has granted it so far
/// @param position position of the proposal's entry
public record PromotionView(
    String agentId,
    String proposal,
    int from,
    int to,
    String rule,
    String explanation,
    Competence competence,
    int count,
    Set<String> roles,
    List<String> grantedBy,
    Instant proposedAt,
    Instant expiresAt,
    long position) {
  public PromotionView {
    roles = Set.copyOf(roles);
    grantedBy = List.copyOf(grantedBy);
  }
}
