package dev.phaseledger.console.inbox;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.query.ApprovalItem;
import dev.phaseledger.api.query.ApprovalQuestion;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindApproval;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.FindTrail;
import dev.phaseledger.api.query.LedgerQuery.ListApprovals;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.TrailView;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.Budget;
import dev.phaseledger.console.page.EvidenceLine;
import dev.phaseledger.console.page.JudgementBlock;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.RequestBlock;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// What waits for approval: what the reader may still answer, or all of it.
@Controller
final class InboxPage {

  private final Answers answers;
  private final Clock clock;

  InboxPage(Answers answers, Clock clock) {
    this.answers = answers;
    this.clock = clock;
  }

  /// @param all whether what others have to answer is listed too; whoever answers nothing sees all
  @GetMapping("/console/inbox")
  String list(
      Principal reader,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam Optional<String> after,
      Model model) {
    boolean mine = !all && reader.holds(Role.APPROVER);
    Page<ApprovalItem> page =
        answers.list(
            new ListApprovals(
                reader.tenant(),
                Optional.empty(),
                mine ? Optional.of(reader) : Optional.empty(),
                new Cursor(after, Cursor.SIZE_DEFAULT)),
            ApprovalItem.class);
    Instant now = clock.instant();
    model.addAttribute(
        "items", page.items().stream().map(item -> WaitingLine.of(item, now)).toList());
    model.addAttribute("mine", mine);
    model.addAttribute("approver", reader.holds(Role.APPROVER));
    model.addAttribute("first", after.isEmpty());
    model.addAttribute("next", page.next().orElse(""));
    return "console/inbox/inbox";
  }

  @GetMapping("/console/inbox/{dispatchId}")
  String show(Principal reader, @PathVariable String dispatchId, Model model) {
    DispatchId dispatch = new DispatchId(dispatchId);
    Optional<ApprovalQuestion> found =
        answers.find(new FindApproval(reader.tenant(), dispatch, reader), ApprovalQuestion.class);
    if (found.isEmpty()) {
      // Decided otherwise by now: the trail tells how.
      return "redirect:/console/dispatches/{dispatchId}";
    }
    ApprovalQuestion question = found.get();
    ApprovalItem item = question.item();
    Instant now = clock.instant();
    List<TrailView.Step> steps =
        answers
            .find(new FindTrail(reader.tenant(), dispatch), TrailView.class)
            .map(TrailView::steps)
            .orElse(List.of());
    Optional<ContractView> contract =
        answers.find(
            new FindContract(reader.tenant(), new ContractId(item.dispatch().contractId())),
            ContractView.class);
    model.addAttribute("line", WaitingLine.of(item, now));
    model.addAttribute("question", QuestionBlock.of(question, now));
    model.addAttribute(
        "request",
        RequestBlock.of(item.dispatch().request(), Moment.of(item.dispatch().decidedAt())));
    model.addAttribute(
        "judgement",
        JudgementBlock.of(item.dispatch().judgement(), item.dispatch().request().parameters()));
    model.addAttribute("facts", QuestionBlock.facts(item.dispatch().judgement(), now));
    model.addAttribute("evidence", EvidenceLine.of(steps, now));
    model.addAttribute("budgets", contract.map(view -> Budget.of(view, now)).orElse(List.of()));
    model.addAttribute("task", contract.map(view -> view.terms().task()).orElse(""));
    return "console/inbox/approval";
  }
}
