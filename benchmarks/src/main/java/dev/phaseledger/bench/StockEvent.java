package dev.phaseledger.bench;

import java.util.List;

/// The stock aggregate's decision: the members of a full decision's event, so that both write about
/// as many bytes.
record StockEvent(
    StockCommand request,
    String agent,
    String requestDigest,
    String verdict,
    String explanation,
    Basis basis,
    List<Result> results) {

  StockEvent {
    results = List.copyOf(results);
  }

  record Basis(
      String now, int contractVersion, long authorityEpoch, int authorityLevel, String policy) {}

  record Result(
      String map,
      String invariant,
      String outcome,
      String effect,
      String enforcement,
      String message) {}
}
