package dev.phaseledger.app.backtest;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.backtest.Comparison.Judged;
import dev.phaseledger.command.backtest.FlipTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a replay has found, as it is signed and sent.
final class ReplayResult {

  private ReplayResult() {}

  static Fields json(
      Order order, String log, PrincipalId by, Instant at, FlipTable.Summary summary) {
    Fields.Builder result =
        Fields.with("log", new Text(log))
            .put("tenant", order.tenant().value())
            .put("selection", selection(order.selection()))
            .put("toPosition", order.to())
            .put("by", by.value())
            .put("at", at.toString())
            .put("decisions", summary.judged())
            .put("equal", summary.equal())
            .put("different", summary.judged() - summary.equal())
            .put("unreadable", summary.unreadable());
    summary.unequal().ifPresent(first -> result.put("firstDifference", difference(first)));
    return result.build();
  }

  private static Fields selection(Selection selection) {
    Fields.Builder fields = Fields.builder();
    selection.dispatch().ifPresent(id -> fields.put("dispatchId", id.value()));
    selection.run().ifPresent(run -> fields.put("run", run));
    selection.from().ifPresent(from -> fields.put("from", from.toString()));
    selection.to().ifPresent(to -> fields.put("to", to.toString()));
    return fields.build();
  }

  private static Fields difference(Judged first) {
    return Fields.with("position", JsonValue.Num.of(first.place().position()))
        .put("index", first.place().index())
        .put("dispatchId", first.place().dispatch().value())
        .put("contractId", first.place().contract().value())
        .put("agentId", first.place().agent().value())
        .put("recorded", said(first.recorded()))
        .put("derived", said(first.anew()))
        .put("because", because(first.recorded(), first.anew()))
        .build();
  }

  private static Fields said(Judgement judgement) {
    return Fields.with("verdict", new Text(judgement.verdict().name()))
        .put("explanation", judgement.explanation())
        .build();
  }

  /// The first thing that differs, from what was read to what was said.
  private static String because(Judgement recorded, Judgement derived) {
    return basis(recorded.basis(), derived.basis())
        .or(() -> differ("the facts read", recorded.factsRead(), derived.factsRead()))
        .or(() -> differ("the counts read", recorded.counts(), derived.counts()))
        .or(() -> differ("the breach", recorded.breach(), derived.breach()))
        .or(() -> results(recorded.results(), derived.results()))
        .or(() -> differ("the verdict", recorded.verdict(), derived.verdict()))
        .or(() -> differ("the parameters", recorded.parameters(), derived.parameters()))
        .or(() -> differ("who must approve", recorded.approval(), derived.approval()))
        .or(() -> differ("what it waits for", recorded.until(), derived.until()))
        .or(() -> differ("how long it waits", recorded.timeout(), derived.timeout()))
        .orElse("the explanation is worded otherwise");
  }

  private static Optional<String> basis(Basis recorded, Basis derived) {
    return differ("the time", recorded.now(), derived.now())
        .or(() ->
            differ("the contract's version", recorded.contractVersion(), derived.contractVersion()))
        .or(() ->
            differ("the authority epoch", recorded.authorityEpoch(), derived.authorityEpoch()))
        .or(() ->
            differ("the authority level", recorded.authorityLevel(), derived.authorityLevel()))
        .or(() -> differ("the policy's digest", recorded.policy(), derived.policy()));
  }

  private static Optional<String> results(
      List<InvariantResult> recorded, List<InvariantResult> derived) {
    if (recorded.size() != derived.size()) {
      return differ("the number of invariants asked", recorded.size(), derived.size());
    }
    return IntStream.range(0, recorded.size())
        .filter(at -> !recorded.get(at).equals(derived.get(at)))
        .mapToObj(at ->
            "invariant %s/%s: recorded %s, derived %s"
                .formatted(
                    recorded.get(at).map(),
                    recorded.get(at).invariant(),
                    said(recorded.get(at)),
                    said(derived.get(at))))
        .findFirst();
  }

  private static String said(InvariantResult result) {
    return result.message().isEmpty()
        ? result.outcome().name()
        : result.outcome() + " (" + result.message() + ")";
  }

  private static Optional<String> differ(String what, Object recorded, Object derived) {
    return recorded.equals(derived)
        ? Optional.empty()
        : Optional.of("%s: recorded %s, derived %s".formatted(what, recorded, derived));
  }
}
