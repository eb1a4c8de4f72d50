package dev.phaseledger.console.overview;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.query.CountsView;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Requests over time, a row of columns for each verdict, all on one scale: which verdict a row is
/// of is written beside it, so no colour has to be told from another.
///
/// @param width of a row's picture, in its own units
/// @param bucket how long a column's stretch of time is, in words
/// @param highest requests of the tallest column
record Timeline(
    List<Row> rows,
    List<Stretch> stretches,
    int width,
    String bucket,
    String highest,
    Moment first,
    Moment last) {

  private static final int COLUMN_STEP = 10;
  private static final double COLUMN_WIDTH = 8;
  private static final double HEIGHT = 40;

  /// The smallest column that can be seen.
  private static final double HEIGHT_MIN = 1.5;

  /// The requests of one verdict.
  ///
  /// @param summary the row in a sentence, for those who do not see it
  record Row(String label, String tone, String total, String summary, List<Column> columns) {}

  /// One column.
  record Column(String x, String y, String width, String height, String title) {}

  /// One stretch of time in numbers, in the order of the verdicts.
  record Stretch(Moment from, List<String> counts) {}

  /// @param from the first moment of the period
  /// @param to the first moment behind it
  static Timeline of(CountsView view, Period period, Instant from, Instant to) {
    List<Instant> starts = starts(from, to, period.bucket());
    Map<Verdict, Map<Instant, Long>> counts = counts(view);
    long highest =
        counts.values().stream()
            .flatMap(row -> row.values().stream())
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    List<Row> rows =
        Arrays.stream(Verdict.values())
            .map(verdict -> row(verdict, counts.getOrDefault(verdict, Map.of()), starts, highest))
            .toList();
    return new Timeline(
        rows,
        stretches(counts, starts),
        starts.size() * COLUMN_STEP,
        period.bucketWords(),
        number(highest),
        Moment.of(starts.getFirst()),
        Moment.of(starts.getLast()));
  }

  /// As the ledger cuts time: stretches begin at multiples of their length since 1970.
  private static List<Instant> starts(Instant from, Instant to, Duration bucket) {
    List<Instant> starts = new ArrayList<>();
    long seconds = bucket.toSeconds();
    Instant start = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), seconds) * seconds);
    while (start.isBefore(to)) {
      starts.add(start);
      start = start.plus(bucket);
    }
    return starts;
  }

  private static Map<Verdict, Map<Instant, Long>> counts(CountsView view) {
    Map<Verdict, Map<Instant, Long>> counts = new HashMap<>();
    for (CountsView.Count count : view.counts()) {
      count
          .value()
          .map(Verdict::valueOf)
          .ifPresent(verdict ->
              count
                  .from()
                  .ifPresent(from ->
                      counts
                          .computeIfAbsent(verdict, _ -> new HashMap<>())
                          .merge(from, count.entries(), Long::sum)));
    }
    return counts;
  }

  private static Row row(
      Verdict verdict, Map<Instant, Long> counts, List<Instant> starts, long highest) {
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    String label = Words.of(verdict.name());
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      long count = counts.getOrDefault(starts.get(i), 0L);
      if (count > 0) {
        columns.add(column(i, count, highest, Moment.of(starts.get(i)).shown()));
      }
    }
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    String summary =
        total == 0
            ? label + ": none"
            : "%s: %,d in all, at most %,d in one stretch".formatted(label, total, most);
    return new Row(label, Words.tone(verdict.name()), number(total), summary, columns);
  }

  private static Column column(int place, long count, long highest, String from) {
    double height = Math.max(HEIGHT_MIN, HEIGHT * count / highest);
    return new Column(
        decimal(place * COLUMN_STEP + (COLUMN_STEP - COLUMN_WIDTH) / 2),
        decimal(HEIGHT - height),
        decimal(COLUMN_WIDTH),
        decimal(height),
        "%,d from %s".formatted(count, from));
  }

  /// Only those in which something was asked.
  private static List<Stretch> stretches(
      Map<Verdict, Map<Instant, Long>> counts, List<Instant> starts) {
    return starts.stream()
        .filter(start -> counts.values().stream().anyMatch(row -> row.containsKey(start)))
        .map(start ->
            new Stretch(
                Moment.of(start),
                Arrays.stream(Verdict.values())
                    .map(verdict ->
                        number(counts.getOrDefault(verdict, Map.of()).getOrDefault(start, 0L)))
                    .toList()))
        .toList();
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
