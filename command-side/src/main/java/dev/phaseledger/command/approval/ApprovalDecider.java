package dev.phaseledger.command.approval;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.WithdrawApproval;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.Approvers;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.dispatch.Closings;
import dev.phaseledger.command.dispatch.DispatchDecider;
import dev.phaseledger.command.dispatch.Judge;
import dev.phaseledger.command.dispatch.Judge.Ruling;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.dispatch.SealedRequest;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.point.AnswerPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Decides on a human's answer to a pending dispatch.
public final class ApprovalDecider {

  private ApprovalDecider() {}

  /// The answer, and what it leads to.
  ///
  /// A grant that was given on anything but the present state releases nothing: the dispatch is
  /// judged anew and has to be shown again. A rejection counts on whatever state it was given: a no
  /// needs no second look.
  public static List<LedgerEvent> answer(AnswerApproval command, Situation situation) {
    return answer(command, situation, Opener.NONE);
  }

  /// The answer to a dispatch that may hold personal values, and what it leads to. One whose
  /// subject was erased is never released.
  public static List<LedgerEvent> answer(
      AnswerApproval command, Situation situation, Opener opener) {
    ContractState contract = situation.contract();
    reason(command);
    if (!(contract.open().get(command.dispatch()) instanceof Pending pending)) {
      throw new InvalidFieldException(
          "dispatchId", "'%s' does not wait for approval".formatted(command.dispatch()));
    }
    Principal by = command.context().by();
    requireApprover(by, pending, situation);
    if (command.granted()) {
      requireAnotherVoice(by, pending);
    }
    if (!command.shown().equals(pending.shown())) {
      throw new InvalidFieldException(
          "shown", "is not the digest of what waits for approval now: look at it again");
    }
    if (pending.over(situation.now())) {
      return List.of(Closings.timedOut(pending, contract));
    }
    var answer =
        new ApprovalRecorded(
            contract.contract(),
            command.dispatch(),
            by.id(),
            by.onBehalfOf(),
            Approvers.names(by),
            command.granted(),
            command.shown(),
            command.reason());
    if (!command.granted() && !situation.policy().snapshot().asksAt(EnforcementPoint.APPROVAL)) {
      return List.of(answer);
    }
    Opener.Opened opened = opener.open(pending.request());
    if (!command.granted()) {
      return held(command, pending, opened, List.of(answer), situation);
    }
    var judge = new Judge(situation);
    if (isStale(pending, judge)) {
      return DispatchDecider.rejudged(
          rejudge(judge, pending, List.of(), opened), pending, situation);
    }
    var approvals = new ArrayList<>(pending.approvals());
    approvals.add(new Approval(answer, situation.now()));
    var events = new ArrayList<LedgerEvent>();
    events.add(answer);
    events.addAll(
        DispatchDecider.rejudged(rejudge(judge, pending, approvals, opened), pending, situation));
    return held(command, pending, opened, events, situation);
  }

  /// What nobody can read any more is answered without invariants: it is never released.
  private static List<LedgerEvent> held(
      AnswerApproval command,
      Pending pending,
      Opener.Opened opened,
      List<LedgerEvent> counted,
      Situation situation) {
    return switch (opened) {
      case Opener.Opened.Whole(SealedRequest request) ->
          AnswerPoint.held(command, pending, request, counted, situation);
      case Opener.Opened.Erased _ -> counted;
    };
  }

  /// Takes back an approval that has released nothing: one that released is used up with it.
  public static List<LedgerEvent> withdraw(WithdrawApproval command, ContractState contract) {
    Limits.optionalText("reason", command.reason(), Limits.REASON_CHARS_MAX);
    PrincipalId by = command.context().by().id();
    if (!(contract.open().get(command.dispatch()) instanceof Pending pending)) {
      throw new InvalidFieldException(
          "dispatchId",
          "'%s' does not wait for approval: what was released cannot be taken back like this"
              .formatted(command.dispatch()));
    }
    if (pending.approvalOf(by).isEmpty()) {
      throw new InvalidFieldException(
          "dispatchId", "'%s' has no approval of yours that counts".formatted(command.dispatch()));
    }
    return List.of(
        new ApprovalWithdrawn(contract.contract(), command.dispatch(), by, command.reason()));
  }

  private static void reason(AnswerApproval command) {
    if (command.granted()) {
      Limits.optionalText("reason", command.reason(), Limits.REASON_CHARS_MAX);
    } else {
      Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    }
  }

  private static boolean isStale(Pending pending, Judge judge) {
    return !ApprovalBinding.digest(pending.id(), pending.requestDigest(), judge.basis())
        .equals(pending.shown());
  }

  private static Ruling rejudge(
      Judge judge, Pending pending, List<Approval> approvals, Opener.Opened opened) {
    return switch (opened) {
      case Opener.Opened.Whole(SealedRequest request) ->
          judge.rejudge(request, approvals, pending.escalated());
      case Opener.Opened.Erased(SubjectId subject, long position) ->
          judge.unreadable(subject, position);
    };
  }

  private static void requireApprover(Principal by, Pending pending, Situation situation) {
    approvers(pending, situation)
        .refusal(by)
        .ifPresent(why -> {
          throw new ForbiddenException(why);
        });
    if (pending.approvalOf(by.id()).isPresent()) {
      throw new InvalidFieldException("dispatchId", "you have approved it already");
    }
  }

  /// A deputy and the human it acts for count once, whoever of them comes first, and so do two
  /// deputies of one human. The others of them may still say no.
  private static void requireAnotherVoice(Principal by, Pending pending) {
    Set<PrincipalId> voices = Approvers.voices(by.id(), by.onBehalfOf());
    pending
        .approvalSharedBy(voices)
        .ifPresent(given -> {
          throw new ForbiddenException(
              "%s has approved it already: you, or whom you act for, and %s count as one"
                  .formatted(given.event().approver(), given.event().approver()));
        });
  }

  private static Approvers approvers(Pending pending, Situation situation) {
    Set<PrincipalId> excluded = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
    excluded.add(pending.asked().requester());
    pending.asked().onBehalfOf().ifPresent(excluded::add);
    excluded.add(situation.agent().owner());
    excluded.add(new PrincipalId(situation.agent().agent().value()));
    return new Approvers(
        excluded,
        pending
            .judgement()
            .approval()
            .map(requirement -> Approvers.roles(requirement, pending.escalated()))
            .orElse(Set.of()),
        situation.contract().terms().approvers());
  }
}
