package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.ContractCommand.CloseDispatch;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch;
import dev.phaseledger.command.contract.OpenDispatch.Waiting;
import java.util.List;
import java.util.Optional;

/// Decides on the end of an open dispatch without an outcome.
public final class Closings {

  private Closings() {}

  /// Withdraws or cancels a dispatch.
  public static List<LedgerEvent> close(CloseDispatch command, ContractState contract) {
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    OpenDispatch open = contract.open().get(command.dispatch());
    if (open == null) {
      if (command.causedBy().isPresent()) {
        // A revocation path may be taken twice, and finds nothing to do the second time.
        return List.of();
      }
      throw new InvalidFieldException(
          "dispatchId",
          "'%s' is not an open dispatch of contract %s"
              .formatted(command.dispatch(), contract.contract()));
    }
    Principal by = command.context().by();
    switch (command.closing()) {
      case WITHDRAWN -> requireRequester(by, open, contract);
      case CANCELLED -> requireOperator(by);
      case TIMED_OUT ->
          throw new InvalidFieldException(
              "closing", "must be WITHDRAWN or CANCELLED: time runs out by itself");
    }
    return List.of(
        new DispatchClosed(
            contract.contract(),
            contract.terms().agent(),
            command.dispatch(),
            command.closing(),
            command.reason(),
            command.causedBy()));
  }

  /// A dispatch that has waited as long as it may.
  public static DispatchClosed timedOut(Waiting waiting, ContractState contract) {
    return closed(
        waiting,
        contract,
        Closing.TIMED_OUT,
        "It waited until %s, which is as long as it may; nobody saying yes means no."
            .formatted(waiting.deadline()));
  }

  /// A dispatch that was judged anew as often as it may.
  public static DispatchClosed judgedTooOften(Waiting waiting, ContractState contract, int times) {
    return closed(
        waiting,
        contract,
        Closing.CANCELLED,
        "It was judged anew %d times and is still deferred; ask again.".formatted(times));
  }

  private static DispatchClosed closed(
      Waiting waiting, ContractState contract, Closing closing, String reason) {
    return new DispatchClosed(
        contract.contract(),
        contract.terms().agent(),
        waiting.id(),
        closing,
        reason,
        Optional.empty());
  }

  private static void requireRequester(Principal by, OpenDispatch open, ContractState contract) {
    if (!(open instanceof Waiting waiting)) {
      throw new InvalidFieldException(
          "dispatchId", "was released: report its outcome, or have an operator cancel it");
    }
    boolean agent =
        by.holds(Role.AGENT) && by.id().value().equals(contract.terms().agent().value());
    if (!agent && !by.id().equals(waiting.asked().requester())) {
      throw new ForbiddenException("only who requested a dispatch withdraws it");
    }
  }

  private static void requireOperator(Principal by) {
    if (!by.holds(Role.OPERATOR)) {
      throw new ForbiddenException("cancelling a dispatch needs the role OPERATOR");
    }
  }
}
