package dev.phaseledger.command.agent;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.AgentCommand.AnswerPromotion;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.OpenPromotion;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import dev.phaseledger.policy.ladder.Level.PromotionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Decides on humans' answers to proposed promotions. One rejection closes a proposal; the last
/// grant it needs promotes in the same append.
final class PromotionAnswers {

  private PromotionAnswers() {}

  static List<AgentEvent> answer(
      AnswerPromotion command, AgentAuthority agent, TenantPolicy policy, Instant now) {
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    Principal by = command.context().by();
    requireImpartial(by, agent);
    OpenPromotion open = open(command, agent, now);
    var answer =
        new PromotionAnswered(
            agent.agent(),
            open.proposal(),
            by.id(),
            requiredRoles(by, open),
            command.granted(),
            command.reason());
    if (!command.granted()) {
      return List.of(answer);
    }
    requireGrantable(open, policy);
    if (open.grantedBy().contains(by.id())) {
      throw new InvalidFieldException("proposal", "you have granted it already");
    }
    var events = new ArrayList<AgentEvent>();
    events.add(answer);
    if (open.grantedBy().size() + 1 >= open.count()) {
      events.add(
          new AgentLevelChanged(
              agent.agent(), agent.level(), open.to(), reason(open, by, command.reason())));
    }
    return List.copyOf(events);
  }

  private static String reason(OpenPromotion open, Principal by, String words) {
    String granters =
        Stream.concat(open.grantedBy().stream(), Stream.of(by.id()))
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining(" and "));
    return "Proposal %s (%s) granted by %s: %s"
        .formatted(open.proposal(), open.rule(), granters, words);
  }

  private static void requireImpartial(Principal by, AgentAuthority agent) {
    if (by.kind() != Principal.Kind.HUMAN) {
      throw new ForbiddenException("answering a proposed promotion needs a human");
    }
    if (by.id().equals(agent.owner()) || by.id().value().equals(agent.agent().value())) {
      throw new ForbiddenException("who answers for an agent does not decide on its promotion");
    }
  }

  private static OpenPromotion open(AnswerPromotion command, AgentAuthority agent, Instant now) {
    OpenPromotion open =
        agent
            .promotion()
            .filter(known -> known.proposal().equals(command.proposal()))
            .orElseThrow(() ->
                new InvalidFieldException(
                    "proposal",
                    "'%s' is not open: it was decided, or the agent's authority has changed since"
                        .formatted(command.proposal())));
    if (!open.openAt(now)) {
      throw new InvalidFieldException(
          "proposal", "'%s' expired at %s".formatted(open.proposal(), open.expiresAt()));
    }
    return open;
  }

  /// Of the roles and groups that the proposal names, those that the human holds.
  private static Set<String> requiredRoles(Principal by, OpenPromotion open) {
    var held = new TreeSet<>(by.groups());
    by.roles().forEach(role -> held.add(role.name().toLowerCase(Locale.ROOT)));
    held.retainAll(
        open.roles().isEmpty()
            ? Set.of(Role.APPROVER.name().toLowerCase(Locale.ROOT))
            : open.roles());
    if (held.isEmpty()) {
      throw new ForbiddenException(
          "answering this promotion needs one of "
              + (open.roles().isEmpty() ? Set.of(Role.APPROVER) : new TreeSet<>(open.roles())));
    }
    return held;
  }

  /// A grant counts only under the rule that it was asked for under.
  private static void requireGrantable(OpenPromotion open, TenantPolicy policy) {
    policy
        .halted()
        .ifPresent(why -> {
          throw new InvalidFieldException(
              "tenant", "is halted, and no promotion is granted meanwhile: " + why);
        });
    boolean inForce =
        policy.ladder().stream()
            .flatMap(ladder -> inForce(ladder, open))
            .anyMatch(rule -> rule.equals(open.rule()));
    if (!inForce) {
      throw new InvalidFieldException(
          "proposal",
          "was made under '%s', which is no longer in force: reject it, or wait for the next one"
              .formatted(open.rule()));
    }
  }

  private static Stream<String> inForce(AutonomyLadder ladder, OpenPromotion open) {
    return ladder.level(open.from()).stream()
        .flatMap(level ->
            level.promotion().map(PromotionRule::to).filter(to -> to == open.to()).stream()
                .map(_ -> Assessment.rule(ladder, level.name() + ".promotion")));
  }
}
