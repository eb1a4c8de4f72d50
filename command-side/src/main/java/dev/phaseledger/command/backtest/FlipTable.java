package dev.phaseledger.command.backtest;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.command.backtest.Comparison.Judged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Sums up what a candidate decides otherwise. Used by one thread at a time, which adds comparisons
/// in the order of positions.
public final class FlipTable {

  /// Rows that are told apart; what would make more is only counted, see [Summary#unlisted].
  public static final int ROWS_MAX = 400;

  /// Entries of a row that are named.
  public static final int ENTRIES_MAX = 5;

  /// The cause of a flip that no invariant and no clause says otherwise.
  public static final String STATE = "state";

  private record Key(String cause, AgentId agent, Verdict from, Verdict to) {}

  /// What an invariant says, however it words it.
  private record Saying(
      String map, String invariant, InvariantResult.Outcome outcome, Judgement.Effect effect) {
    static Saying of(InvariantResult result) {
      return new Saying(result.map(), result.invariant(), result.outcome(), result.effect());
    }
  }

  private static final class Row {
    private long count;
    private final List<FlipRow.Entry> first = new ArrayList<>();

    void add(Place place) {
      count++;
      if (first.size() < ENTRIES_MAX) {
        first.add(new FlipRow.Entry(place.position(), place.index(), place.dispatch()));
      }
    }
  }

  /// What came out.
  ///
  /// @param judged decisions that were judged again
  /// @param equal those that came out equal in everything, also in what they are based on
  /// @param same those said again word for word
  /// @param flipped those with another verdict
  /// @param otherTerms those with the same verdict that allow or wait for something else
  /// @param otherPolicy those made again by a policy with another digest: because of the candidate,
  ///   or since maps were published for another environment and are read in this one
  /// @param moot decisions that do not come up any more
  /// @param unreadable decisions on personal values that are erased
  /// @param verdicts how many went from each verdict to each
  /// @param rows flips by cause and agent, most first; one flip may have several causes
  /// @param unlisted flips of causes and agents beyond [#ROWS_MAX]
  /// @param first the flip at the lowest position
  /// @param unequal the first decision that did not come out equal in everything
  public record Summary(
      long judged,
      long equal,
      long same,
      long flipped,
      long otherTerms,
      long otherPolicy,
      long moot,
      long unreadable,
      Map<Verdict, Map<Verdict, Long>> verdicts,
      List<FlipRow> rows,
      long unlisted,
      Optional<Judged> first,
      Optional<Judged> unequal) {}

  private final Map<Key, Row> rows = new HashMap<>();
  private final Map<Verdict, Map<Verdict, Long>> verdicts = new EnumMap<>(Verdict.class);
  private long judged;
  private long equal;
  private long same;
  private long flipped;
  private long otherTerms;
  private long otherPolicy;
  private long moot;
  private long unreadable;
  private long unlisted;
  private Optional<Judged> first = Optional.empty();
  private Optional<Judged> unequal = Optional.empty();

  /// Takes note of one more.
  public void add(Comparison comparison) {
    switch (comparison) {
      case Judged e -> judged(e);
      case Comparison.Moot _ -> moot++;
      case Comparison.Unreadable _ -> unreadable++;
    }
  }

  private void judged(Judged e) {
    judged++;
    otherPolicy += e.recorded().basis().policy().equals(e.anew().basis().policy()) ? 0 : 1;
    verdicts
        .computeIfAbsent(e.recorded().verdict(), _ -> new EnumMap<>(Verdict.class))
        .merge(e.anew().verdict(), 1L, Long::sum);
    if (e.recorded().equals(e.anew())) {
      equal++;
      same++;
      return;
    }
    unequal = unequal.or(() -> Optional.of(e));
    if (!e.flipped()) {
      same += e.same() ? 1 : 0;
      otherTerms += e.sameTerms() ? 0 : 1;
      return;
    }
    flipped++;
    first = first.or(() -> Optional.of(e));
    for (String cause : causes(e)) {
      var key = new Key(cause, e.place().agent(), e.recorded().verdict(), e.anew().verdict());
      if (rows.size() < ROWS_MAX || rows.containsKey(key)) {
        rows.computeIfAbsent(key, _ -> new Row()).add(e.place());
      } else {
        unlisted++;
      }
    }
  }

  /// What says otherwise, in the order of names.
  public static Set<String> causes(Judged flip) {
    Set<String> causes = new TreeSet<>();
    difference(flip.recorded(), flip.anew()).stream().map(FlipTable::name).forEach(causes::add);
    difference(flip.anew(), flip.recorded()).stream().map(FlipTable::name).forEach(causes::add);
    if (!clause(flip.recorded()).equals(clause(flip.anew()))) {
      clause(flip.recorded()).ifPresent(clause -> causes.add("contract/" + clause));
      clause(flip.anew()).ifPresent(clause -> causes.add("contract/" + clause));
      // A contract that refuses asks no invariant: what they would have said is no difference.
      return causes.stream().anyMatch(cause -> cause.startsWith("contract/"))
          ? onlyClauses(causes)
          : causes;
    }
    if (causes.isEmpty()) {
      causes.add(STATE);
    }
    return causes;
  }

  private static Set<String> onlyClauses(Set<String> causes) {
    Set<String> clauses = new TreeSet<>();
    causes.stream().filter(cause -> cause.startsWith("contract/")).forEach(clauses::add);
    return clauses;
  }

  /// What one judgement says that bears on its verdict and the other does not.
  private static List<InvariantResult> difference(Judgement one, Judgement other) {
    Set<Saying> said = new HashSet<>();
    other.results().forEach(result -> said.add(Saying.of(result)));
    List<InvariantResult> only = new ArrayList<>();
    for (InvariantResult result : one.results()) {
      boolean bears =
          switch (result.outcome()) {
            case VIOLATED, ERROR -> result.enforcement() == Judgement.Enforcement.ENFORCE;
            case HOLDS, EXEMPTED -> false;
          };
      if (bears && !said.contains(Saying.of(result))) {
        only.add(result);
      }
    }
    return only;
  }

  private static String name(InvariantResult result) {
    return result.map() + "/" + result.invariant();
  }

  private static Optional<String> clause(Judgement judgement) {
    return judgement.breach().map(Judgement.Breach::clause);
  }

  /// Decisions that were judged again so far.
  public long judged() {
    return judged;
  }

  /// Those among them that came out equal in everything.
  public long equal() {
    return equal;
  }

  /// Those among them with another verdict.
  public long flipped() {
    return flipped;
  }

  /// What came out so far.
  public Summary summary() {
    List<FlipRow> listed = new ArrayList<>();
    rows.forEach((key, row) ->
        listed.add(
            new FlipRow(key.cause(), key.agent(), key.from(), key.to(), row.count, row.first)));
    listed.sort(
        Comparator.comparingLong(FlipRow::count)
            .reversed()
            .thenComparing(FlipRow::cause)
            .thenComparing(row -> row.agent().value())
            .thenComparing(FlipRow::from)
            .thenComparing(FlipRow::to));
    Map<Verdict, Map<Verdict, Long>> matrix = new EnumMap<>(Verdict.class);
    verdicts.forEach((from, to) -> matrix.put(from, new EnumMap<>(to)));
    return new Summary(
        judged,
        equal,
        same,
        flipped,
        otherTerms,
        otherPolicy,
        moot,
        unreadable,
        matrix,
        listed,
        unlisted,
        first,
        unequal);
  }
}
