package dev.phaseledger.app.backtest;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.backtest.FlipTable;
import java.time.Instant;

/// What history is judged again for.
enum Kind {
  /// To see what another policy would have decided.
  BACKTEST("bt-", "back-test", "backtestId", "phase-ledger/backtest/v1"),
  /// To see that every verdict follows from what is on record.
  REPLAY("rp-", "replay", "replayId", "phase-ledger/replay/v1");

  private final String prefix;
  private final String noun;
  private final String field;
  private final String note;

  Kind(String prefix, String noun, String field, String note) {
    this.prefix = prefix;
    this.noun = noun;
    this.field = field;
    this.note = note;
  }

  /// What identifiers of its jobs begin with.
  String prefix() {
    return prefix;
  }

  /// What people call it.
  String noun() {
    return noun;
  }

  /// What an error calls the identifier of a job.
  String field() {
    return field;
  }

  /// The first line of its signed results. No checkpoint begins with it: a result never passes for
  /// one.
  String note() {
    return note;
  }

  Fields result(Order order, String log, PrincipalId by, Instant at, FlipTable.Summary summary) {
    return switch (this) {
      case BACKTEST -> BacktestResult.json(order, log, by, at, summary);
      case REPLAY -> ReplayResult.json(order, log, by, at, summary);
    };
  }
}
