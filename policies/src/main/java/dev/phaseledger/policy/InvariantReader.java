package dev.phaseledger.policy;

import com.google.common.collect.ImmutableMap;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.Escalation;
import dev.phaseledger.api.event.Until;
import dev.phaseledger.api.event.Waits;
import dev.phaseledger.policy.MapDefinition.FailurePolicy;
import dev.phaseledger.policy.MapDefinition.Invariant;
import dev.phaseledger.policy.MapDefinition.Match;
import dev.phaseledger.policy.MapDefinition.Reaction;
import dev.phaseledger.policy.cel.Durations;
import dev.phaseledger.policy.cel.Suggestions;
import dev.phaseledger.policy.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads `spec.invariants`.
final class InvariantReader {

  /// Match conditions of an invariant, and parameters it may set.
  private static final int PARTS_MAX = 20;

  /// Audit annotations of an invariant.
  private static final int ANNOTATIONS_MAX = 10;

  /// Commands, phases and roles in one list.
  static final int NAMES_MAX = 200;

  /// Distinct approvers that an invariant may demand.
  private static final int APPROVERS_MAX = 20;

  /// Length of what a deferred dispatch waits for, in UTF-16 code units.
  private static final int UNTIL_CHARS_MAX = 200;

  /// Steps that an invariant may take an agent down.
  private static final int LEVELS_MAX = 10;

  private static final Map<String, Enforcement> ENFORCEMENTS =
      Members.choices(Enforcement.values(), true);
  static final Map<String, FailurePolicy> POLICIES = Members.choices(FailurePolicy.values(), true);
  private static final Map<String, Severity> SEVERITIES =
      Arrays.stream(Severity.values())
          .collect(
              ImmutableMap.toImmutableMap(
                  severity -> severity.name().toLowerCase(Locale.ROOT), severity -> severity));
  private static final Map<String, Effect> EFFECTS = Members.choices(Effect.values(), false);

  private final Members members;
  private final Defaults map;

  private InvariantReader(Members members, Defaults map) {
    this.members = members;
    this.map = map;
  }

  /// What a map says for those of its invariants that do not say it themselves.
  record Defaults(Match match, Optional<FailurePolicy> failurePolicy) {}

  /// The invariant, unless it lacks what it cannot do without.
  ///
  /// @param map what its map says for it
  static Optional<Invariant> read(Members members, Defaults map) {
    return new InvariantReader(members, map).read();
  }

  private Optional<Invariant> read() {
    members.only(
        "id",
        "description",
        "severity",
        "enforcement",
        "failurePolicy",
        "matchConstraints",
        "matchConditions",
        "expression",
        "messageExpression",
        "message",
        "auditAnnotations",
        "onViolation");
    Optional<String> id = members.identifier("id");
    Optional<ExpressionSource> expression =
        members.require("expression", members.expression("expression"));
    Enforcement enforcement =
        members.choice("enforcement", ENFORCEMENTS).orElse(Enforcement.ENFORCE);
    Optional<FailurePolicy> policy =
        members.choice("failurePolicy", POLICIES).or(map::failurePolicy);
    Optional<Severity> severity = members.choice("severity", SEVERITIES);
    String description = members.text("description", 500).orElse("");
    Optional<String> message = members.text("message", 500);
    Optional<ExpressionSource> messageExpression = members.expression("messageExpression");
    Map<String, ExpressionSource> annotations = annotations();
    Match match = match(members);
    List<ExpressionSource> conditions = conditions();
    Set<EnforcementPoint> points = match.pointsIn(map.match());
    Reaction reaction = reaction(enforcement, points);
    possible(reaction.effect(), points);
    if (id.isEmpty() || expression.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Invariant(
            id.get(),
            description,
            severity,
            enforcement,
            policy,
            match,
            conditions,
            expression.get(),
            messageExpression,
            message,
            annotations,
            reaction));
  }

