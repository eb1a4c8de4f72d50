package dev.phaseledger.command.contract;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.command.contract.OpenDispatch.Asked;
import dev.phaseledger.command.contract.OpenDispatch.Deferred;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.contract.OpenDispatch.Released;
import dev.phaseledger.command.contract.OpenDispatch.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.pcollections.PMap;

/// How the dispatches that something is still to come for change with events. Shares its parts with
/// earlier states.
///
/// An event about a dispatch that is not in the state the event supposes is a defect of the record.
record OpenDispatches(PMap<DispatchId, OpenDispatch> all) {

  /// One more that waits for approval.
  OpenDispatches pending(Asked asked, Judgement judgement) {
    return with(asked.request().id(), Pending.of(asked, judgement));
  }

  /// One more that waits for evidence, facts or time.
  OpenDispatches deferred(Asked asked, Judgement judgement) {
    return with(asked.request().id(), Deferred.of(asked, judgement));
  }

  /// One that the agent may act on.
  OpenDispatches released(DispatchRequest request) {
    return with(request.id(), new Released(OptionalLong.of(request.costMicros()), request));
  }

  /// Nothing is to come for it any more.
  OpenDispatches closed(DispatchId dispatch) {
    return new OpenDispatches(all.minus(dispatch));
  }

  /// The end of the contract: what waits is void, what was released has its outcome to come.
  OpenDispatches contractEnded() {
    List<DispatchId> waiting =
        all.entrySet().stream()
            .filter(dispatch -> dispatch.getValue() instanceof Waiting)
            .map(Map.Entry::getKey)
            .toList();
    return new OpenDispatches(all.minusAll(waiting));
  }

  /// A yes is added, a no ends it.
  OpenDispatches answered(ApprovalRecorded e, Instant at) {
    Pending pending = pending(e.dispatch());
    return e.granted() ? with(e.dispatch(), pending.with(e, at)) : closed(e.dispatch());
  }

  OpenDispatches withdrawn(ApprovalWithdrawn e) {
    return with(e.dispatch(), pending(e.dispatch()).without(e.approver()));
  }

  OpenDispatches escalated(ApprovalEscalated e) {
    return with(e.dispatch(), pending(e.dispatch()).escalatedTo(e.roles()));
  }

  /// It was judged anew and needs approval.
  OpenDispatches rejudgedPending(DispatchId dispatch, Judgement anew) {
    return with(
        dispatch,
        switch (waiting(dispatch)) {
          case Pending pending -> pending.rejudged(anew);
          case Deferred deferred -> Pending.of(deferred.asked(), anew);
        });
  }

  /// It was judged anew and is deferred.
  OpenDispatches rejudgedDeferred(DispatchId dispatch, Judgement anew) {
    return with(
        dispatch,
        switch (waiting(dispatch)) {
          case Pending pending -> Deferred.of(pending.asked(), anew);
          case Deferred deferred -> deferred.rejudged(anew);
        });
  }

  /// Marks what waits for this evidence, or for a fact it shows.
  OpenDispatches arrived(EvidenceRecorded e) {
    PMap<DispatchId, OpenDispatch> next = all;
    for (Map.Entry<DispatchId, OpenDispatch> each : all.entrySet()) {
      if (each.getValue() instanceof Deferred deferred
          && deferred
              .until()
              .filter(until -> until.awaits(e.evidence().kind(), e.facts()))
              .isPresent()) {
        next = next.plus(each.getKey(), deferred.arrivedNow());
      }
    }
    return new OpenDispatches(next);
  }

  /// One that is not released, and may be.
  Waiting waiting(DispatchId dispatch) {
    if (all.get(dispatch) instanceof Waiting waiting) {
      return waiting;
    }
    throw new IllegalStateException("dispatch " + dispatch + " does not wait");
  }

  private Pending pending(DispatchId dispatch) {
    if (all.get(dispatch) instanceof Pending pending) {
      return pending;
    }
    throw new IllegalStateException("dispatch " + dispatch + " is not pending");
  }

  private OpenDispatches with(DispatchId id, OpenDispatch dispatch) {
    return new OpenDispatches(all.plus(id, dispatch));
  }
}
