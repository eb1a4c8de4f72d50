package dev.phaseledger.console.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One bar of a plot.
///
/// @param key what is counted, as the ledger names it
/// @param tone which colour it takes, as part of a style class
/// @param width length of the bar, as a percentage of the longest one
/// @param share percentage of the sum
public record Bar(String key, String label, String tone, long count, String width, String share) {

  /// The bars of some counts, in their order; the largest fills the width.
  public static List<Bar> of(Map<String, Long> counts, boolean inWords) {
    long largest = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    long sum = counts.values().stream().mapToLong(Long::longValue).sum();
    return counts.entrySet().stream()
        .map(entry ->
            new Bar(
                entry.getKey(),
                inWords ? Words.of(entry.getKey()) : entry.getKey(),
                Words.tone(entry.getKey()),
                entry.getValue(),
                percent(entry.getValue(), largest),
                percent(entry.getValue(), sum)))
        .toList();
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f", whole == 0 ? 0.0 : 100.0 * part / whole);
  }
}
