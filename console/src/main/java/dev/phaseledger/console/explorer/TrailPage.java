package dev.phaseledger.console.explorer;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.FindTrail;
import dev.phaseledger.api.query.TrailView;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.DispatchLine;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.RequestBlock;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/// Everything on record about one dispatch, in the order of the log.
@Controller
final class TrailPage {

  private final Answers answers;

  TrailPage(Answers answers) {
    this.answers = answers;
  }

  @GetMapping("/console/dispatches/{dispatchId}")
  ModelAndView show(Principal principal, @PathVariable String dispatchId) {
    Answers.requireReader(principal);
    DispatchId dispatch = new DispatchId(dispatchId);
    return answers
        .find(new FindTrail(principal.tenant(), dispatch), TrailView.class)
        .map(TrailPage::page)
        .orElseThrow(() ->
            new NotFoundException(
                "dispatchId", "There is no dispatch " + dispatch + " on record in this tenant."));
  }

  private static ModelAndView page(TrailView trail) {
    DispatchView dispatch = trail.dispatch();
    Moment decidedAt = Moment.of(dispatch.decidedAt());
    return new ModelAndView("console/explorer/trail")
        .addObject("line", DispatchLine.of(dispatch))
        .addObject("request", RequestBlock.of(dispatch.request(), decidedAt))
        .addObject("shown", dispatch.shown().orElse(""))
        .addObject(
            "steps",
            trail.steps().stream()
                .map(step -> StepLine.of(step, dispatch.request().parameters()))
                .toList());
  }
}
