package dev.phaseledger.command.backtest;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LedgerEvent;
import java.util.Optional;

/// Which entries follow from the decision before them, in its append. Those stand in the log right
/// behind it, and whoever decides otherwise gets others.
final class Chain {

  /// The decision whose consequences may come next.
  private record Decision(Place place, Judgement judgement) {}

  private Optional<Decision> decision = Optional.empty();

  /// What may end the contract by its own condition, if it comes next.
  private Optional<ContractId> stopping = Optional.empty();

  private Optional<RecordedEvent> last = Optional.empty();

  /// A decision was read.
  void decided(RecordedEvent entry, Place place, Judgement judgement) {
    decision = Optional.of(new Decision(place, judgement));
    stopping = Optional.of(place.contract());
    last = Optional.of(entry);
  }

  /// A decision was read whose consequences are to be taken as they are recorded.
  void passed(RecordedEvent entry) {
    decision = Optional.empty();
    stopping = Optional.empty();
    last = Optional.of(entry);
  }

  /// Whether an entry follows from what was read before it. To be asked once of each entry that is
  /// no decision, in their order.
  boolean follows(RecordedEvent entry) {
    boolean next = last.filter(before -> isBehind(before, entry)).isPresent();
    boolean follows =
        next
            && (decision.filter(made -> isConsequence(entry.event(), made)).isPresent()
                || stops(entry.event()));
    if (!follows) {
      decision = Optional.empty();
      stopping =
          switch (entry.event()) {
            case OutcomeRecorded e -> Optional.of(e.contract());
            case EvidenceRecorded e -> Optional.of(e.contract());
            // What cost more than was authorized is signalled between an outcome and a stop.
            case FailureSignalled e when next && stopping.equals(Optional.of(e.contract())) ->
                stopping;
            default -> Optional.empty();
          };
    }
    last = Optional.of(entry);
    return follows;
  }

  private static boolean isBehind(RecordedEvent before, RecordedEvent entry) {
    return entry.position() == before.position() + 1
        && entry.actor().equals(before.actor())
        && entry.time().equals(before.time());
  }

  private boolean stops(LedgerEvent event) {
    return event instanceof ContractEnded e
        && e.ending() == Ending.STOPPED
        && stopping.equals(Optional.of(e.contract()));
  }

  private static boolean isConsequence(LedgerEvent event, Decision made) {
    Place place = made.place();
    return switch (event) {
      case FailureSignalled e ->
          e.dispatch().equals(Optional.of(place.dispatch()))
              && e.detector().startsWith("ledger:")
              && e.detectedAt().equals(made.judgement().basis().now());
      case ContractRevoked e ->
          e.contract().equals(place.contract())
              && switch (e.cause()) {
                case BREACH, INVARIANT -> true;
                case OPERATOR, PARENT, PATH -> false;
              };
      case AgentLevelChanged e ->
          e.agent().equals(place.agent())
              && e.reason().endsWith(made.judgement().explanation())
              && e.causedBy().isEmpty();
      // Judged as often as it may be: closed with its last judgement.
      case DispatchClosed e ->
          e.contract().equals(place.contract())
              && e.dispatch().equals(place.dispatch())
              && e.causedBy().isEmpty();
      default -> false;
    };
  }
}
