package dev.phaseledger.query.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.query.HealthMeasure;
import dev.phaseledger.api.query.HealthView;
import dev.phaseledger.api.query.HealthView.Counted;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// How well governance worked, as it is sent.
record HealthBody(
    Instant from,
    Instant to,
    Instant before,
    List<LimitBody> limits,
    List<RateBody> rates,
    List<GateBody> gates,
    DetectionBody detection,
    List<DriftBody> drifts,
    List<String> notKnown,
    long position) {

  private static final String ENTRIES = "/v1/audit/entries?";

  /// From where on a share is flagged.
  record LimitBody(
      String measure, int above, String unit, int sampleMin, String sampleUnit, String meaning) {}

  /// A number with the address of its entries.
  record CountBody(long count, String entries) {

    static CountBody of(Counted counted) {
      return new CountBody(counted.count(), ENTRIES + counted.entries());
    }
  }

  /// A share.
  ///
  /// @param percent absent where there is nothing to take a share of
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record RateBody(
      String measure,
      String words,
      CountBody part,
      CountBody whole,
      Optional<Double> percent,
      boolean flagged) {}

  /// What asked for approval.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record GateBody(
      String gate,
      CountBody asked,
      CountBody approved,
      CountBody rejected,
      CountBody waiting,
      long answered,
      Optional<Double> percentApproved,
      boolean flagged) {}

  /// How long it took to detect failures; all zero without signals.
  record DetectionBody(CountBody signals, long medianMillis, long p95Millis, long worstMillis) {}

  /// Failures among outcomes, now and before.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record DriftBody(
      String attribute,
      String value,
      CountBody failed,
      CountBody outcomes,
      Optional<Double> percent,
      CountBody failedBefore,
      CountBody outcomesBefore,
      Optional<Double> percentBefore,
      boolean flagged) {}

  static HealthBody of(HealthView view) {
    return new HealthBody(
        view.from(),
        view.to(),
        view.before(),
        Arrays.stream(HealthMeasure.values()).flatMap(HealthBody::limit).toList(),
        view.rates().stream().map(HealthBody::rate).toList(),
        view.gates().stream().map(HealthBody::gate).toList(),
        new DetectionBody(
            CountBody.of(view.detection().signals()),
            view.detection().medianMillis(),
            view.detection().p95Millis(),
            view.detection().worstMillis()),
        view.drifts().stream().map(HealthBody::drift).toList(),
        view.notKnown(),
        view.position());
  }

  private static java.util.stream.Stream<LimitBody> limit(HealthMeasure measure) {
    return measure.limit().stream()
        .map(limit ->
            new LimitBody(
                name(measure),
                limit.above(),
                limit.unit(),
                limit.sampleMin(),
                limit.sampleUnit(),
                measure.meaning()));
  }

  private static RateBody rate(HealthView.Rate rate) {
    return new RateBody(
        name(rate.measure()),
        rate.measure().words(),
        CountBody.of(rate.part()),
        CountBody.of(rate.whole()),
        boxed(rate.percent()),
        rate.flagged());
  }

  private static GateBody gate(HealthView.Gate gate) {
    return new GateBody(
        gate.name(),
        CountBody.of(gate.asked()),
        CountBody.of(gate.approved()),
        CountBody.of(gate.rejected()),
        CountBody.of(gate.waiting()),
        gate.answered(),
        boxed(gate.percentApproved()),
        gate.flagged());
  }

  private static DriftBody drift(HealthView.Drift drift) {
    return new DriftBody(
        drift.attribute().name().toLowerCase(Locale.ROOT),
        drift.value(),
        CountBody.of(drift.failed()),
        CountBody.of(drift.outcomes()),
        boxed(drift.percent()),
        CountBody.of(drift.failedBefore()),
        CountBody.of(drift.outcomesBefore()),
        boxed(drift.percentBefore()),
        drift.flagged());
  }

  private static String name(HealthMeasure measure) {
    return measure.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }
}
