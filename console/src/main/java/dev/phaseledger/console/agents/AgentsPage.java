package dev.phaseledger.console.agents;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.ListAgents;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.Badge;
import dev.phaseledger.console.page.Moment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Agents with their authority and record.
@Controller
final class AgentsPage {

  /// A count under its name.
  record Count(Badge name, long count) {}

  /// An agent as the page shows it.
  record AgentLine(
      String agentId,
      String description,
      Badge status,
      int level,
      long epoch,
      String owner,
      String roles,
      List<Count> verdicts,
      List<Count> outcomes,
      long signals,
      Moment changedAt) {

    static AgentLine of(AgentView view) {
      return new AgentLine(
          view.agentId(),
          view.description(),
          Badge.of(view.status()),
          view.level(),
          view.epoch(),
          view.owner(),
          String.join(", ", new TreeSet<>(view.roles())),
          counts(view.verdicts()),
          counts(view.outcomes()),
          view.signals(),
          Moment.of(view.changedAt()));
    }

    private static List<Count> counts(Map<String, Long> counts) {
      return counts.entrySet().stream()
          .filter(entry -> entry.getValue() > 0)
          .map(entry -> new Count(Badge.of(entry.getKey()), entry.getValue()))
          .toList();
    }
  }

  private final Answers answers;

  AgentsPage(Answers answers) {
    this.answers = answers;
  }

  @GetMapping("/console/agents")
  String show(Principal principal, @RequestParam Optional<String> after, Model model) {
    Answers.requireReader(principal);
    Page<AgentView> page =
        answers.list(
            new ListAgents(principal.tenant(), new Cursor(after, Cursor.SIZE_DEFAULT)),
            AgentView.class);
    model.addAttribute("agents", page.items().stream().map(AgentLine::of).toList());
    model.addAttribute("next", page.next().orElse(""));
    model.addAttribute("first", after.isEmpty());
    return "console/agents/agents";
  }
}
