package dev.phaseledger.app.backtest;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.backtest.Comparison.Judged;
import dev.phaseledger.command.backtest.FlipRow;
import dev.phaseledger.command.backtest.FlipTable;
import dev.phaseledger.command.backtest.Mode;
import dev.phaseledger.command.backtest.Place;
import dev.phaseledger.policy.CompiledMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a back-test has found, as it is signed and sent.
final class BacktestResult {

  /// Where an entry of the tenant's log is read.
  private static final String ENTRY = "/v1/ledger/entries?size=1&from=";

  private BacktestResult() {}

  /// The whole of it. Depends on the log, the candidate and the order alone, but for who asked and
  /// when it was done.
  static Fields json(
      Order order, String log, PrincipalId by, Instant at, FlipTable.Summary summary) {
    Fields.Builder result =
        Fields.with("log", new Text(log))
            .put("tenant", order.tenant().value())
            .put("mode", order.mode().name())
            .put("from", order.candidate().from())
            .put("to", order.to())
            .put("by", by.value())
            .put("at", at.toString())
            .put("judged", summary.judged())
            .put("same", summary.same())
            .put("flipped", summary.flipped())
            .put("otherTerms", summary.otherTerms())
            .put("otherPolicy", summary.otherPolicy())
            .put("moot", summary.moot())
            .put("unreadable", summary.unreadable())
            .put("verdicts", verdicts(summary.verdicts()))
            .put("flips", new Items(summary.rows().stream().map(BacktestResult::row).toList()))
            .put("unlisted", summary.unlisted());
    order.candidate().map().ifPresent(map -> result.put("candidate", candidate(map)));
    summary.first().ifPresent(first -> result.put("first", first(first, order.mode())));
    return result.build();
  }

  private static JsonValue candidate(CompiledMap map) {
    return Fields.with("name", new Text(map.name()))
        .put("version", map.version())
        .put("digest", map.digest().value())
        .build();
  }

  private static JsonValue verdicts(Map<Verdict, Map<Verdict, Long>> matrix) {
    Fields.Builder from = Fields.builder();
    matrix.forEach((recorded, row) -> {
      Fields.Builder to = Fields.builder();
      row.forEach((anew, count) -> to.put(anew.name(), count));
      from.put(recorded.name(), to.build());
    });
    return from.build();
  }

  private static JsonValue row(FlipRow row) {
    return Fields.with("cause", new Text(row.cause()))
        .put("agent", row.agent().value())
        .put("from", row.from().name())
        .put("to", row.to().name())
        .put("count", row.count())
        .put("entries", new Items(row.entries().stream().map(BacktestResult::entry).toList()))
        .build();
  }

  private static JsonValue entry(FlipRow.Entry entry) {
    return Fields.with("position", Num.of(entry.position()))
        .put("index", entry.index())
        .put("dispatch", entry.dispatch().value())
        .put("href", ENTRY + entry.index())
        .build();
  }

  /// The first decision that turns out otherwise, and why.
  private static JsonValue first(Judged first, Mode mode) {
    Place place = first.place();
    return Fields.with(
            "entry", entry(new FlipRow.Entry(place.position(), place.index(), place.dispatch())))
        .put("dispatch", place.dispatch().value())
        .put("contract", place.contract().value())
        .put("agent", place.agent().value())
        .put("recorded", said(first.recorded()))
        .put("candidate", said(first.anew()))
        .put("differences", new Items(differences(first.recorded(), first.anew())))
        .put("explanation", explanation(first, mode))
        .build();
  }

  private static JsonValue said(Judgement judgement) {
    return Fields.with("verdict", new Text(judgement.verdict().name()))
        .put("explanation", judgement.explanation())
        .build();
  }

  private static List<JsonValue> differences(Judgement recorded, Judgement anew) {
    List<JsonValue> differences = new ArrayList<>();
    for (InvariantResult result : anew.results()) {
      Optional<InvariantResult> before = find(recorded, result);
      if (before.map(InvariantResult::outcome).filter(result.outcome()::equals).isEmpty()) {
        differences.add(
            difference(
                result,
                before.map(each -> each.outcome().name()).orElse("ABSENT"),
                result.outcome().name(),
                result.message()));
      }
    }
    for (InvariantResult result : recorded.results()) {
      if (find(anew, result).isEmpty()) {
        differences.add(difference(result, result.outcome().name(), "ABSENT", result.message()));
      }
    }
    return differences;
  }

  private static JsonValue difference(
      InvariantResult which, String recorded, String candidate, String message) {
    return Fields.with("invariant", new Text(which.map() + "/" + which.invariant()))
        .put("recorded", recorded)
        .put("candidate", candidate)
        .put("message", message)
        .build();
  }

  private static Optional<InvariantResult> find(Judgement among, InvariantResult like) {
    return among.results().stream()
        .filter(each -> each.map().equals(like.map()) && each.invariant().equals(like.invariant()))
        .findFirst();
  }

  private static String explanation(Judged first, Mode mode) {
    return "Dispatch %s was %s and would be %s, by %s; up to here %s."
        .formatted(
            first.place().dispatch(),
            first.recorded().verdict(),
            first.anew().verdict(),
            String.join(", ", FlipTable.causes(first)),
            switch (mode) {
              case PER_DECISION -> "every decision is the same";
              case STATEFUL -> "both histories have the same verdicts";
            });
  }
}
