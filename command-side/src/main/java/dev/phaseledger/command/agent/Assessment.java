package dev.phaseledger.command.agent;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.command.AgentCommand.AssessAgent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.OpenPromotion;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.ladder.AgentFacts;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import dev.phaseledger.policy.ladder.Demotion;
import dev.phaseledger.policy.ladder.Granting;
import dev.phaseledger.policy.ladder.Level.PromotionRule;
import dev.phaseledger.policy.ladder.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Holds the ladder in force against an agent's work on record.
///
/// What it guarantees: the ladder, the agent's status, level and epoch, and whether a promotion is
/// open are those at the append, since the append is fenced by both streams; the record belongs to
/// that very epoch; and it holds everything that was on record when the assessment was begun, up to
/// the position that stands in the event. What it does not guarantee: an outcome or a violation
/// that is recorded between that moment and the append is not in it. It cannot be fenced without
/// fencing every contract of the agent. Such a violation is in the next record, and demotes then.
final class Assessment {

  /// How long a proposed promotion can be answered.
  static final Duration PROPOSAL_OPEN = Duration.ofDays(14);

  /// How long a promotion that an invariant refused is not tried again, at least.
  static final Duration REFUSAL_REST = Duration.ofHours(1);

  private Assessment() {}

  /// A demotion, a promotion or the proposal of one; nothing if nothing is due, or the record is
  /// not of the agent's present epoch.
  static List<AgentEvent> assess(
      AssessAgent command, AgentAuthority agent, TenantPolicy policy, Instant now) {
    if (!LedgerItself.is(command.context().by())) {
      throw new ForbiddenException("nobody but the ledger assesses agents");
    }
    if (command.epoch() != agent.epoch() || !agent.active() || policy.ladder().isEmpty()) {
      return List.of();
    }
    AutonomyLadder ladder = policy.ladder().get();
    var facts = new AgentFacts(agent.agent(), agent.owner(), agent.level(), agent.roles());
    Competence competence = command.competence();
    Optional<Demotion> demotion = ladder.demotion(facts, competence, now);
    if (demotion.isPresent()) {
      Demotion due = demotion.get();
      return List.of(
          new AgentLevelChanged(
              agent.agent(),
              due.from(),
              due.to(),
              due.explanation(),
              Optional.of(cause(rule(ladder, due.rule()), competence))));
    }
    // A halted tenant takes authority away and gives none.
    if (policy.halted().isPresent()) {
      return List.of();
    }
    return ladder
        .promotion(facts, competence, now)
        .due()
        .map(due -> promote(command, agent, ladder, due, now))
        .orElse(List.of());
  }

  /// How a rule of a ladder is named on record.
  static String rule(AutonomyLadder ladder, String rule) {
    return "ladder %s version %d: %s".formatted(ladder.name(), ladder.version(), rule);
  }

  private static List<AgentEvent> promote(
      AssessAgent command,
      AgentAuthority agent,
      AutonomyLadder ladder,
      Promotion due,
      Instant now) {
    String rule = rule(ladder, due.rule());
    if (due.grantedBy() == Granting.RULE) {
      if (refusedLately(agent, ladder, now)) {
        return List.of();
      }
      return List.of(
          new AgentLevelChanged(
              agent.agent(),
              due.from(),
              due.to(),
              due.explanation(),
              Optional.of(cause(rule, command.competence()))));
    }
    boolean proposed =
        agent.promotion().filter(open -> isSame(open, rule, due) && open.openAt(now)).isPresent();
    if (proposed || coolsDown(agent, ladder, now)) {
      return List.of();
    }
    return List.of(
        new PromotionProposed(
            agent.agent(),
            command.proposal(),
            due.from(),
            due.to(),
            rule,
            due.explanation(),
            command.competence(),
            due.grantedBy().humans(),
            due.roles(),
            now.plus(PROPOSAL_OPEN).truncatedTo(ChronoUnit.SECONDS)));
  }

  /// One that was made under another ladder, or an earlier version of it, is replaced.
  private static boolean isSame(OpenPromotion open, String rule, Promotion due) {
    return open.rule().equals(rule) && open.to() == due.to();
  }

  /// A rejected promotion is not proposed again before the cool-down of the level is over.
  private static boolean coolsDown(AgentAuthority agent, AutonomyLadder ladder, Instant now) {
    return rejectedWithin(coolDown(agent, ladder), agent, now);
  }

  /// What an invariant has refused is not tried again with each assessment: each try is recorded.
  private static boolean refusedLately(AgentAuthority agent, AutonomyLadder ladder, Instant now) {
    Duration coolDown = coolDown(agent, ladder);
    return rejectedWithin(
        coolDown.compareTo(REFUSAL_REST) > 0 ? coolDown : REFUSAL_REST, agent, now);
  }

  private static Duration coolDown(AgentAuthority agent, AutonomyLadder ladder) {
    return ladder
        .level(agent.level())
        .flatMap(level -> level.promotion().map(PromotionRule::coolDown))
        .orElse(Duration.ZERO);
  }

  private static boolean rejectedWithin(Duration rest, AgentAuthority agent, Instant now) {
    return agent.rejectedAt().filter(at -> now.isBefore(at.plus(rest))).isPresent();
  }

  private static CausedBy cause(String rule, Competence competence) {
    return new CausedBy(rule, "", OptionalLong.of(competence.position()));
  }
}
