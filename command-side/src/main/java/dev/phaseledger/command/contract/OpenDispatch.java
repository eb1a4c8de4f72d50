package dev.phaseledger.command.contract;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.Approvers;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.Escalation;
import dev.phaseledger.api.event.Until;
import dev.phaseledger.api.event.Waits;
import dev.phaseledger.command.contract.DispatchTransitions.DispatchStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// A dispatch that something is still to come for.
public sealed interface OpenDispatch {

  /// Its status among all that a dispatch can have.
  default DispatchStatus status() {
    return switch (this) {
      case Pending _ -> DispatchStatus.PENDING;
      case Deferred _ -> DispatchStatus.DEFERRED;
      case Released _ -> DispatchStatus.RELEASED;
    };
  }

  /// What was asked for, and by whom.
  ///
  /// @param requester who asked; never approves it
  /// @param onBehalfOf the human that whoever asked acts for; never approves it either
  record Asked(
      DispatchRequest request,
      Digest requestDigest,
      PrincipalId requester,
      Optional<PrincipalId> onBehalfOf) {}

  /// A dispatch that is not released, and may be.
  sealed interface Waiting extends OpenDispatch {

    Asked asked();

    /// The newest judgement.
    Judgement judgement();

    /// From when on it waits for what it waits for.
    Instant since();

    default DispatchRequest request() {
      return asked().request();
    }

    default DispatchId id() {
      return asked().request().id();
    }

    /// When it is closed without release.
    default Instant deadline() {
      return Waits.deadline(judgement(), since());
    }

    /// Whether its time is over.
    default boolean over(Instant now) {
      return !now.isBefore(deadline());
    }
  }

  /// It waits for approval.
  ///
  /// @param approvals those granted on what is shown now
  /// @param escalated roles that were asked besides, since nobody answered in time
  record Pending(
      Asked asked,
      Judgement judgement,
      Instant since,
      List<Approval> approvals,
      Set<String> escalated)
      implements Waiting {

    public Pending {
      approvals = List.copyOf(approvals);
      escalated = Set.copyOf(escalated);
    }

    static Pending of(Asked asked, Judgement judgement) {
      return new Pending(asked, judgement, judgement.basis().now(), List.of(), Set.of());
    }

    /// The digest of what is shown to an approver.
    public Digest shown() {
      return ApprovalBinding.digest(id(), asked.requestDigest(), judgement.basis());
    }

    public Digest requestDigest() {
      return asked.requestDigest();
    }

    /// The approval of one principal, if it has given one that counts.
    public Optional<Approval> approvalOf(PrincipalId approver) {
      return approvals.stream()
          .filter(given -> given.event().approver().equals(approver))
          .findFirst();
    }

    /// An approval that counts and was given by one of these, or on behalf of one of them.
    public Optional<Approval> approvalSharedBy(Set<PrincipalId> voices) {
      return approvals.stream()
          .filter(given -> !Collections.disjoint(voices, given.voices()))
          .findFirst();
    }

    /// The escalation whose time has come and that was not made.
    public Optional<Escalation> escalation(Instant now) {
      return judgement
          .approval()
          .flatMap(Judgement.ApprovalRequirement::escalation)
          .filter(escalation -> !escalated.containsAll(escalation.roles()))
          .filter(escalation -> !now.isBefore(since.plus(escalation.after())));
    }

    Pending with(ApprovalRecorded event, Instant at) {
      var next = new ArrayList<>(approvals);
      next.add(new Approval(event, at));
      return new Pending(asked, judgement, since, next, escalated);
    }

    Pending without(PrincipalId approver) {
      return new Pending(
          asked,
          judgement,
          since,
          approvals.stream().filter(given -> !given.event().approver().equals(approver)).toList(),
          escalated);
    }

    Pending escalatedTo(Set<String> roles) {
      var all = new TreeSet<>(escalated);
      all.addAll(roles);
      return new Pending(asked, judgement, since, approvals, all);
    }

    /// Approvals of what has changed since count no more; who gave one may look again. It has not
    /// got more time.
    Pending rejudged(Judgement anew) {
      Digest shown = ApprovalBinding.digest(id(), asked.requestDigest(), anew.basis());
      return new Pending(
          asked,
          anew,
          since,
          approvals.stream().filter(given -> given.event().shown().equals(shown)).toList(),
          escalated);
    }
  }

  /// It waits for evidence, facts or time.
  ///
  /// @param rejudged how often it was judged anew
  /// @param arrived whether something that it waits for was put on record since it was judged
  record Deferred(Asked asked, Judgement judgement, Instant since, int rejudged, boolean arrived)
      implements Waiting {

    static Deferred of(Asked asked, Judgement judgement) {
      return new Deferred(asked, judgement, judgement.basis().now(), 0, false);
    }

    /// What it waits for, if its judgement says so in a form that is known.
    public Optional<Until> until() {
      return judgement.until().flatMap(Until::parse);
    }

    /// Whether it can be judged anew: something came, or a time, and nothing is missing.
    public boolean ready(ContractState contract, Instant now) {
      return until()
          .filter(until -> arrived || until.time(judgedAt()).isPresent())
          .map(until ->
              until.complete(
                  judgedAt(),
                  now,
                  kind -> contract.evidence().stream().anyMatch(e -> e.kind().equals(kind)),
                  (name, key) ->
                      key.map(k -> contract.facts().find(name, k).isPresent())
                          .orElseGet(() -> !contract.facts().keys(name).isEmpty())))
          .orElse(false);
    }

    Deferred arrivedNow() {
      return new Deferred(asked, judgement, since, rejudged, true);
    }

    Deferred rejudged(Judgement anew) {
      return new Deferred(asked, anew, since, rejudged + 1, false);
    }

    private Instant judgedAt() {
      return judgement.basis().now();
    }
  }

  /// The agent may act, or has acted; its outcome is not on record.
  ///
  /// @param costMicros what it was authorized to cost, in millionths of the tenant's currency;
  ///   empty if that is not remembered
  /// @param request as it is recorded
  record Released(OptionalLong costMicros, DispatchRequest request) implements OpenDispatch {}

  /// One granted approval.
  record Approval(ApprovalRecorded event, Instant at) {

    Set<PrincipalId> voices() {
      return Approvers.voices(event.approver(), event.onBehalfOf());
    }
  }
}
