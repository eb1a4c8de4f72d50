package dev.phaseledger.api.event;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a deferred dispatch waits for: conditions that must all have come, such as `EVIDENCE(tests)
/// & FACT(stock,42) & TIME(2026-06-30T00:00:00Z)`. It says when to judge again, never how.
public record Until(List<Condition> conditions) {

  /// Conditions of one map's `until`, and of all of a judgement's together.
  public static final int CONDITIONS_MAX = 32;

  private static final Pattern CONDITION =
      Pattern.compile("(EVIDENCE|FACT|TIME|AFTER)\\(([^()&]{1,200})\\)");

  public Until {
    conditions = List.copyOf(conditions);
  }

  /// Something that comes.
  public sealed interface Condition {

    /// Evidence of a kind is put on record.
    record OfEvidence(String kind) implements Condition {}

    /// A fact is put on record.
    ///
    /// @param key empty if any key will do
    record OfFact(String name, Optional<String> key) implements Condition {}

    /// A time comes.
    record At(Instant time) implements Condition {}

    /// A time has passed since the dispatch was judged.
    record After(Duration time) implements Condition {}
  }

  /// Reads what a map says, or what was recorded of several.
  ///
  /// @return empty if it is not in this form
  public static Optional<Until> parse(String text) {
    List<Condition> conditions = new ArrayList<>();
    for (String part : text.split("&", -1)) {
      Optional<Condition> condition = condition(part.strip());
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      conditions.add(condition.get());
    }
    return conditions.size() > CONDITIONS_MAX
        ? Optional.empty()
        : Optional.of(new Until(conditions));
  }

  /// Whether evidence with these facts is among what is waited for.
  public boolean awaits(String kind, List<Fact> facts) {
    return conditions.stream()
        .anyMatch(condition ->
            switch (condition) {
              case Condition.OfEvidence(String wanted) -> wanted.equals(kind);
              case Condition.OfFact(String name, Optional<String> key) ->
                  facts.stream()
                      .anyMatch(fact ->
                          fact.name().equals(name) && key.map(fact.key()::equals).orElse(true));
              case Condition.At _, Condition.After _ -> false;
            });
  }

  /// Whether everything is there that is waited for.
  ///
  /// @param judged when the dispatch was judged
  /// @param evidence whether evidence of a kind is on record
  /// @param fact whether a fact of a name, and of a key if one is given, is on record
  public boolean complete(
      Instant judged,
      Instant now,
      Predicate<String> evidence,
      BiPredicate<String, Optional<String>> fact) {
    return conditions.stream()
        .allMatch(condition ->
            switch (condition) {
              case Condition.OfEvidence(String kind) -> evidence.test(kind);
              case Condition.OfFact(String name, Optional<String> key) -> fact.test(name, key);
              case Condition.At(Instant time) -> !now.isBefore(time);
              case Condition.After(Duration time) -> !now.isBefore(judged.plus(time));
            });
  }

  /// When the last of the times comes that are waited for.
  ///
  /// @param judged when the dispatch was judged
  /// @return empty if it waits for no time that comes after that
  public Optional<Instant> time(Instant judged) {
    Instant latest = judged;
    for (Condition condition : conditions) {
      Instant time =
          switch (condition) {
            case Condition.At(Instant at) -> at;
            case Condition.After(Duration after) -> judged.plus(after);
            case Condition.OfEvidence _, Condition.OfFact _ -> judged;
          };
      latest = time.isAfter(latest) ? time : latest;
    }
    return latest.isAfter(judged) ? Optional.of(latest) : Optional.empty();
  }

  private static Optional<Condition> condition(String text) {
    Matcher matcher = CONDITION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String said = matcher.group(2).strip();
    if (said.isEmpty()) {
      return Optional.empty();
    }
    return switch (matcher.group(1)) {
      case "EVIDENCE" -> Optional.of(new Condition.OfEvidence(said));
      case "FACT" -> Optional.of(fact(said));
      case "TIME" -> time(said);
      default -> after(said);
    };
  }

  private static Condition fact(String said) {
    int comma = said.indexOf(',');
    return comma < 0
        ? new Condition.OfFact(said, Optional.empty())
        : new Condition.OfFact(
            said.substring(0, comma).strip(), Optional.of(said.substring(comma + 1).strip()));
  }

  private static Optional<Condition> time(String said) {
    try {
      return Optional.of(new Condition.At(OffsetDateTime.parse(said).toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Condition> after(String said) {
    try {
      Duration time = Duration.parse(said);
      return time.isNegative() ? Optional.empty() : Optional.of(new Condition.After(time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
