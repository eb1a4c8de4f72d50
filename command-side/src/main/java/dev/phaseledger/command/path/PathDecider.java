package dev.phaseledger.command.path;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.ContractCommand.CancelDispatches;
import dev.phaseledger.api.command.ContractCommand.ReportPathFailure;
import dev.phaseledger.api.command.ContractCommand.RequestNotification;
import dev.phaseledger.api.command.ContractCommand.RequestRollback;
import dev.phaseledger.api.command.ContractCommand.TakePath;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.evidence.EvidenceDecider;
import dev.phaseledger.command.evidence.FailureKinds;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Decides on taking revocation paths and on what they do to the contract itself. An ended contract
/// does not matter: what was done under it may still have to be answered.
public final class PathDecider {

  /// The kind of failure that says that a path could not do what it demands.
  static final String FAILED = FailureKinds.PATH_FAILED;

  /// What a detector begins with that is a revocation path.
  static final String DETECTOR_PREFIX = "ledger:path/";

  private PathDecider() {}

  /// Records that a path was taken.
  public static List<ContractEvent> take(TakePath command, ContractState contract) {
    Principal by = command.context().by();
    if (!LedgerItself.is(by) && !by.holds(Role.OPERATOR)) {
      throw new ForbiddenException("taking a revocation path needs the role OPERATOR");
    }
    Limits.text("explanation", command.explanation(), Limits.REASON_CHARS_MAX);
    return List.of(
        new PathTaken(
            contract.contract(),
            contract.terms().agent(),
            command.dispatch(),
            command.causedBy(),
            command.actions(),
            command.explanation()));
  }

  /// Calls off open dispatches; nothing to do if there are none.
  public static List<ContractEvent> cancel(CancelDispatches command, ContractState contract) {
    requireLedger(command.context().by());
    return contract.open().keySet().stream()
        .sorted(Comparator.comparing(DispatchId::value))
        .limit(command.max())
        .<ContractEvent>map(dispatch ->
            new DispatchClosed(
                contract.contract(),
                contract.terms().agent(),
                dispatch,
                Closing.CANCELLED,
                command.reason(),
                Optional.of(command.causedBy())))
        .toList();
  }

  /// Records that what a dispatch has done is to be undone.
  public static List<ContractEvent> rollback(RequestRollback command, ContractState contract) {
    requireLedger(command.context().by());
    return List.of(
        new RollbackRequested(
            contract.contract(),
            contract.terms().agent(),
            command.dispatch(),
            command.compensation(),
            command.reason(),
            command.causedBy()));
  }

  /// Records that somebody outside is to be told.
  public static List<ContractEvent> notify(RequestNotification command, ContractState contract) {
    requireLedger(command.context().by());
    return List.of(
        new NotificationRequested(
            contract.contract(), contract.terms().agent(), command.webhook(), command.causedBy()));
  }

  /// Records that a path could not do what it demands.
  public static List<ContractEvent> failed(
      ReportPathFailure command, ContractState contract, Instant now) {
    requireLedger(command.context().by());
    return List.of(
        new FailureSignalled(
            contract.contract(),
            contract.terms().agent(),
            command.dispatch(),
            name(command),
            FAILED,
            Severity.CRITICAL,
            DETECTOR_PREFIX + command.path(),
            command.detail(),
            now,
            now,
            List.of(),
            List.of(command.position())));
  }

  /// Follows from what is reported, so that a repetition has the same name.
  private static String name(ReportPathFailure command) {
    return EvidenceDecider.signal(command.path(), command.position() + "\n" + command.detail());
  }

  private static void requireLedger(Principal by) {
    if (!LedgerItself.is(by)) {
      throw new ForbiddenException("only the ledger itself carries revocation paths out");
    }
  }
}
