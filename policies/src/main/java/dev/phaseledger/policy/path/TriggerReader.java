package dev.phaseledger.policy.path;

import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads `on`: exactly one trigger.
final class TriggerReader {

  /// Times that a trigger may count up to.
  private static final int COUNT_MAX = 10_000;

  /// Cost in percent of what was authorized.
  private static final int PERCENT_MAX = 10_000;

  private static final Alternative.Offer OFFER =
      new Alternative.Offer(
          "a trigger",
          "manual, breach, failures, vetoes, evidence-failed, heartbeat-stale, signal,"
              + " budget-overrun");

  private static final Map<String, Severity> SEVERITIES = Members.choices(Severity.values(), false);
  private static final Map<String, Subject.Kind> SUBJECTS = subjects();

  private final Problems problems;

  TriggerReader(Problems problems) {
    this.problems = problems;
  }

  Optional<Trigger> read(Members.Item on) {
    return Alternative.of(on, OFFER, problems)
        .flatMap(alternative -> trigger(alternative.name(), alternative.members()));
  }

  private Optional<Trigger> trigger(String name, Members members) {
    return switch (name) {
      case "manual" -> {
        members.only();
        yield Optional.of(new Trigger.Manual());
      }
      case "breach" -> {
        members.only("kinds", "clauses");
        yield Optional.of(new Trigger.Breach(globs(members, "kinds"), globs(members, "clauses")));
      }
      case "failures" -> counted(members, Trigger.Failures::new);
      case "vetoes" -> counted(members, Trigger.Vetoes::new);
      case "evidence-failed" -> {
        members.only("kinds");
        yield Optional.of(new Trigger.EvidenceFailed(globs(members, "kinds")));
      }
      case "heartbeat-stale" -> {
        members.only();
        yield Optional.of(new Trigger.HeartbeatStale());
      }
      case "signal" -> {
        members.only("kinds", "severity", "detectors");
        yield Optional.of(
            new Trigger.Signal(
                globs(members, "kinds"),
                members.choice("severity", SEVERITIES).orElse(Severity.LOW),
                globs(members, "detectors")));
      }
      case "budget-overrun" -> {
        members.only("percent");
        yield Optional.of(
            new Trigger.BudgetOverrun(members.integer("percent", 100, PERCENT_MAX).orElse(100)));
      }
      default -> {
        problems.add(
            members.place(), members.field(), "is not a trigger; known are " + OFFER.known());
        yield Optional.empty();
      }
    };
  }

  private interface CountedTrigger {
    Trigger of(int count, Duration within, Subject.Kind of);
  }

  private static Optional<Trigger> counted(Members members, CountedTrigger trigger) {
    members.only("count", "within", "of");
    Optional<Integer> count = members.require("count", members.integer("count", 1, COUNT_MAX));
    Optional<Duration> within =
        members.require("within", members.duration("within", RevocationPaths.WINDOW_MAX));
    Optional<Subject.Kind> of = members.require("of", members.choice("of", SUBJECTS));
    return count.isPresent() && within.isPresent() && of.isPresent()
        ? Optional.of(trigger.of(count.get(), within.get(), of.get()))
        : Optional.empty();
  }

  private List<String> globs(Members members, String name) {
    return Globs.read(members, name, problems);
  }

  private static Map<String, Subject.Kind> subjects() {
    Map<String, Subject.Kind> subjects = new TreeMap<>();
    for (Subject.Kind kind : Subject.Kind.values()) {
      subjects.put(kind.name().toLowerCase(Locale.ROOT), kind);
    }
    return subjects;
  }
}
