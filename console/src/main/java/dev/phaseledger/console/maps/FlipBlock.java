package dev.phaseledger.console.maps;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.query.BacktestView;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.console.page.Badge;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.ResultMembers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a back-test has found, as the page shows it.
///
/// @param candidate the map that was tried, for people; empty if none was
/// @param causes flips by what turned them, then by agent
/// @param unlisted flips that are counted and not listed
record FlipBlock(
    String digest,
    String name,
    String candidate,
    String mode,
    String by,
    Moment at,
    long from,
    long to,
    List<Figure> figures,
    List<Badge> verdicts,
    List<MatrixRow> matrix,
    List<Cause> causes,
    long flipped,
    long unlisted,
    Optional<First> first) {

  /// A count with its name.
  record Figure(String name, long count, String hint) {}

  /// What became of the decisions of one verdict, in the order of [FlipBlock#verdicts].
  record MatrixRow(Badge recorded, List<Cell> cells) {}

  /// @param same whether the verdict is the same
  record Cell(long count, boolean same) {}

  /// Flips that one invariant, or one clause of contracts, has turned.
  record Cause(String name, long count, List<Flip> flips) {}

  /// Flips of one agent, from one verdict to another.
  record Flip(String agent, Badge from, Badge to, long count, List<Place> places, long more) {}

  /// Where a decision is on record.
  ///
  /// @param dispatch empty in results of an older form
  record Place(String dispatch, long position) {}

  /// The first decision that turns out otherwise.
  record First(
      Place place,
      String contract,
      String agent,
      Said recorded,
      Said candidate,
      String explanation,
      List<Difference> differences) {}

  record Said(Badge verdict, String explanation) {}

  record Difference(String invariant, Badge recorded, Badge candidate, String message) {}

  static FlipBlock of(BacktestView view) {
    Fields result = view.result();
    Fields candidate = ResultMembers.object(result, "candidate");
    List<Verdict> verdicts = List.of(Verdict.values());
    return new FlipBlock(
        view.digest().value(),
        ResultMembers.text(candidate, "name"),
        candidate.members().isEmpty()
            ? ""
            : "%s, version %d"
                .formatted(
                    ResultMembers.text(candidate, "name"),
                    ResultMembers.number(candidate, "version")),
        JobLine.mode(ResultMembers.text(result, "mode")),
        ResultMembers.text(result, "by"),
        Moment.of(Instant.parse(ResultMembers.text(result, "at"))),
        ResultMembers.number(result, "from"),
        ResultMembers.number(result, "to"),
        figures(result),
        verdicts.stream().map(verdict -> Badge.of(verdict.name())).toList(),
        verdicts.stream()
            .map(verdict -> row(verdict, verdicts, ResultMembers.object(result, "verdicts")))
            .filter(row -> row.cells().stream().anyMatch(cell -> cell.count() > 0))
            .toList(),
        causes(ResultMembers.objects(result, "flips")),
        ResultMembers.number(result, "flipped"),
        ResultMembers.number(result, "unlisted"),
        result.find("first").isEmpty()
            ? Optional.empty()
            : Optional.of(first(ResultMembers.object(result, "first"))));
  }

  private static List<Figure> figures(Fields result) {
    return Stream.of(
            new String[] {"judged", "judged again", "decisions"},
            new String[] {"flipped", "other verdict", "would have been decided otherwise"},
            new String[] {"same", "the same", "word for word"},
            new String[] {"otherTerms", "other terms", "the same verdict on other terms"},
            new String[] {"moot", "moot", "do not come up any more"},
            new String[] {"unreadable", "erased", "on personal values that are erased"})
        .map(each -> new Figure(each[1], ResultMembers.number(result, each[0]), each[2]))
        .toList();
  }

  private static MatrixRow row(Verdict recorded, List<Verdict> verdicts, Fields matrix) {
    Fields row = ResultMembers.object(matrix, recorded.name());
    return new MatrixRow(
        Badge.of(recorded.name()),
        verdicts.stream()
            .map(anew -> new Cell(ResultMembers.number(row, anew.name()), anew == recorded))
            .toList());
  }

  private static List<Cause> causes(List<Fields> rows) {
    Map<String, List<Fields>> byCause = new LinkedHashMap<>();
    for (Fields row : rows) {
      byCause.computeIfAbsent(ResultMembers.text(row, "cause"), _ -> new ArrayList<>()).add(row);
    }
    return byCause.entrySet().stream()
        .map(each ->
            new Cause(
                each.getKey(),
                each.getValue().stream().mapToLong(row -> ResultMembers.number(row, "count")).sum(),
                each.getValue().stream().map(FlipBlock::flip).toList()))
        .toList();
  }

  private static Flip flip(Fields row) {
    List<Place> places =
        ResultMembers.objects(row, "entries").stream().map(FlipBlock::place).toList();
    long count = ResultMembers.number(row, "count");
    return new Flip(
        ResultMembers.text(row, "agent"),
        Badge.of(ResultMembers.text(row, "from")),
        Badge.of(ResultMembers.text(row, "to")),
        count,
        places,
        count - places.size());
  }

  private static Place place(Fields entry) {
    return new Place(
        ResultMembers.text(entry, "dispatch"), ResultMembers.number(entry, "position"));
  }

  private static First first(Fields first) {
    Fields entry = ResultMembers.object(first, "entry");
    return new First(
        new Place(ResultMembers.text(first, "dispatch"), ResultMembers.number(entry, "position")),
        ResultMembers.text(first, "contract"),
        ResultMembers.text(first, "agent"),
        said(ResultMembers.object(first, "recorded")),
        said(ResultMembers.object(first, "candidate")),
        ResultMembers.text(first, "explanation"),
        ResultMembers.objects(first, "differences").stream()
            .map(each ->
                new Difference(
                    ResultMembers.text(each, "invariant"),
                    Badge.of(ResultMembers.text(each, "recorded")),
                    Badge.of(ResultMembers.text(each, "candidate")),
                    ResultMembers.text(each, "message")))
            .toList());
  }

  private static Said said(Fields said) {
    return new Said(
        Badge.of(ResultMembers.text(said, "verdict")), ResultMembers.text(said, "explanation"));
  }
}
