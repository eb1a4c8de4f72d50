package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Breach;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import dev.phaseledger.policy.Evaluation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whether the agent's level on the ladder in force allows a request. Without a ladder every level
/// allows what the contract grants.
final class LadderCheck {

  /// How the clauses of a ladder begin.
  static final String CLAUSES = "ladder.";

  private final Situation situation;

  LadderCheck(Situation situation) {
    this.situation = situation;
  }

  /// What the level may not do. Never severe: the agent asked for what its contract grants.
  Optional<Breach> breach(DispatchRequest request) {
    Optional<String> unfit = situation.policy().unfitLadder();
    if (unfit.isPresent()) {
      return Optional.of(new Breach(CLAUSES + "environment", unfit.get(), false));
    }
    return situation
        .policy()
        .ladder()
        .flatMap(ladder -> ladder.refusal(situation.agent().level(), request))
        .map(refusal -> new Breach(refusal.clause(), refusal.detail(), false));
  }

  /// Whose approval is needed before a dispatch is released: that which the invariants demand and
  /// that which the level demands are one requirement, as the demands of several invariants are.
  /// Empty if the level adds none to what the invariants say.
  ///
  /// @param approvals those that were given
  Optional<ApprovalRequirement> approval(
      DispatchRequest request, Evaluation evaluation, List<Approval> approvals) {
    Verdict verdict = evaluation.verdict();
    if (verdict == Verdict.VETOED || verdict == Verdict.DEFERRED) {
      return Optional.empty();
    }
    return situation
        .policy()
        .ladder()
        .flatMap(ladder -> ladder.approval(situation.agent().level(), request))
        .filter(demand -> approvals(demand, approvals) < demand.count())
        .map(demand -> evaluation.approval().map(other -> both(other, demand)).orElse(demand));
  }

  private static long approvals(ApprovalRequirement demand, List<Approval> approvals) {
    return approvals.stream()
        .filter(approval -> approval.event().granted() && counts(demand, approval))
        .map(approval -> approval.event().approver())
        .distinct()
        .count();
  }

  private static boolean counts(ApprovalRequirement demand, Approval approval) {
    return demand.roles().isEmpty()
        || approval.event().roles().stream().anyMatch(demand.roles()::contains);
  }

  private static ApprovalRequirement both(ApprovalRequirement one, ApprovalRequirement other) {
    Set<String> roles = new TreeSet<>(one.roles());
    roles.addAll(other.roles());
    return new ApprovalRequirement(
        roles, Math.max(one.count(), other.count()), one.escalation().or(other::escalation));
  }

  /// Why it waits, for people.
  String explanation(Evaluation evaluation) {
    String level = "Level %d of the ladder ".formatted(situation.agent().level());
    String ladder = situation.policy().ladder().map(known -> known.name()).orElse("");
    return evaluation.verdict() == Verdict.APPROVAL_REQUIRED
        ? evaluation.explanation() + " " + level + ladder + " requires approval too."
        : level + ladder + " requires approval of this. " + evaluation.explanation();
  }
}
