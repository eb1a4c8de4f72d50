package dev.phaseledger.bench;

/// What a run has shown.
public sealed interface Report permits DecisionReport, FigureReport, HistoryReport {

  /// For people: medians, with minima and maxima in parentheses.
  String text();

  /// For programs: one line of JSON. Its member names are stable; figures that could not be read
  /// are `null`.
  String json();
}
