package dev.phaseledger.policy;

import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Escalation;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.api.event.Until;
import dev.phaseledger.api.event.Waits;
import dev.phaseledger.api.value.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Makes one evaluation out of what the invariants said.
final class Tally {

  /// Length of an explanation, in UTF-16 code units.
  private static final int EXPLANATION_CHARS_MAX = 2_000;

  /// Room for the names of what stands against a request, in UTF-16 code units.
  private static final int NAMES_CHARS = 100;

  private final List<Finding> findings;
  private final FactReads facts;

  private Tally(List<Finding> findings, FactReads facts) {
    this.findings = findings;
    this.facts = facts;
  }

  static Evaluation of(List<Finding> findings, FactReads facts) {
    return new Tally(findings, facts).evaluation(JsonValue.Fields.EMPTY);
  }

  static Evaluation of(List<Finding> findings, FactReads facts, JsonValue.Fields parameters) {
    return new Tally(findings, facts).evaluation(parameters);
  }

  private Evaluation evaluation(JsonValue.Fields parameters) {
    Effect strongest = strongest();
    Optional<String> contradiction =
        strongest == Effect.CONSTRAIN ? contradiction() : Optional.empty();
    Effect effect = contradiction.isPresent() ? Effect.VETO : strongest;
    return new Evaluation(
        results(findings),
        facts.reads(),
        effect,
        effect == Effect.CONSTRAIN ? Optional.of(rewritten(parameters)) : Optional.empty(),
        effect == Effect.REQUIRE_APPROVAL ? Optional.of(approval()) : Optional.empty(),
        effect == Effect.DEFER ? until() : Optional.empty(),
        timeout(effect),
        levels(),
        results(with(Effect.SIGNAL)),
        shortened(contradiction.orElseGet(() -> explanation(effect))),
        facts.counts());
  }

  private Effect strongest() {
    Effect strongest = Effect.NONE;
    for (Finding finding : findings) {
      if (finding.effect().compareTo(strongest) > 0) {
        strongest = finding.effect();
      }
    }
    return strongest;
  }

  private int levels() {
    int levels = 0;
    for (Finding finding : findings) {
      if (finding.effect() == Effect.DEMOTE) {
        levels = Math.max(levels, finding.invariant().levels());
      }
    }
    return levels;
  }

  private List<Finding> with(Effect effect) {
    List<Finding> with = List.of();
    for (Finding finding : findings) {
      if (finding.effect() == effect) {
        with = with.isEmpty() ? new ArrayList<>() : with;
        with.add(finding);
      }
    }
    return with;
  }

  private static List<InvariantResult> results(List<Finding> findings) {
    if (findings.isEmpty()) {
      return List.of();
    }
    InvariantResult[] results = new InvariantResult[findings.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = findings.get(i).result();
    }
    return List.of(results);
  }

  /// Two invariants that set one parameter to different values leave no value to act on.
  private Optional<String> contradiction() {
    Map<String, Finding> first = new TreeMap<>();
    for (Finding finding : with(Effect.CONSTRAIN)) {
      for (Map.Entry<String, JsonValue> entry : finding.set().entrySet()) {
        Finding other = first.putIfAbsent(entry.getKey(), finding);
        if (other != null && !entry.getValue().equals(other.set().get(entry.getKey()))) {
          return Optional.of(
              "Vetoed because "
                  + id(other.result())
                  + " and "
                  + id(finding.result())
                  + " demand different values of "
                  + entry.getKey()
                  + ".");
        }
      }
    }
    return Optional.empty();
  }

  private JsonValue.Fields rewritten(JsonValue.Fields parameters) {
    TreeMap<String, JsonValue> members = new TreeMap<>(parameters.members());
    with(Effect.CONSTRAIN).forEach(finding -> members.putAll(finding.set()));
    return new JsonValue.Fields(members);
  }

