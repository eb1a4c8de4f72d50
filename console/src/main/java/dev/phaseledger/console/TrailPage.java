package dev.phaseledger.console;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.FindTrail;
import dev.phaseledger.api.query.TrailView;
import java.util.Map;
import org.springframework.http.HttpStatus;
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
        .map(trail -> page(principal, trail))
        .orElseGet(() -> missing(principal, dispatch));
  }

  private static ModelAndView page(Principal principal, TrailView trail) {
    DispatchView dispatch = trail.dispatch();
    Moment decidedAt = Moment.of(dispatch.decidedAt());
    return new ModelAndView("console/trail")
        .addObject("tenant", principal.tenant().value())
        .addObject("line", DispatchLine.of(dispatch))
        .addObject("request", RequestBlock.of(dispatch.request(), decidedAt))
        .addObject("shown", dispatch.shown().orElse(""))
        .addObject("steps", trail.steps().stream().map(StepLine::of).toList());
  }

  private static ModelAndView missing(Principal principal, DispatchId dispatch) {
    return new ModelAndView(
        "console/missing",
        Map.of("tenant", principal.tenant().value(), "missing", "dispatch " + dispatch),
        HttpStatus.NOT_FOUND);
  }
}
