package dev.phaseledger.policy.ladder;

import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// One level of a ladder.
///
/// @param number from 0 (the least authority) to 9
/// @param name unique within the ladder
/// @param description for people; empty if the ladder gives none
/// @param requireApproval actions that need an approval at this level
/// @param promotion what takes an agent further up; none if nothing does
/// @param demotions what takes an agent down, in declaration order
public record Level(
    int number,
    String name,
    String description,
    May may,
    Optional<ApprovalRule> requireApproval,
    Optional<PromotionRule> promotion,
    List<DemotionRule> demotions) {

  /// Data classes that a refusal names at most.
  private static final int CLASSES_NAMED_MAX = 5;

  public Level {
    demotions = List.copyOf(demotions);
  }

  /// What an agent at the level may do, if its contract grants it too.
  ///
  /// @param actions globs of action names, `*` standing for any characters; empty means none
  /// @param irreversible whether it may do what cannot be undone
  /// @param costMicrosMax cost of one dispatch, in millionths of the tenant's currency
  /// @param dataClasses classes of data it may handle; without it the level does not limit them
  /// @param unattended whether it may act without an approval for every dispatch; where it may not,
  ///   one approver of any role suffices unless an approval rule says more
  public record May(
      List<String> actions,
      boolean irreversible,
      OptionalLong costMicrosMax,
      Optional<Set<String>> dataClasses,
      boolean unattended) {
    public May {
      actions = List.copyOf(actions);
      dataClasses = dataClasses.map(Set::copyOf);
    }
  }

  /// Actions that need an approval, and whose.
  ///
  /// @param actions globs of action names, `*` standing for any characters
  public record ApprovalRule(List<String> actions, ApprovalRequirement requirement) {
    public ApprovalRule {
      actions = List.copyOf(actions);
    }
  }

  /// What takes an agent to a higher level.
  ///
  /// @param to the level it leads to
  /// @param when the criterion, as its author wrote it
  /// @param roles roles of which each granter must hold one; empty if the rule alone suffices
  /// @param coolDown time that an agent must have held this level, however it came to it
  public record PromotionRule(
      int to, String when, Granting grantedBy, Set<String> roles, Duration coolDown) {
    public PromotionRule {
      roles = Set.copyOf(roles);
    }
  }

  /// What takes an agent to a lower level.
  ///
  /// @param name unique within the level
  /// @param when the criterion, as its author wrote it
  /// @param to the level it leads to
  public record DemotionRule(String name, String when, int to) {}

  /// How people read it, such as `level 2 (engineer)`.
  String title() {
    return "level " + number + " (" + name + ")";
  }

  Optional<Refusal> refusal(DispatchRequest request) {
    if (!anyMatches(may.actions(), request.action())) {
      return refuse(
          "ladder.actions", "the action " + request.action() + " is not among what it may do");
    }
    if (request.irreversible() && !may.irreversible()) {
      return refuse("ladder.irreversible", "it may not do what cannot be undone");
    }
    if (may.costMicrosMax().isPresent() && request.costMicros() > may.costMicrosMax().getAsLong()) {
      return refuse(
          "ladder.costMicrosMax",
          "a cost of "
              + request.costMicros()
              + " millionths is more than the "
              + may.costMicrosMax().getAsLong()
              + " it may spend at a time");
    }
    return may.dataClasses().flatMap(allowed -> dataClasses(allowed, request));
  }

  private Optional<Refusal> dataClasses(Set<String> allowed, DispatchRequest request) {
    if (allowed.containsAll(request.dataClasses())) {
      return Optional.empty();
    }
    List<String> beyond =
        request.dataClasses().stream().filter(name -> !allowed.contains(name)).sorted().toList();
    String named = beyond.stream().limit(CLASSES_NAMED_MAX).collect(Collectors.joining(", "));
    int left = beyond.size() - CLASSES_NAMED_MAX;
    return refuse(
        "ladder.dataClasses",
        "it may not handle data of class " + named + (left > 0 ? " and " + left + " more" : ""));
  }

  private Optional<Refusal> refuse(String clause, String why) {
    return Optional.of(new Refusal(clause, "at " + title() + " " + why));
  }

  Optional<ApprovalRequirement> approval(DispatchRequest request) {
    Optional<ApprovalRequirement> named =
        requireApproval
            .filter(rule -> anyMatches(rule.actions(), request.action()))
            .map(ApprovalRule::requirement);
    return named.isPresent() || may.unattended()
        ? named
        : Optional.of(new ApprovalRequirement(Set.of(), 1));
  }

  private static boolean anyMatches(List<String> globs, String action) {
    for (String glob : globs) {
      if (ActionGlob.matches(glob, action)) {
        return true;
      }
    }
    return false;
  }
}
