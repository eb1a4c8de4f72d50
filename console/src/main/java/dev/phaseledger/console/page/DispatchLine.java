package dev.phaseledger.console.page;

import dev.phaseledger.api.query.DispatchView;

/// A dispatch as lists show it.
///
/// @param resource the first resource, with a word on how many more there are
public record DispatchLine(
    String dispatchId,
    String agentId,
    String contractId,
    String action,
    String resource,
    Badge verdict,
    Badge state,
    String explanation,
    boolean afterTheFact,
    Moment decidedAt) {

  public static DispatchLine of(DispatchView view) {
    int more = view.request().resources().size() - 1;
    String resource =
        view.request().resources().isEmpty()
            ? ""
            : view.request().resources().getFirst() + (more > 0 ? " and " + more + " more" : "");
    return new DispatchLine(
        view.dispatchId(),
        view.agentId(),
        view.contractId(),
        view.request().action(),
        resource,
        Badge.of(view.judgement().verdict().name()),
        state(view),
        view.judgement().explanation(),
        view.request().afterTheFact(),
        Moment.of(view.decidedAt()));
  }

  /// A verdict on a recorded call released nothing, so the page must not say that it did.
  private static Badge state(DispatchView view) {
    boolean released = view.state().equals("RELEASED");
    return released && view.request().afterTheFact()
        ? new Badge("recorded only", "plain")
        : Badge.of(view.state());
  }
}
