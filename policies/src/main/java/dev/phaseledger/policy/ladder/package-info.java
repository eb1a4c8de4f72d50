/// The autonomy ladder: a tenant's levels of authority, what an agent may do at each, and what
/// takes it up or down.
///
/// Public: [AutonomyLadder], [Level], [Granting], [AgentFacts], [Refusal], [PromotionReview],
/// [Promotion], [Demotion], [CriterionFailure].
@NullMarked
package dev.phaseledger.policy.ladder;

import org.jspecify.annotations.NullMarked;
