package dev.phaseledger.console.explorer;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.DispatchLine;
import dev.phaseledger.console.page.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Dispatches, newest first, with filters.
@Controller
final class DispatchesPage {

  /// A verdict to choose.
  record Choice(String value, String text, boolean chosen) {}

  private final Answers answers;

  DispatchesPage(Answers answers) {
    this.answers = answers;
  }

  /// @param verdict empty text counts as no filter, since that is what a form sends
  @GetMapping("/console/dispatches")
  String show(
      Principal principal,
      @RequestParam(defaultValue = "") String verdict,
      @RequestParam(defaultValue = "") String invariant,
      @RequestParam(defaultValue = "") String contract,
      @RequestParam(defaultValue = "false") boolean pending,
      @RequestParam Optional<String> after,
      Model model) {
    Answers.requireReader(principal);
    Optional<Verdict> asked =
        Stream.of(Verdict.values()).filter(v -> v.name().equals(verdict)).findFirst();
    Page<DispatchView> page =
        answers.list(
            new ListDispatches(
                principal.tenant(),
                given(contract).map(ContractId::new),
                asked,
                given(invariant),
                pending,
                new Cursor(after, Cursor.SIZE_DEFAULT)),
            DispatchView.class);
    List<Choice> choices =
        Stream.of(Verdict.values())
            .map(v -> new Choice(v.name(), Words.of(v.name()), asked.equals(Optional.of(v))))
            .toList();
    model.addAttribute("dispatches", page.items().stream().map(DispatchLine::of).toList());
    model.addAttribute("choices", choices);
    model.addAttribute("invariant", invariant);
    model.addAttribute("contract", contract);
    model.addAttribute("pending", pending);
    model.addAttribute("verdict", asked.map(Verdict::name).orElse(""));
    model.addAttribute("first", after.isEmpty());
    model.addAttribute("older", page.next().orElse(""));
    return "console/explorer/dispatches";
  }

  private static Optional<String> given(String parameter) {
    return Optional.of(parameter.strip()).filter(text -> !text.isEmpty());
  }
}
