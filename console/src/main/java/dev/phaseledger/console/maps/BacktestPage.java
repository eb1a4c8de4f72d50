package dev.phaseledger.console.maps;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.BacktestView;
import dev.phaseledger.api.query.LedgerQuery.FindBacktestResult;
import dev.phaseledger.console.page.Answers;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// What a map would have decided otherwise: the signed result of a back-test.
@Controller
final class BacktestPage {

  private final Answers answers;

  BacktestPage(Answers answers) {
    this.answers = answers;
  }

  @GetMapping("/console/backtests/{digest}")
  String show(Principal principal, @PathVariable String digest, Model model) {
    if (!MapReaders.readsBacktests(principal)) {
      throw new ForbiddenException("back-tests need the role POLICY_AUTHOR or AUDITOR");
    }
    model.addAttribute(
        "result",
        answers
            .find(
                new FindBacktestResult(principal.tenant(), new Digest(digest)), BacktestView.class)
            .map(FlipBlock::of)
            .orElseThrow(() ->
                new NotFoundException(
                    "digest",
                    "There is no result " + digest + " that a key of this log has signed.")));
    return "console/maps/backtest";
  }
}
