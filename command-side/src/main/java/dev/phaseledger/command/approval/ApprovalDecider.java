package dev.phaseledger.command.approval;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.dispatch.DispatchDecider;
import dev.phaseledger.command.dispatch.Judge;
import dev.phaseledger.command.dispatch.Judge.Ruling;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.dispatch.SealedRequest;
import dev.phaseledger.command.dispatch.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Decides on a human's answer to a pending dispatch.
public final class ApprovalDecider {

  private ApprovalDecider() {}

  /// The answer, and what it leads to.
  ///
  /// A grant that was given on anything but the present state releases nothing: the dispatch is
  /// judged anew and has to be shown again.
  public static List<LedgerEvent> answer(AnswerApproval command, Situation situation) {
    return answer(command, situation, Opener.NONE);
  }

  /// The answer to a dispatch that may hold personal values, and what it leads to. One whose
  /// subject was erased is never released.
  public static List<LedgerEvent> answer(
      AnswerApproval command, Situation situation, Opener opener) {
    ContractState contract = situation.contract();
    Limits.optionalText("reason", command.reason(), Limits.REASON_CHARS_MAX);
    if (!(contract.open().get(command.dispatch()) instanceof Pending pending)) {
      throw new InvalidFieldException(
          "dispatchId", "'%s' does not wait for approval".formatted(command.dispatch()));
    }
    Principal by = command.context().by();
    requireApprover(by, pending, situation);
    Digest shown = binding(pending, pending.judgement().basis());
    if (!command.shown().equals(shown)) {
      throw new InvalidFieldException(
          "shown", "is not the digest of what waits for approval now: look at it again");
    }
    var judge = new Judge(situation);
    if (!binding(pending, judge.basis()).equals(shown)) {
      return rejudged(rejudge(judge, pending, List.of(), opener), pending, situation);
    }
    var answer =
        new ApprovalRecorded(
            contract.contract(),
            command.dispatch(),
            by.id(),
            roleNames(by),
            command.granted(),
            shown,
            command.reason());
    var events = new ArrayList<LedgerEvent>();
    events.add(answer);
    if (command.granted()) {
      var approvals = new ArrayList<>(pending.approvals());
      approvals.add(new Approval(answer, situation.now()));
      events.addAll(rejudged(rejudge(judge, pending, approvals, opener), pending, situation));
    }
    return events;
  }

  private static Ruling rejudge(
      Judge judge, Pending pending, List<Approval> approvals, Opener opener) {
    return switch (opener.open(pending.request())) {
      case Opener.Opened.Whole(SealedRequest request) -> judge.rejudge(request, approvals);
      case Opener.Opened.Erased(SubjectId subject, long position) ->
          judge.unreadable(subject, position);
    };
  }

  private static List<LedgerEvent> rejudged(Ruling ruling, Pending pending, Situation situation) {
    var events = new ArrayList<LedgerEvent>();
    events.add(
        new DispatchRejudged(
            situation.contract().contract(),
            situation.contract().terms().agent(),
            pending.request().id(),
            ruling.judgement()));
    events.addAll(DispatchDecider.consequences(ruling, pending.request(), situation));
    return events;
  }

  private static Digest binding(Pending pending, Basis basis) {
    return ApprovalBinding.digest(pending.request().id(), pending.requestDigest(), basis);
  }

  private static void requireApprover(Principal by, Pending pending, Situation situation) {
    if (by.kind() != Principal.Kind.HUMAN || !by.holds(Role.APPROVER)) {
      throw new ForbiddenException("answering an approval needs a human with the role APPROVER");
    }
    if (by.id().equals(pending.requester())
        || by.id().equals(situation.agent().owner())
        || by.id().value().equals(situation.agent().agent().value())) {
      throw new ForbiddenException(
          "neither who requested a dispatch nor who answers for its agent approves it");
    }
    if (pending.approvals().stream().anyMatch(a -> a.event().approver().equals(by.id()))) {
      throw new InvalidFieldException("dispatchId", "you have approved it already");
    }
  }

  private static Set<String> roleNames(Principal by) {
    var names = new TreeSet<String>();
    by.roles().forEach(role -> names.add(role.name().toLowerCase(Locale.ROOT)));
    return names;
  }
}
