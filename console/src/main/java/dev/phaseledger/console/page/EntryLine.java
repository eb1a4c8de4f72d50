package dev.phaseledger.console.page;

import dev.phaseledger.api.query.EntryView;

/// An entry of the log as lists show it.
///
/// @param dispatchId empty where it concerns none, as with the other identifiers
public record EntryLine(
    long position,
    long index,
    Moment at,
    String actor,
    String type,
    String sentence,
    String agentId,
    String contractId,
    String dispatchId) {

  public static EntryLine of(EntryView view) {
    return new EntryLine(
        view.position(),
        view.index(),
        Moment.of(view.at()),
        view.onBehalfOf().map(human -> view.actor() + " for " + human).orElse(view.actor()),
        view.type(),
        view.sentence(),
        view.agentId().orElse(""),
        view.contractId().orElse(""),
        view.dispatchId().orElse(""));
  }
}
