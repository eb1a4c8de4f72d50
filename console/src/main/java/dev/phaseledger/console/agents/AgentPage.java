package dev.phaseledger.console.agents;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.EntryFilter;
import dev.phaseledger.api.query.EntryView;
import dev.phaseledger.api.query.LadderView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindAgent;
import dev.phaseledger.api.query.LedgerQuery.ListContracts;
import dev.phaseledger.api.query.LedgerQuery.ListEntries;
import dev.phaseledger.api.query.LedgerQuery.ListLadders;
import dev.phaseledger.api.query.LedgerQuery.ListOpenPromotions;
import dev.phaseledger.api.query.LedgerQuery.LogOrder;
import dev.phaseledger.api.query.PromotionView;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.ContractLine;
import dev.phaseledger.console.page.EntryLine;
import dev.phaseledger.console.page.Moment;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// One agent: where it stands, what its work has been like, and what was done about it.
@Controller
final class AgentPage {

  /// Entries and contracts that the page lists; the rest is a link away.
  private static final int ROWS_MAX = 20;

  /// A figure of the competence record.
  record Figure(String name, String value) {}

  /// A proposed promotion as the page shows it.
  record Proposal(
      String id,
      int from,
      int to,
      String rule,
      String explanation,
      String quorum,
      String roles,
      String grantedBy,
      Moment proposedAt,
      Moment expiresAt) {

    private static Proposal of(PromotionView view) {
      return new Proposal(
          view.proposal(),
          view.from(),
          view.to(),
          view.rule(),
          view.explanation(),
          view.grantedBy().size() + " of " + view.count(),
          String.join(" or ", new TreeSet<>(view.roles())),
          String.join(", ", view.grantedBy()),
          Moment.of(view.proposedAt()),
          Moment.of(view.expiresAt()));
    }
  }

  private final Answers answers;
  private final Clock clock;

  AgentPage(Answers answers, Clock clock) {
    this.answers = answers;
    this.clock = clock;
  }

  @GetMapping("/console/agents/{agentId}")
  String show(Principal reader, @PathVariable String agentId, Model model) {
    AgentId agent = new AgentId(agentId);
    AgentView view =
        answers
            .find(new FindAgent(reader.tenant(), agent), AgentView.class)
            .orElseThrow(() ->
                new NotFoundException(
                    "agentId", "There is no agent " + agent + " on record in this tenant."));
    Instant now = clock.instant();
    Cursor rows = new Cursor(Optional.empty(), ROWS_MAX);
    model.addAttribute("agent", AgentsPage.AgentLine.of(view));
    model.addAttribute("competence", figures(view.competence()));
    model.addAttribute("levelSince", Moment.of(view.competence().levelSince()));
    model.addAttribute(
        "ladder",
        answers
            .list(
                new ListLadders(reader.tenant(), new Cursor(Optional.empty(), 1)), LadderView.class)
            .items());
    model.addAttribute("proposals", proposals(reader, agent, now));
    model.addAttribute(
        "contracts",
        answers
            .list(new ListContracts(reader.tenant(), Optional.of(agent), rows), ContractView.class)
            .items()
            .stream()
            .map(contract -> ContractLine.of(contract, now))
            .toList());
    model.addAttribute(
        "entries",
        answers
            .list(
                new ListEntries(reader.tenant(), about(agent), LogOrder.NEWEST, rows),
                EntryView.class)
            .items()
            .stream()
            .map(EntryLine::of)
            .toList());
    return "console/agents/agent";
  }

  private List<Proposal> proposals(Principal reader, AgentId agent, Instant now) {
    return answers
        .list(
            new ListOpenPromotions(
                reader.tenant(), now, new Cursor(Optional.empty(), Cursor.SIZE_MAX)),
            PromotionView.class)
        .items()
        .stream()
        .filter(proposal -> proposal.agentId().equals(agent.value()))
        .map(Proposal::of)
        .toList();
  }

  private static EntryFilter about(AgentId agent) {
    return new EntryFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(agent),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Figure> figures(Competence record) {
    return List.of(
        figure("Executions", record.executions()),
        figure("Passed", record.passes()),
        figure("Failed", record.failures()),
        figure("Passed in a row", record.consecutivePasses()),
        figure("Violations", record.violations()),
        figure("Vetoes", record.vetoes()),
        figure("Executions at this level", record.executionsAtLevel()),
        figure("Passed in a row at this level", record.consecutivePassesAtLevel()),
        figure("Violations at this level", record.violationsAtLevel()));
  }

  private static Figure figure(String name, long count) {
    return new Figure(name, String.format(Locale.ROOT, "%,d", count));
  }
}
