package dev.phaseledger.query.audit;

import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.query.contracts.FirstPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A contract's terms, phase and end, folded from its entries, with those that set each.
///
/// @param terms the entry that set the terms
/// @param phase the entry that set the phase, if a later one than the terms did
/// @param end the entry that ended it
record ContractState(
    ContractTerms inForce,
    String status,
    Optional<String> endedReason,
    Optional<String> inPhase,
    RecordedEvent terms,
    Optional<RecordedEvent> phase,
    Optional<RecordedEvent> end) {

  private static final String ACTIVE = "ACTIVE";

  /// The contract as it was issued.
  static ContractState issued(RecordedEvent entry, ContractTerms terms) {
    return new ContractState(
        terms,
        ACTIVE,
        Optional.empty(),
        FirstPhase.of(terms),
        entry,
        Optional.empty(),
        Optional.empty());
  }

  /// The contract after another of its entries.
  ContractState after(RecordedEvent entry, ContractEvent event) {
    return switch (event) {
      case ContractIssued e -> issued(entry, e.terms());
      case ContractAmended e -> amended(entry, e.terms());
      case ContractEnded e -> ended(entry, e.ending().name(), e.reason());
      case ContractRevoked e -> ended(entry, "REVOKED", e.reason());
      case PhaseDecided e -> e.granted() ? entered(entry, e.phase()) : this;
      case ContractDelegated _,
          DispatchDecided _,
          DispatchRejudged _,
          DispatchClosed _,
          StepJudged _,
          ApprovalRecorded _,
          ApprovalWithdrawn _,
          ApprovalEscalated _,
          EvidenceRecorded _,
          OutcomeRecorded _,
          FailureSignalled _,
          HeartbeatRecorded _,
          PathTaken _,
          RollbackRequested _,
          NotificationRequested _ ->
          this;
    };
  }

  boolean isActive() {
    return status.equals(ACTIVE);
  }

  /// The entries that say so.
  List<RecordedEvent> because() {
    List<RecordedEvent> entries = new ArrayList<>(List.of(terms));
    phase.ifPresent(entries::add);
    end.ifPresent(entries::add);
    return entries;
  }

  /// Work stays in its phase unless the new terms have none.
  private ContractState amended(RecordedEvent entry, ContractTerms now) {
    boolean leaves = now.phases().isEmpty();
    boolean stays = !leaves && inPhase.isPresent();
    return new ContractState(
        now,
        status,
        endedReason,
        stays ? inPhase : FirstPhase.of(now),
        entry,
        stays ? phase : Optional.empty(),
        end);
  }

  private ContractState ended(RecordedEvent entry, String how, String why) {
    return new ContractState(
        inForce, how, Optional.of(why), inPhase, terms, phase, Optional.of(entry));
  }

  private ContractState entered(RecordedEvent entry, String name) {
    return new ContractState(
        inForce, status, endedReason, Optional.of(name), terms, Optional.of(entry), end);
  }
}