  private ApprovalRequirement approval() {
    Set<String> roles = new TreeSet<>();
    int count = 1;
    for (Finding finding : with(Effect.REQUIRE_APPROVAL)) {
      roles.addAll(finding.invariant().approval().roles());
      count = Math.max(count, finding.invariant().approval().count());
    }
    return new ApprovalRequirement(roles, count, escalation());
  }

  /// The latest of what is demanded, so that no invariant's approval is opened to others before its
  /// own time; none if the dispatch is closed before.
  private Optional<Escalation> escalation() {
    Set<String> roles = new TreeSet<>();
    Duration after = Duration.ZERO;
    for (Finding finding : with(Effect.REQUIRE_APPROVAL)) {
      Optional<Escalation> escalation = finding.invariant().approval().escalation();
      if (escalation.isPresent()) {
        roles.addAll(escalation.get().roles());
        Duration other = escalation.get().after();
        after = other.compareTo(after) > 0 ? other : after;
      }
    }
    Duration timeout = timeout(Effect.REQUIRE_APPROVAL).orElse(Waits.TIMEOUT_DEFAULT);
    return roles.isEmpty() || after.compareTo(timeout) >= 0
        ? Optional.empty()
        : Optional.of(new Escalation(after, roles));
  }

  private Optional<Duration> timeout(Effect effect) {
    if (effect != Effect.REQUIRE_APPROVAL && effect != Effect.DEFER) {
      return Optional.empty();
    }
    return with(effect).stream()
        .flatMap(finding -> finding.invariant().timeout().stream())
        .min(Duration::compareTo);
  }

  private Optional<String> until() {
    Set<String> until = new TreeSet<>();
    for (Finding finding : with(Effect.DEFER)) {
      finding
          .invariant()
          .until()
          .ifPresent(said -> Arrays.stream(said.split("&")).map(String::strip).forEach(until::add));
    }
    return until.isEmpty()
        ? Optional.empty()
        : Optional.of(
            until.stream().limit(Until.CONDITIONS_MAX).collect(Collectors.joining(" & ")));
  }

  private String explanation(Effect effect) {
    return switch (effect) {
      case NONE -> unhindered();
      case SIGNAL -> "Authorized, with a failure signal, by " + named(effect);
      case DEMOTE -> "Authorized, with a demotion, by " + named(effect);
      case CONSTRAIN -> "Constrained by " + named(effect);
      case REQUIRE_APPROVAL -> "Approval is required by " + named(effect);
      case DEFER -> "Deferred by " + named(effect);
      case VETO -> "Vetoed by " + named(effect);
      case REVOKE -> "Vetoed, and the contract revoked, by " + named(effect);
    };
  }

  private String unhindered() {
    if (findings.isEmpty()) {
      return "No invariant applies.";
    }
    List<String> broken = new ArrayList<>(0);
    for (Finding finding : findings) {
      Outcome outcome = finding.result().outcome();
      if (outcome == Outcome.VIOLATED || outcome == Outcome.ERROR) {
        broken.add(id(finding.result()));
      }
    }
    return broken.isEmpty()
        ? "None of " + findings.size() + " invariants stands against it."
        : "Nothing that is enforced stands against it in "
            + findings.size()
            + " invariants, though these do not hold: "
            + String.join(", ", broken)
            + ".";
  }

  private String named(Effect effect) {
    StringBuilder names = new StringBuilder(NAMES_CHARS);
    for (Finding finding : findings) {
      if (finding.effect() == effect) {
        names.append(names.isEmpty() ? "" : " and ").append(finding.result().map()).append('/');
        names.append(finding.result().invariant()).append(" (");
        names.append(finding.result().message()).append(')');
      }
    }
    return names.append('.').toString();
  }

  private static String id(InvariantResult result) {
    return result.map() + "/" + result.invariant();
  }

  private static String shortened(String text) {
    if (text.length() <= EXPLANATION_CHARS_MAX) {
      return text;
    }
    int end = EXPLANATION_CHARS_MAX - 3;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}
