package dev.phaseledger.console.overview;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.CountsView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.EntryFilter;
import dev.phaseledger.api.query.HealthView;
import dev.phaseledger.api.query.LedgerQuery.CountEntries;
import dev.phaseledger.api.query.LedgerQuery.CountedBy;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindCheckpoint;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.LedgerQuery.Summarize;
import dev.phaseledger.api.query.LedgerQuery.SummarizeHealth;
import dev.phaseledger.api.query.SummaryView;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.Bar;
import dev.phaseledger.console.page.DispatchLine;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// What is on record, at a glance.
@Controller
final class OverviewPage {

  /// Dispatches listed on the page, of each sort.
  private static final int DISPATCHES_MAX = 8;

  /// Kinds of vetoes plotted, the most frequent ones.
  private static final int VETOES_MAX = 10;

  private final Answers answers;

  private final Clock clock;

  OverviewPage(Answers answers, Clock clock) {
    this.answers = answers;
    this.clock = clock;
  }

  @GetMapping("/")
  String show(
      Principal principal, @RequestParam(defaultValue = "month") String period, Model model) {
    Answers.requireReader(principal);
    Period shown = Period.of(period);
    TenantId tenant = principal.tenant();
    health(tenant, shown, model);
    SummaryView summary = answers.ask(new Summarize(tenant), SummaryView.class);
    model.addAttribute("summary", summary);
    model.addAttribute("verdicts", Bar.of(summary.verdicts(), true));
    List<Bar> vetoes = Bar.of(summary.vetoes(), false);
    model.addAttribute("vetoes", vetoes.stream().limit(VETOES_MAX).toList());
    model.addAttribute("vetoesLeftOut", Math.max(0, vetoes.size() - VETOES_MAX));
    model.addAttribute("outcomes", Bar.of(summary.outcomes(), true));
    model.addAttribute("latest", dispatches(tenant, false));
    model.addAttribute("pending", dispatches(tenant, true));
    model.addAttribute(
        "checkpoint", answers.find(new FindCheckpoint(tenant), String.class).orElse(""));
    return "console/overview/overview";
  }

  private void health(TenantId tenant, Period period, Model model) {
    Instant to = clock.instant();
    Instant from = to.minus(period.length());
    model.addAttribute("period", period);
    model.addAttribute("periods", Period.values());
    model.addAttribute(
        "health",
        HealthBlock.of(answers.ask(new SummarizeHealth(tenant, from, to), HealthView.class)));
    CountsView counts =
        answers.ask(
            new CountEntries(
                tenant,
                EntryFilter.between(from, to).ofType("dispatch.decided"),
                Optional.of(period.bucket()),
                Optional.of(CountedBy.VERDICT)),
            CountsView.class);
    model.addAttribute("timeline", Timeline.of(counts, period, from, to));
  }

  private List<DispatchLine> dispatches(TenantId tenant, boolean pending) {
    return answers
        .list(
            new ListDispatches(
                tenant,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                pending,
                new Cursor(Optional.empty(), DISPATCHES_MAX)),
            DispatchView.class)
        .items()
        .stream()
        .map(DispatchLine::of)
        .toList();
  }
}
