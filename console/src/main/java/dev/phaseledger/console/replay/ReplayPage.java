package dev.phaseledger.console.replay;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.query.LedgerQuery.FindReplayResult;
import dev.phaseledger.api.query.LedgerQuery.ListReplays;
import dev.phaseledger.api.query.ReplayJobView;
import dev.phaseledger.api.query.ReplayView;
import dev.phaseledger.console.page.Answers;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Has recorded decisions made again, and shows whether they come out as they are recorded.
@Controller
final class ReplayPage {

  private final Answers answers;

  ReplayPage(Answers answers) {
    this.answers = answers;
  }

  /// @param dispatch the dispatch that is meant, where a reader comes from its trail
  /// @param run the run that is meant
  @GetMapping("/console/replay")
  String show(
      Principal principal,
      @RequestParam(defaultValue = "") String dispatch,
      @RequestParam(defaultValue = "") String run,
      Model model) {
    requireReviewer(principal);
    model.addAttribute("dispatch", dispatch);
    model.addAttribute("run", run);
    model.addAttribute("scope", scope(dispatch, run));
    model.addAttribute(
        "replays",
        answers.list(new ListReplays(principal.tenant()), ReplayJobView.class).items().stream()
            .map(ReplayLine::of)
            .toList());
    return "console/replay/replay";
  }

  private static String scope(String dispatch, String run) {
    if (!dispatch.isBlank()) {
      return "dispatch";
    }
    return run.isBlank() ? "all" : "run";
  }

  @GetMapping("/console/replays/{digest}")
  String result(Principal principal, @PathVariable String digest, Model model) {
    requireReviewer(principal);
    model.addAttribute(
        "result",
        answers
            .find(new FindReplayResult(principal.tenant(), new Digest(digest)), ReplayView.class)
            .map(ReplayBlock::of)
            .orElseThrow(() ->
                new NotFoundException(
                    "digest",
                    "There is no result " + digest + " that a key of this log has signed.")));
    return "console/replay/result";
  }

  /// Whoever may ask for replays through the API.
  private static void requireReviewer(Principal principal) {
    if (!principal.holds(Role.AUDITOR) && !principal.holds(Role.POLICY_AUTHOR)) {
      throw new ForbiddenException("replays need the role AUDITOR or POLICY_AUTHOR");
    }
  }
}
