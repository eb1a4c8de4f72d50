package dev.phaseledger.bench;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.jspecify.annotations.Nullable;

/// An aggregate at its cheapest: its first command creates it, so nothing is read before, and it
/// always says yes without evaluating anything.
final class StockDispatch {

  private static final String DIGEST =
      "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private static final StockEvent.Basis BASIS =
      new StockEvent.Basis("2026-01-01T00:00:00.000000Z", 1, 1, 3, DIGEST);

  private static final List<String> HOLDS =
      IntStream.rangeClosed(1, DecisionScript.INVARIANTS)
          .mapToObj("REPO-CHECK-%02d"::formatted)
          .toList();

  private @Nullable String dispatch;

  /// For Axon, which replays events into an empty aggregate.
  StockDispatch() {}

  @CommandHandler
  StockDispatch(StockCommand command) {
    apply(decided(command));
  }

  @AggregateIdentifier
  @Nullable String dispatch() {
    return dispatch;
  }

  @EventSourcingHandler
  void on(StockEvent event) {
    dispatch = event.request().dispatch();
  }

  static StockEvent decided(StockCommand command) {
    return new StockEvent(
        command,
        "agent-of-" + command.contract(),
        DIGEST,
        "AUTHORIZED",
        "The contract grants it and all invariants hold.",
        BASIS,
        "repository-writes",
        HOLDS);
  }
}
