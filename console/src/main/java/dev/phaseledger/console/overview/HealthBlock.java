package dev.phaseledger.console.overview;

import dev.phaseledger.api.query.HealthMeasure;
import dev.phaseledger.api.query.HealthMeasure.Limit;
import dev.phaseledger.api.query.HealthView;
import dev.phaseledger.api.query.HealthView.Counted;
import dev.phaseledger.console.page.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// How well governance worked, as the overview shows it. Whatever is flagged says so in words.
///
/// @param flags what is worth a look, in sentences
/// @param signals how many failures were signalled, in words
/// @param detection how soon they were seen, in words; empty if there was none
record HealthBlock(
    List<Flag> flags,
    List<RateLine> rates,
    List<GateLine> gates,
    List<DriftLine> drifts,
    Figure signals,
    String detection,
    List<String> notKnown) {

  /// A number with the address of its entries.
  record Figure(String text, String href) {

    static Figure of(Counted counted) {
      return new Figure(
          String.format(Locale.ROOT, "%,d", counted.count()),
          "/console/entries?" + counted.entries());
    }
  }

  /// Something that exceeds its limit.
  record Flag(String subject, String meaning, String href) {}

  /// A share of all requests.
  ///
  /// @param width length of its bar, as a percentage
  /// @param limitAt where its limit is on the bar, as a percentage; empty without a limit
  /// @param judged what becomes of it beside its limit, in words
  record RateLine(
      String words,
      Figure part,
      Figure whole,
      String percent,
      String width,
      String limitAt,
      String judged,
      boolean flagged) {}

  /// What asked for approval.
  record GateLine(
      String name,
      Figure asked,
      Figure approved,
      Figure rejected,
      Figure waiting,
      String percent,
      String width,
      String limitAt,
      String judged,
      boolean flagged) {}

  /// Failures among outcomes, now and before.
  record DriftLine(
      String attribute,
      String value,
      Figure failed,
      Figure outcomes,
      String percent,
      String width,
      Figure failedBefore,
      Figure outcomesBefore,
      String percentBefore,
      String widthBefore,
      String judged,
      boolean flagged) {}

  private static final double WHOLE_BAR = 100;

  static HealthBlock of(HealthView view) {
    return new HealthBlock(
        flags(view),
        view.rates().stream().map(HealthBlock::rate).toList(),
        view.gates().stream().map(HealthBlock::gate).toList(),
        view.drifts().stream().map(HealthBlock::drift).toList(),
        signals(view.detection().signals()),
        detection(view.detection()),
        view.notKnown());
  }

  private static List<Flag> flags(HealthView view) {
    List<Flag> flags = new ArrayList<>();
    view.gates().stream()
        .filter(HealthView.Gate::flagged)
        .map(gate ->
            flag("Gate " + gate.name(), HealthMeasure.GATE_APPROVED, Figure.of(gate.asked())))
        .forEach(flags::add);
    view.rates().stream()
        .filter(HealthView.Rate::flagged)
        .map(rate -> flag(capital(rate.measure().words()), rate.measure(), Figure.of(rate.part())))
        .forEach(flags::add);
    view.drifts().stream()
        .filter(HealthView.Drift::flagged)
        .map(drift ->
            flag(
                capital(Words.of(drift.attribute().name())) + " " + drift.value(),
                HealthMeasure.DRIFT,
                Figure.of(drift.failed())))
        .forEach(flags::add);
    return flags;
  }

  private static Flag flag(String subject, HealthMeasure measure, Figure entries) {
    return new Flag(subject, measure.meaning(), entries.href());
  }

  private static RateLine rate(HealthView.Rate rate) {
    Optional<Limit> limit = rate.measure().limit();
    return new RateLine(
        capital(rate.measure().words()),
        Figure.of(rate.part()),
        Figure.of(rate.whole()),
        percent(rate.percent()),
        width(rate.percent()),
        limit.map(Limit::above).map(String::valueOf).orElse(""),
        judged(limit, rate.whole().count(), rate.flagged()),
        rate.flagged());
  }

  private static GateLine gate(HealthView.Gate gate) {
    Optional<Limit> limit = HealthMeasure.GATE_APPROVED.limit();
    return new GateLine(
        gate.name(),
        Figure.of(gate.asked()),
        Figure.of(gate.approved()),
        Figure.of(gate.rejected()),
        Figure.of(gate.waiting()),
        percent(gate.percentApproved()),
        width(gate.percentApproved()),
        limit.map(Limit::above).map(String::valueOf).orElse(""),
        judged(limit, gate.answered(), gate.flagged()),
        gate.flagged());
  }

  private static DriftLine drift(HealthView.Drift drift) {
    return new DriftLine(
        Words.of(drift.attribute().name()),
        drift.value(),
        Figure.of(drift.failed()),
        Figure.of(drift.outcomes()),
        percent(drift.percent()),
        width(drift.percent()),
        Figure.of(drift.failedBefore()),
        Figure.of(drift.outcomesBefore()),
        percent(drift.percentBefore()),
        width(drift.percentBefore()),
        judged(
            HealthMeasure.DRIFT.limit(),
            Math.min(drift.outcomes().count(), drift.outcomesBefore().count()),
            drift.flagged()),
        drift.flagged());
  }

  private static String judged(Optional<Limit> limit, long cases, boolean flagged) {
    if (limit.isEmpty()) {
      return "no limit";
    }
    String above = limit.get().above() + " " + limit.get().unit();
    if (flagged) {
      return "above " + above;
    }
    return cases < limit.get().sampleMin()
        ? "too few to say: %,d of %,d %s"
            .formatted(cases, limit.get().sampleMin(), limit.get().sampleUnit())
        : "within " + above;
  }

  private static Figure signals(Counted signals) {
    String words = signals.count() == 1 ? " failure signalled" : " failures signalled";
    Figure number = Figure.of(signals);
    return new Figure(number.text() + words, number.href());
  }

  private static String detection(HealthView.Detection detection) {
    return detection.signals().count() == 0
        ? ""
        : "half of them within %s, 95 of 100 within %s, the slowest after %s"
            .formatted(
                time(detection.medianMillis()),
                time(detection.p95Millis()),
                time(detection.worstMillis()));
  }

  /// In the largest unit that does not hide it.
  private static String time(long millis) {
    if (millis < 1_000) {
      return millis + " ms";
    }
    double seconds = millis / 1_000.0;
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    double minutes = seconds / 60;
    if (minutes < 120) {
      return String.format(Locale.ROOT, "%.1f min", minutes);
    }
    double hours = minutes / 60;
    return hours < 48
        ? String.format(Locale.ROOT, "%.1f h", hours)
        : String.format(Locale.ROOT, "%.1f days", hours / 24);
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent()
        ? String.format(Locale.ROOT, "%.1f %%", share.getAsDouble())
        : "no cases";
  }

  private static String width(OptionalDouble share) {
    return String.format(Locale.ROOT, "%.1f", Math.min(WHOLE_BAR, share.orElse(0)));
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
