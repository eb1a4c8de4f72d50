package dev.phaseledger.console.contracts;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.ListContracts;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.Budget;
import dev.phaseledger.console.page.ContractLine;
import dev.phaseledger.console.page.DispatchLine;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Contracts, newest first, and each with its budgets and phases.
@Controller
final class ContractsPage {

  /// Dispatches that a contract's page lists; the rest is a link away.
  private static final int DISPATCHES_MAX = 20;

  private static final List<String> STATUSES =
      List.of("ACTIVE", "FULFILLED", "STOPPED", "EXPIRED", "REVOKED");

  private final Answers answers;
  private final Clock clock;

  ContractsPage(Answers answers, Clock clock) {
    this.answers = answers;
    this.clock = clock;
  }

  @GetMapping("/console/contracts")
  String list(
      Principal reader,
      @RequestParam(defaultValue = "") String agent,
      @RequestParam(defaultValue = "") String status,
      @RequestParam Optional<String> after,
      Model model) {
    String wanted = STATUSES.contains(status) ? status : "";
    Page<ContractView> page =
        answers.list(
            new ListContracts(
                reader.tenant(),
                Optional.of(agent.strip()).filter(id -> !id.isEmpty()).map(AgentId::new),
                Optional.of(wanted).filter(chosen -> !chosen.isEmpty()),
                new Cursor(after, Cursor.SIZE_DEFAULT)),
            ContractView.class);
    Instant now = clock.instant();
    model.addAttribute(
        "contracts", page.items().stream().map(view -> ContractLine.of(view, now)).toList());
    model.addAttribute("agent", agent);
    model.addAttribute("status", wanted);
    model.addAttribute("statuses", STATUSES);
    model.addAttribute("first", after.isEmpty());
    model.addAttribute("older", page.next().orElse(""));
    return "console/contracts/contracts";
  }

  @GetMapping("/console/contracts/{contractId}")
  String show(Principal reader, @PathVariable String contractId, Model model) {
    ContractId contract = new ContractId(contractId);
    ContractView view =
        answers
            .find(new FindContract(reader.tenant(), contract), ContractView.class)
            .orElseThrow(() ->
                new NotFoundException(
                    "contractId",
                    "There is no contract " + contract + " on record in this tenant."));
    Instant now = clock.instant();
    model.addAttribute("line", ContractLine.of(view, now));
    model.addAttribute("terms", TermsBlock.of(view));
    model.addAttribute("budgets", Budget.of(view, now));
    model.addAttribute("phases", PhaseLine.of(view));
    model.addAttribute("active", view.status().equals("ACTIVE"));
    model.addAttribute(
        "dispatches",
        answers
            .list(
                new ListDispatches(
                    reader.tenant(),
                    Optional.of(contract),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    new Cursor(Optional.empty(), DISPATCHES_MAX)),
                DispatchView.class)
            .items()
            .stream()
            .map(DispatchLine::of)
            .toList());
    return "console/contracts/contract";
  }
}
