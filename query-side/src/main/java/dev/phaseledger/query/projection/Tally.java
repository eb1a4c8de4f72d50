package dev.phaseledger.query.projection;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Counts of verdicts and outcomes, as a batch adds them and as tables keep them: one column per
/// name, in lower case. Used by one thread.
public final class Tally {

  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);

  public void add(Verdict verdict) {
    verdicts.merge(verdict, 1L, Long::sum);
  }

  public void add(Outcome outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
  }

  private long count(Verdict verdict) {
    return verdicts.getOrDefault(verdict, 0L);
  }

  private long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /// How many dispatches were counted, whatever their verdict.
  public long dispatches() {
    return verdicts.values().stream().mapToLong(Long::longValue).sum();
  }

  /// The counts as parameters: verdicts, then outcomes, each in the order of its enum.
  public static <R> List<Column> columns(List<R> rows, Function<R, Tally> tally) {
    Stream<Column> ofVerdicts =
        Stream.of(Verdict.values())
            .map(verdict -> Column.longs(rows, row -> tally.apply(row).count(verdict)));
    Stream<Column> ofOutcomes =
        Stream.of(Outcome.values())
            .map(outcome -> Column.longs(rows, row -> tally.apply(row).count(outcome)));
    return Stream.concat(ofVerdicts, ofOutcomes).toList();
  }

  /// Reads the verdicts' columns; every verdict is named, counted or not.
  public static Map<String, Long> verdicts(ResultSet row) throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.name(), row.getLong(verdict.name().toLowerCase(Locale.ROOT)));
    }
    return Collections.unmodifiableMap(counts);
  }

  /// Reads the outcomes' columns; every outcome is named, counted or not.
  public static Map<String, Long> outcomes(ResultSet row) throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.name(), row.getLong(outcome.name().toLowerCase(Locale.ROOT)));
    }
    return Collections.unmodifiableMap(counts);
  }

  /// Every verdict's name with no dispatch counted.
  public static Map<String, Long> noVerdicts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    Stream.of(Verdict.values()).forEach(verdict -> counts.put(verdict.name(), 0L));
    return Collections.unmodifiableMap(counts);
  }

  /// Every outcome's name with none counted.
  public static Map<String, Long> noOutcomes() {
    Map<String, Long> counts = new LinkedHashMap<>();
    Stream.of(Outcome.values()).forEach(outcome -> counts.put(outcome.name(), 0L));
    return Collections.unmodifiableMap(counts);
  }
}
