package dev.phaseledger.query.health;

import dev.phaseledger.api.query.EntryFilter.Sign;
import dev.phaseledger.api.query.HealthMeasure;
import dev.phaseledger.api.query.HealthView;
import dev.phaseledger.api.query.HealthView.Attribute;
import dev.phaseledger.api.query.HealthView.Detection;
import dev.phaseledger.api.query.HealthView.Drift;
import dev.phaseledger.api.query.HealthView.Gate;
import dev.phaseledger.api.query.HealthView.Rate;
import java.util.ArrayList;
import java.util.List;

/// Makes numbers with their entries, and what they cannot tell, of what was counted. Pure.
final class HealthReport {

  private static final String RELEASED = "RELEASED,SUCCEEDED,FAILED,UNKNOWN";
  private static final String WITH_OUTCOME = "SUCCEEDED,FAILED,UNKNOWN";

  private final Found found;
  private final EntryLink entries;

  private HealthReport(Found found) {
    this.found = found;
    this.entries = EntryLink.within(found.from(), found.to());
  }

  static HealthView of(Found found) {
    HealthReport report = new HealthReport(found);
    return new HealthView(
        found.from(),
        found.to(),
        found.before(),
        report.rates(),
        found.gates().stream().map(report::gate).toList(),
        report.detection(),
        found.outcomes().stream().map(report::drift).toList(),
        report.notKnown(),
        found.position());
  }

  private List<Rate> rates() {
    Found.Requests requests = found.requests();
    EntryLink all = entries.requests();
    return List.of(
        new Rate(
            HealthMeasure.INCIDENTS,
            signs(Sign.INCIDENT).counted(requests.incidents()),
            signs(Sign.UNASKED).counted(requests.unasked())),
        new Rate(
            HealthMeasure.VETOED,
            all.with("verdict", "VETOED").counted(requests.vetoed()),
            all.counted(requests.all())),
        new Rate(
            HealthMeasure.DEFERRED,
            all.with("verdict", "DEFERRED").counted(requests.deferred()),
            all.counted(requests.all())),
        new Rate(
            HealthMeasure.REPLANS,
            signs(Sign.REPLAN).counted(requests.replans()),
            signs(Sign.IN_RUN).counted(requests.runs())),
        new Rate(
            HealthMeasure.STALE_FACTS,
            signs(Sign.STALE_FACTS).counted(found.facts().old()),
            signs(Sign.FACTS_READ).counted(found.facts().read())));
  }

  private EntryLink signs(Sign sign) {
    return entries.with("sign", sign.name());
  }

  private Gate gate(Found.Asked asked) {
    EntryLink asking = entries.with("gate", asked.gate());
    return new Gate(
        asked.gate(),
        asking.counted(asked.asked()),
        asking.with("state", RELEASED).counted(asked.approved()),
        asking.with("state", "REJECTED").counted(asked.rejected()),
        asking.with("state", "PENDING").counted(asked.waiting()));
  }

  private Detection detection() {
    Found.Times times = found.times();
    return new Detection(
        entries.with("type", "failure.signalled").counted(times.signals()),
        times.median(),
        times.p95(),
        times.worst());
  }

  private Drift drift(Found.Outcomes outcomes) {
    EntryLink now = alike(entries, outcomes);
    EntryLink then = alike(EntryLink.within(found.before(), found.from()), outcomes);
    return new Drift(
        outcomes.attribute(),
        outcomes.value(),
        now.with("state", "FAILED").counted(outcomes.failed()),
        now.with("state", WITH_OUTCOME).counted(outcomes.outcomes()),
        then.with("state", "FAILED").counted(outcomes.failedBefore()),
        then.with("state", WITH_OUTCOME).counted(outcomes.outcomesBefore()));
  }

  private static EntryLink alike(EntryLink within, Found.Outcomes outcomes) {
    return within.requests().with(parameter(outcomes.attribute()), outcomes.value());
  }

  private static String parameter(Attribute attribute) {
    return switch (attribute) {
      case ACTION -> "action";
      case AGENT -> "agent";
      case PHASE -> "phase";
    };
  }

  private List<String> notKnown() {
    Found.Requests requests = found.requests();
    List<String> sentences = new ArrayList<>();
    sentences.add("Failures that nobody signalled are in none of these numbers.");
    if (requests.inRun() < requests.all()) {
      sentences.add(
          "Of %,d requests, %,d name no run: whether they were replans is not known."
              .formatted(requests.all(), requests.all() - requests.inRun()));
    }
    if (requests.inRun() > 0) {
      sentences.add(
          "A replan is seen where a run asks again after the request before was refused or had"
              + " failed; plans themselves, and what agents do not ask for, are not on record.");
    }
    if (requests.open() > 0) {
      sentences.add("%,d released requests have no outcome on record.".formatted(requests.open()));
    }
    if (requests.afterTheFact() > 0) {
      sentences.add(
          "%,d requests were judged after the fact: the ledger released nothing and asked nobody;"
                  .formatted(requests.afterTheFact())
              + " their vetoes, deferrals and outcomes are counted.");
    }
    if (found.times().signals() > 0) {
      sentences.add(
          "Times to detection begin when a failure is said to have occurred; nobody checked that.");
    }
    if (found.gates().stream().anyMatch(gate -> gate.gate().startsWith("ladder/"))) {
      sentences.add(
          "A level of the ladder that asked beside an invariant is not told apart from it: levels"
              + " are counted where they asked alone.");
    }
    if (found.outcomes().stream().allMatch(outcomes -> outcomes.outcomesBefore() == 0)) {
      sentences.add("The time before has no outcomes: drift is not known.");
    }
    return sentences;
  }
}
