package dev.phaseledger.bench;

import java.util.List;

/// The stock aggregate's decision: what a full decision's event says, without what only a ledger
/// needs.
record StockEvent(
    StockCommand request,
    String agent,
    String requestDigest,
    String verdict,
    String explanation,
    Basis basis,
    String map,
    List<String> holds) {

  StockEvent {
    holds = List.copyOf(holds);
  }

  record Basis(
      String now, int contractVersion, long authorityEpoch, int authorityLevel, String policy) {}
}
