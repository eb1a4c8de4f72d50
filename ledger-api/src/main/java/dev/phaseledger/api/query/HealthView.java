package dev.phaseledger.api.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/// How well governance worked within a time: of the requests that were judged then, as they stand
/// now.
///
/// @param from the first moment of that time
/// @param to the first moment behind it
/// @param before the first moment of the time before, which is as long; drift is held against it
/// @param rates shares of all requests
/// @param gates what asked for approval, the most asking first
/// @param detection how long it took to detect the failures that were signalled within the time
/// @param drifts shares of failures by attribute, the most outcomes first
/// @param notKnown what these numbers cannot tell, in sentences
/// @param position position of the tenant's last entry reflected here
public record HealthView(
    Instant from,
    Instant to,
    Instant before,
    List<Rate> rates,
    List<Gate> gates,
    Detection detection,
    List<Drift> drifts,
    List<String> notKnown,
    long position) {

  /// How long before a judgement a fact may have been observed and not count as old.
  public static final Duration FACT_AGE_MAX = Duration.ofHours(24);

  /// Gates that are answered, at most; those that ask most.
  public static final int GATES_MAX = 100;

  /// Values of one attribute that are answered, at most; those with most outcomes.
  public static final int VALUES_MAX = 20;

  public HealthView {
    rates = List.copyOf(rates);
    gates = List.copyOf(gates);
    drifts = List.copyOf(drifts);
    notKnown = List.copyOf(notKnown);
  }

  /// A number with its entries.
  ///
  /// @param entries the parameters of an audit query that lists what was counted
  public record Counted(long count, String entries) {}

  /// A share of one measure.
  public record Rate(HealthMeasure measure, Counted part, Counted whole) {

    public OptionalDouble percent() {
      return HealthView.percent(part.count(), whole.count());
    }

    public boolean flagged() {
      return measure
          .limit()
          .filter(limit -> limit.exceeded(part.count(), whole.count()))
          .isPresent();
    }
  }

  /// What asked for approval: an invariant, or a level of the ladder.
  ///
  /// @param asked requests that it asked about
  /// @param approved those that were released after it asked
  /// @param rejected those that somebody refused
  /// @param waiting those that are still waiting for an answer
  public record Gate(
      String name, Counted asked, Counted approved, Counted rejected, Counted waiting) {

    /// Approved and rejected ones: what timed out, was withdrawn, called off or refused otherwise
    /// was not answered.
    public long answered() {
      return approved.count() + rejected.count();
    }

    public OptionalDouble percentApproved() {
      return HealthView.percent(approved.count(), answered());
    }

    public boolean flagged() {
      return HealthMeasure.GATE_APPROVED
          .limit()
          .filter(limit -> limit.exceeded(approved.count(), answered()))
          .isPresent();
    }
  }

  /// Times from when failures occurred to when they were detected, in milliseconds.
  ///
  /// @param p95Millis 95 of 100 were detected within that
  public record Detection(Counted signals, long medianMillis, long p95Millis, long worstMillis) {}

  /// What outcomes are told apart by.
  public enum Attribute {
    ACTION,
    AGENT,
    PHASE
  }

  /// The failures among the outcomes that agree in an attribute, now and in the time before.
  public record Drift(
      Attribute attribute,
      String value,
      Counted failed,
      Counted outcomes,
      Counted failedBefore,
      Counted outcomesBefore) {

    public OptionalDouble percent() {
      return HealthView.percent(failed.count(), outcomes.count());
    }

    public OptionalDouble percentBefore() {
      return HealthView.percent(failedBefore.count(), outcomesBefore.count());
    }

    /// Whether the share has risen or fallen by more than its limit.
    public boolean flagged() {
      return HealthMeasure.DRIFT.limit().filter(this::exceeds).isPresent();
    }

    /// The difference of two fractions, compared without rounding.
    private boolean exceeds(HealthMeasure.Limit limit) {
      long now = outcomes.count();
      long then = outcomesBefore.count();
      long difference =
          Math.abs(
              Math.multiplyExact(failed.count(), then)
                  - Math.multiplyExact(failedBefore.count(), now));
      return now >= limit.sampleMin()
          && then >= limit.sampleMin()
          && Math.multiplyExact(difference, 100L)
              > Math.multiplyExact(Math.multiplyExact(now, then), (long) limit.above());
    }
  }

  private static OptionalDouble percent(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * part / whole);
  }
}
