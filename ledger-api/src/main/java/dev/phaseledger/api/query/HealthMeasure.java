package dev.phaseledger.api.query;

import java.util.Optional;

/// What is measured of governance, each a share, and from where on it is worth a look.
///
/// A limit is exceeded only by a share of enough cases: one of one says nothing. What exceeds its
/// limit is no proof that something is wrong, and the rest is no proof that nothing is.
public enum HealthMeasure {

  /// Of what a gate asked about and somebody answered, what was approved.
  GATE_APPROVED(
      "approved of what was answered",
      99,
      "percent",
      50,
      "answers",
      "too sensitive: people are asked, and nearly always say yes"),

  /// Of what was released with nobody asked, what a failure signal names by now.
  INCIDENTS(
      "failures signalled of what was released with nobody asked",
      1,
      "percent",
      100,
      "requests",
      "too permissive: failures come from what nobody was asked about"),

  /// Of all requests, those that were vetoed at once.
  VETOED("vetoed of all requests"),

  /// Of all requests, those that were deferred at once.
  DEFERRED("deferred of all requests"),

  /// Requests that follow a refusal or a failure in their run, by runs.
  REPLANS(
      "replans by runs",
      30,
      "percent",
      20,
      "runs",
      "plans do not hold: runs often go on after a refusal or a failure"),

  /// Of judgements that read facts, those that read one observed too long before.
  STALE_FACTS(
      "judgements on old facts, of those that read any",
      5,
      "percent",
      50,
      "judgements",
      "facts are old: demand freshness in the map, or have them observed more often"),

  /// Of what has an outcome, what failed; against the time before.
  DRIFT(
      "failed of what has an outcome, against the time before",
      10,
      "percentage points",
      30,
      "outcomes in each of both times",
      "outcomes drift: look at what changed");

  /// From where on a share is worth a look.
  ///
  /// @param above the share must be greater than this
  /// @param unit of `above`
  /// @param sampleMin cases that there must be at least
  /// @param sampleUnit what the cases are
  public record Limit(int above, String unit, int sampleMin, String sampleUnit) {

    /// Whether a share is too great, exactly: nothing is rounded.
    public boolean exceeded(long part, long whole) {
      return whole >= sampleMin
          && Math.multiplyExact(part, 100L) > Math.multiplyExact(whole, above);
    }

    /// In words.
    public String text() {
      return "above %d %s, of at least %d %s".formatted(above, unit, sampleMin, sampleUnit);
    }
  }

  private static final int NO_LIMIT = -1;

  private final String words;
  private final int above;
  private final String unit;
  private final int sampleMin;
  private final String sampleUnit;
  private final String meaning;

  HealthMeasure(String words) {
    this(words, NO_LIMIT, "", 0, "", "");
  }

  HealthMeasure(
      String words, int above, String unit, int sampleMin, String sampleUnit, String meaning) {
    this.words = words;
    this.above = above;
    this.unit = unit;
    this.sampleMin = sampleMin;
    this.sampleUnit = sampleUnit;
    this.meaning = meaning;
  }

  /// What it is, for people.
  public String words() {
    return words;
  }

  /// Empty where no share is worth a look by itself.
  public Optional<Limit> limit() {
    return above == NO_LIMIT
        ? Optional.empty()
        : Optional.of(new Limit(above, unit, sampleMin, sampleUnit));
  }

  /// What it means where the limit is exceeded; empty without a limit.
  public String meaning() {
    return meaning;
  }
}