  static Match match(Members members) {
    return members
        .members("matchConstraints")
        .map(constraints -> {
          constraints.only("points", "commands", "phases");
          return new Match(
              points(constraints),
              constraints.texts("commands", NAMES_MAX),
              constraints.texts("phases", NAMES_MAX));
        })
        .orElse(Match.ANY);
  }

  private static Set<EnforcementPoint> points(Members constraints) {
    Set<EnforcementPoint> points = EnumSet.noneOf(EnforcementPoint.class);
    for (Members.Item item : constraints.items("points", PointRules.NAMES.size())) {
      EnforcementPoint point =
          item.node() instanceof YamlNode.Text text ? PointRules.NAMES.get(text.value()) : null;
      if (point == null) {
        constraints.problem(
            item,
            "must be one of " + String.join(", ", PointRules.NAMES.keySet()),
            item.node() instanceof YamlNode.Text text
                ? Suggestions.hint(text.value(), PointRules.NAMES.keySet())
                : "");
      } else if (!points.add(point)) {
        constraints.problem(item, "is named twice", "");
      }
    }
    return points;
  }

  private List<ExpressionSource> conditions() {
    List<ExpressionSource> conditions = new ArrayList<>();
    members.each(
        "matchConditions",
        PARTS_MAX,
        condition -> {
          condition.only("name", "expression");
          condition.identifier("name");
          condition
              .require("expression", condition.expression("expression"))
              .ifPresent(conditions::add);
        });
    return conditions;
  }

  private Map<String, ExpressionSource> annotations() {
    Map<String, ExpressionSource> annotations = new LinkedHashMap<>();
    members.each(
        "auditAnnotations",
        ANNOTATIONS_MAX,
        annotation -> {
          annotation.only("key", "valueExpression");
          Optional<String> key = annotation.identifier("key");
          Optional<ExpressionSource> value =
              annotation.require("valueExpression", annotation.expression("valueExpression"));
          if (key.isPresent() && annotations.containsKey(key.get())) {
            annotation.problem("key", "is used by another annotation of the invariant");
          } else if (key.isPresent() && value.isPresent()) {
            annotations.put(key.get(), value.get());
          }
        });
    return annotations;
  }

  /// What has happened cannot be vetoed, and what is no dispatch cannot be constrained.
  private void possible(Effect effect, Set<EnforcementPoint> points) {
    for (EnforcementPoint point : points) {
      if (!PointRules.effects(point).contains(effect)) {
        Members on = members.members("onViolation").orElse(members);
        on.problem(
            "effect",
            "%s is not possible at the point %s; possible are %s"
                .formatted(
                    effect,
                    point.text(),
                    PointRules.effects(point).stream()
                        .map(Effect::name)
                        .collect(Collectors.joining(", "))));
      }
    }
  }

  /// An enforced invariant that says nothing about violations refuses what it can.
  private Reaction reaction(Enforcement enforcement, Set<EnforcementPoint> points) {
    Effect strongest =
        points.stream().allMatch(point -> PointRules.effects(point).contains(Effect.VETO))
            ? Effect.VETO
            : Effect.SIGNAL;
    Effect otherwise = enforcement == Enforcement.ENFORCE ? strongest : Effect.NONE;
    return members
        .members("onViolation")
        .map(this::reaction)
        .orElseGet(() ->
            new Reaction(
                otherwise,
                new ApprovalRequirement(Set.of(), 1),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                0));
  }

