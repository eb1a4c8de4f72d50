package dev.phaseledger.command.evidence.report;

import java.util.Optional;

/// The totals that a suite claims in its attributes, and the counts of what it holds.
///
/// Tools disagree on whether a suite counts the suites within it, so a total is right if it is
/// either count.
final class SuiteTotals {

  /// How one test case ended; of several ends the gravest counts, which is the last one here.
  enum End {
    PASSED,
    SKIPPED,
    FAILED,
    BROKEN
  }

  /// Totals as attributes give them.
  record Claimed(
      Optional<String> tests,
      Optional<String> failures,
      Optional<String> errors,
      Optional<String> skipped) {}

  private final String name;
  private final Claimed claimed;
  private final Counts own = new Counts();
  private final Counts all = new Counts();
  private boolean differ;

  SuiteTotals(String name, Claimed claimed) {
    this.name = name;
    this.claimed = claimed;
  }

  /// Those of a report that holds no suite.
  static SuiteTotals none() {
    return new SuiteTotals(
        "", new Claimed(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  String name() {
    return name;
  }

  Counts all() {
    return all;
  }

  void testCase(End end) {
    own.testCase(end);
    all.testCase(end);
  }

  void brokenSuite() {
    own.errors++;
    all.errors++;
  }

  void add(SuiteTotals within) {
    all.add(within.all);
    differ |= within.differ();
  }

  boolean differ() {
    return differ
        || differs(claimed.tests, own.tests, all.tests)
        || differs(claimed.failures, own.failures, all.failures)
        || differs(claimed.errors, own.errors, all.errors)
        || differs(claimed.skipped, own.skipped, all.skipped);
  }

  private static boolean differs(Optional<String> claimed, int own, int all) {
    return claimed
        .map(String::strip)
        .filter(total -> !total.equals(Integer.toString(own)))
        .filter(total -> !total.equals(Integer.toString(all)))
        .isPresent();
  }

  /// What was counted.
  static final class Counts {
    private int tests;
    private int failures;
    private int errors;
    private int skipped;

    int tests() {
      return tests;
    }

    int failures() {
      return failures;
    }

    int errors() {
      return errors;
    }

    int skipped() {
      return skipped;
    }

    private void testCase(End end) {
      tests++;
      switch (end) {
        case PASSED -> {}
        case SKIPPED -> skipped++;
        case FAILED -> failures++;
        case BROKEN -> errors++;
      }
    }

    private void add(Counts other) {
      tests += other.tests;
      failures += other.failures;
      errors += other.errors;
      skipped += other.skipped;
    }
  }
}
