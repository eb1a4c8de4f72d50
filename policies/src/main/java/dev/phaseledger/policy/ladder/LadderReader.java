package dev.phaseledger.policy.ladder;

import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.policy.ExpressionSource;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.ladder.LadderDefinition.DemotionDefinition;
import dev.phaseledger.policy.ladder.LadderDefinition.LevelDefinition;
import dev.phaseledger.policy.ladder.LadderDefinition.PromotionDefinition;
import dev.phaseledger.policy.ladder.Level.ApprovalRule;
import dev.phaseledger.policy.ladder.Level.May;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Reads a ladder's `spec` and reports every way in which it is not one.
final class LadderReader {

  /// Highest number of a level; the lowest is 0.
  static final int NUMBER_MAX = 9;

  /// Levels of a ladder.
  static final int LEVELS_MAX = NUMBER_MAX + 1;

  /// Demotion rules of a level.
  static final int DEMOTIONS_MAX = 20;

  /// Globs, roles or data classes in one list.
  static final int NAMES_MAX = 200;

  /// Length of a glob, a role or a data class, in UTF-16 code units.
  static final int NAME_CHARS_MAX = 200;

  /// Distinct approvers that a level may demand.
  static final int APPROVERS_MAX = 20;

  /// Longest time that a promotion may ask an agent to wait.
  static final Duration COOL_DOWN_MAX = Duration.ofDays(3_650);

  private static final Duration COOL_DOWN = Duration.ofDays(1);

  private static final Map<String, Granting> GRANTINGS =
      new TreeMap<>(
          Map.of("rule", Granting.RULE, "human", Granting.HUMAN, "four-eyes", Granting.FOUR_EYES));

  private final List<LevelDefinition> levels = new ArrayList<>();
  private final Set<Integer> numbers = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private boolean complete = true;

  private LadderReader() {}

  static LadderDefinition read(Members spec) {
    return new LadderReader().ladder(spec);
  }

  private LadderDefinition ladder(Members spec) {
    spec.only("environment", "levels");
    if (spec.find("environment").isPresent()) {
      spec.constant("environment", Environment.ID);
    }
    if (spec.require("levels", spec.find("levels")).isPresent()
        && spec.items("levels", LEVELS_MAX).isEmpty()) {
      spec.problem("levels", "must hold at least one level");
    }
    spec.each("levels", LEVELS_MAX, this::level);
    return new LadderDefinition(levels, complete);
  }

  private void level(Members members) {
    members.only("level", "name", "description", "may", "requireApproval", "promotion", "demotion");
    Optional<Integer> number = members.require("level", members.integer("level", 0, NUMBER_MAX));
    Optional<String> name = members.identifier("name");
    String description = members.text("description", 500).orElse("");
    Optional<May> may = members.require("may", members.members("may")).map(LadderReader::may);
    Optional<ApprovalRule> approval =
        members.members("requireApproval").map(LadderReader::approval);
    Optional<PromotionDefinition> promotion =
        members.members("promotion").flatMap(LadderReader::promotion);
    List<DemotionDefinition> demotions = demotions(members);
    if (number.isPresent() && inOrder(members, number.get()) && name.isPresent()) {
      if (!names.add(name.get())) {
        members.problem("name", "is used by another level");
      }
      levels.add(
          new LevelDefinition(
              members,
              number.get(),
              name.get(),
              description,
              may.orElseGet(
                  () -> new May(List.of(), false, OptionalLong.empty(), Optional.empty(), true)),
              approval,
              promotion,
              demotions));
    } else {
      complete = false;
    }
  }

  private boolean inOrder(Members members, int number) {
    if (!numbers.add(number)) {
      members.problem("level", "is used by another level");
      return false;
    }
    if (!levels.isEmpty() && number < levels.getLast().number()) {
      members.problem(
          "level", "must be higher than the one before it, which is " + levels.getLast().number());
      return false;
    }
    return true;
  }

  private static May may(Members may) {
    may.only("actions", "irreversible", "costMicrosMax", "dataClasses", "unattended");
    may.require("actions", may.find("actions"));
    return new May(
        names(may, "actions"),
        may.bool("irreversible").orElse(false),
        may.amount("costMicrosMax", 0, Long.MAX_VALUE)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()),
        may.find("dataClasses").map(_ -> Set.copyOf(names(may, "dataClasses"))),
        may.bool("unattended").orElse(true));
  }

  private static ApprovalRule approval(Members approval) {
    approval.only("actions", "roles", "count");
    List<String> actions = names(approval, "actions");
    if (approval.require("actions", approval.find("actions")).isPresent() && actions.isEmpty()) {
      approval.problem("actions", "must name at least one action");
    }
    return new ApprovalRule(
        actions,
        new ApprovalRequirement(
            Set.copyOf(names(approval, "roles")),
            approval.integer("count", 1, APPROVERS_MAX).orElse(1)));
  }

  private static Optional<PromotionDefinition> promotion(Members promotion) {
    promotion.only("to", "when", "grantedBy", "roles", "coolDown");
    Optional<Integer> to = promotion.integer("to", 0, NUMBER_MAX);
    Optional<ExpressionSource> when = promotion.require("when", promotion.expression("when"));
    Optional<Granting> grantedBy =
        promotion.require("grantedBy", promotion.choice("grantedBy", GRANTINGS));
    Set<String> roles = Set.copyOf(names(promotion, "roles"));
    grantedBy.ifPresent(granting -> {
      if (granting.humans() > 0 && roles.isEmpty()) {
        promotion.problem("roles", "must name a role that whoever grants the promotion holds");
      }
      if (granting.humans() == 0 && !roles.isEmpty()) {
        promotion.problem("roles", "nobody is asked where a rule grants the promotion");
      }
    });
    Duration coolDown = promotion.duration("coolDown", COOL_DOWN_MAX).orElse(COOL_DOWN);
    if (when.isEmpty() || grantedBy.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PromotionDefinition(promotion, to, when.get(), grantedBy.get(), roles, coolDown));
  }

  private static List<DemotionDefinition> demotions(Members level) {
    List<DemotionDefinition> demotions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    level.each(
        "demotion",
        DEMOTIONS_MAX,
        demotion -> {
          demotion.only("name", "when", "to", "by");
          Optional<String> name = demotion.identifier("name");
          if (name.isPresent() && !names.add(name.get())) {
            demotion.problem("name", "is used by another demotion of this level");
          }
          Optional<ExpressionSource> when = demotion.require("when", demotion.expression("when"));
          if (demotion.find("to").isPresent() && demotion.find("by").isPresent()) {
            demotion.problem("by", "cannot be given together with 'to'");
          }
          Optional<Integer> to = demotion.integer("to", 0, NUMBER_MAX);
          int by = demotion.integer("by", 1, NUMBER_MAX).orElse(1);
          if (name.isPresent() && when.isPresent()) {
            demotions.add(new DemotionDefinition(demotion, name.get(), when.get(), to, by));
          }
        });
    return demotions;
  }

  private static List<String> names(Members members, String list) {
    List<String> names = members.texts(list, NAMES_MAX);
    names.stream()
        .filter(name -> name.length() > NAME_CHARS_MAX)
        .findFirst()
        .ifPresent(_ ->
            members.problem(
                list, "must not hold texts of more than " + NAME_CHARS_MAX + " characters"));
    return names;
  }
}