  private Reaction reaction(Members on) {
    Effect effect = on.require("effect", on.choice("effect", EFFECTS)).orElse(Effect.VETO);
    switch (effect) {
      case NONE, SIGNAL, VETO, REVOKE -> on.only("effect");
      case DEMOTE -> on.only("effect", "levels");
      case CONSTRAIN -> on.only("effect", "set");
      case REQUIRE_APPROVAL -> on.only("effect", "roles", "quorum", "count", "timeout", "escalate");
      case DEFER -> on.only("effect", "until", "timeout");
    }
    Map<String, ExpressionSource> set = set(on);
    if (effect == Effect.CONSTRAIN && set.isEmpty()) {
      on.problem("set", "must name the parameters that are set");
    }
    Optional<Duration> timeout = duration(on, "timeout", Waits.TIMEOUT_MAX);
    return new Reaction(
        effect,
        new ApprovalRequirement(
            Set.copyOf(on.texts("roles", NAMES_MAX)),
            quorum(on),
            effect == Effect.REQUIRE_APPROVAL
                ? escalation(on, timeout.orElse(Waits.TIMEOUT_DEFAULT))
                : Optional.empty()),
        set,
        effect == Effect.DEFER ? until(on) : Optional.empty(),
        timeout,
        effect == Effect.DEMOTE ? on.integer("levels", 1, LEVELS_MAX).orElse(1) : 0);
  }

  /// `count` is the older name of `quorum`.
  private static int quorum(Members on) {
    Optional<Integer> quorum = on.integer("quorum", 1, APPROVERS_MAX);
    Optional<Integer> count = on.integer("count", 1, APPROVERS_MAX);
    if (quorum.isPresent() && count.isPresent()) {
      on.problem("count", "means the same as quorum: leave it out");
    }
    return quorum.or(() -> count).orElse(1);
  }

  private static Optional<String> until(Members on) {
    Optional<String> until = on.text("until", UNTIL_CHARS_MAX);
    if (until.isPresent() && Until.parse(until.get()).isEmpty()) {
      on.problem(
          "until",
          "must be EVIDENCE(kind), FACT(name), FACT(name,key), TIME(2026-06-30T00:00:00Z) or"
              + " AFTER(PT1H), or several of them with '&' between");
      return Optional.empty();
    }
    return until;
  }

  private static Optional<Escalation> escalation(Members on, Duration timeout) {
    return on.members("escalate")
        .flatMap(escalate -> {
          escalate.only("after", "roles");
          Optional<Duration> after =
              escalate.require("after", duration(escalate, "after", Waits.TIMEOUT_MAX));
          Set<String> roles = Set.copyOf(escalate.texts("roles", NAMES_MAX));
          if (roles.isEmpty()) {
            escalate.problem("roles", "must name at least one role");
          }
          if (after.isPresent() && after.get().compareTo(timeout) >= 0) {
            escalate.problem("after", "must be shorter than the timeout, " + timeout);
          }
          return after.map(time -> new Escalation(time, roles));
        });
  }

  /// As maps write it elsewhere, `1h30m`, or in the form of ISO 8601, `PT1H30M`.
  private static Optional<Duration> duration(String text) {
    Optional<Duration> written = Durations.parse(text);
    if (written.isPresent()) {
      return written;
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> duration(Members on, String name, Duration max) {
    Optional<String> text = on.text(name, 40);
    Optional<Duration> duration =
        text.flatMap(InvariantReader::duration)
            .filter(time -> time.compareTo(Waits.TIMEOUT_MIN) >= 0 && time.compareTo(max) <= 0);
    if (text.isPresent() && duration.isEmpty()) {
      on.problem(
          name,
          "must be a length of time such as 90m, 2h, 7d or PT2H, from %d second to %d days"
              .formatted(Waits.TIMEOUT_MIN.toSeconds(), max.toDays()));
    }
    return duration;
  }

  private static Map<String, ExpressionSource> set(Members on) {
    Map<String, ExpressionSource> set = new LinkedHashMap<>();
    on.members("set")
        .ifPresent(members -> {
          members
              .all()
              .keySet()
              .forEach(name -> members.expression(name).ifPresent(value -> set.put(name, value)));
          if (set.size() > PARTS_MAX) {
            on.problem("set", "must not set more than " + PARTS_MAX + " parameters");
          }
        });
    return set;
  }
}
