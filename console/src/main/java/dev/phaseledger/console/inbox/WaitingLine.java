package dev.phaseledger.console.inbox;

import dev.phaseledger.api.query.ApprovalItem;
import dev.phaseledger.api.query.DispatchView.Waiting;
import dev.phaseledger.console.page.Age;
import dev.phaseledger.console.page.DispatchLine;
import dev.phaseledger.console.page.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A dispatch that waits, as the inbox lists it.
///
/// @param left how much time is left to answer, in words
/// @param hurry whether little of it is left
/// @param quorum how many have answered, of how many
record WaitingLine(
    DispatchLine line, Moment since, Moment deadline, String left, boolean hurry, String quorum) {

  /// What is left below this is shown in another colour.
  private static final Duration HURRY = Duration.ofMinutes(30);

  static WaitingLine of(ApprovalItem item, Instant now) {
    Optional<Waiting> waiting = item.dispatch().waiting();
    Instant decided = item.dispatch().decidedAt();
    Instant deadline = waiting.map(Waiting::deadline).orElse(decided);
    Duration left = Duration.between(now, deadline);
    boolean over = left.isNegative() || left.isZero();
    return new WaitingLine(
        DispatchLine.of(item.dispatch()),
        Moment.of(waiting.map(Waiting::since).orElse(decided)),
        Moment.of(deadline),
        over ? "over" : Age.of(left) + " left",
        left.compareTo(HURRY) < 0,
        item.given() + " of " + item.needed());
  }
}
