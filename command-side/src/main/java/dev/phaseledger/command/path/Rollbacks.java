package dev.phaseledger.command.path;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.ContractCommand.RequestRollback;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.contract.FromTemplate;
import dev.phaseledger.policy.path.PathAction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Has what a dispatch did undone by another agent, under a contract of its own: the contract is
/// issued, the wish is recorded with the dispatch that is undone, and the compensating dispatch is
/// asked for like any other, so that it is judged like any other.
@Component
final class Rollbacks {

  /// How long the compensating agent has, if the template wants to be told.
  static final Duration TIME_TO_UNDO = Duration.ofHours(24);

  private final PathViews views;
  private final LedgerCommands ledger;
  private final FromTemplate templates;
  private final Clock clock;

  Rollbacks(PathViews views, LedgerCommands ledger, FromTemplate templates, Clock clock) {
    this.views = views;
    this.ledger = ledger;
    this.templates = templates;
    this.clock = clock;
  }

  /// What is to be undone, and because of what.
  ///
  /// @param key names the step among all that were ever taken
  /// @param step its place among the path's steps
  record Wanted(
      Occurrence at,
      PathAction.Rollback rollback,
      PathTaken taken,
      CausedBy causedBy,
      String key,
      int step) {}

  void request(Wanted wanted) {
    DispatchId dispatch =
        wanted
            .taken()
            .dispatch()
            .orElseThrow(() ->
                new InvalidFieldException(
                    "dispatchId", "is missing: what set the path off names no dispatch to undo"));
    TenantId tenant = wanted.at().tenant();
    views.awaitAll(tenant);
    DispatchRequest undone =
        views
            .dispatch(tenant, dispatch)
            .map(DispatchView::request)
            .orElseThrow(() ->
                new InvalidFieldException("dispatchId", "'" + dispatch + "' is not on record"));
    var compensation = new ContractId(Lineage.compensation(wanted.at().position(), wanted.step()));
    issue(wanted, undone, compensation);
    ledger.send(
        new RequestRollback(
            PathFollower.context(wanted.at(), wanted.key() + ":rollback"),
            wanted.taken().contract(),
            dispatch,
            compensation,
            wanted.taken().explanation(),
            wanted.causedBy()));
    ledger.send(
        new RequestDispatch(
            PathFollower.context(wanted.at(), wanted.key() + ":dispatch"),
            compensation,
            compensating(wanted, undone, compensation)));
  }

  private void issue(Wanted wanted, DispatchRequest undone, ContractId compensation) {
    Instant now = clock.instant();
    Map<String, JsonValue> offered =
        Map.of(
            "agent", new Text(wanted.rollback().agent().value()),
            "contract", new Text(wanted.taken().contract().value()),
            "dispatch", new Text(undone.id().value()),
            "action", new Text(wanted.rollback().action()),
            "resources", new Items(undone.resources().stream().<JsonValue>map(Text::new).toList()),
            "until", new Text(now.plus(TIME_TO_UNDO).toString()));
    ledger.send(
        new IssueContract(
            PathFollower.context(wanted.at(), wanted.key() + ":issue"),
            compensation,
            templates.terms(
                new FromTemplate.Wanted(
                    wanted.at().tenant(),
                    wanted.rollback().template(),
                    wanted.rollback().agent(),
                    offered),
                now)));
  }

  private static DispatchRequest compensating(
      Wanted wanted, DispatchRequest undone, ContractId compensation) {
    return new DispatchRequest(
        new DispatchId(compensation.value()),
        wanted.rollback().action(),
        undone.resources(),
        Fields.with("compensates", new Text(undone.id().value())).build(),
        "Revocation path '%s' wants dispatch %s undone."
            .formatted(wanted.causedBy().path(), undone.id()),
        Map.of(),
        Set.of(),
        0,
        false,
        Optional.empty(),
        Optional.empty());
  }
}
