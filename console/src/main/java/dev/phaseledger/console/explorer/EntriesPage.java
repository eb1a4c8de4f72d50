package dev.phaseledger.console.explorer;

import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.query.EntryFilter.Sign;
import dev.phaseledger.api.query.EntryView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.ListEntries;
import dev.phaseledger.api.query.LedgerQuery.LogOrder;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.EntryLine;
import dev.phaseledger.console.page.Pretty;
import dev.phaseledger.console.page.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// The entries of the log, by all that they can be found by, and each with its receipt.
@Controller
final class EntriesPage {

  /// A verdict or sign to choose.
  record Choice(String value, String text, boolean chosen) {}

  private final Answers answers;

  EntriesPage(Answers answers) {
    this.answers = answers;
  }

  @GetMapping("/console/entries")
  String list(Principal reader, @RequestParam Map<String, String> parameters, Model model) {
    EntryQuestion asked = new EntryQuestion(parameters);
    Page<EntryView> page =
        answers.list(
            new ListEntries(
                reader.tenant(),
                asked.filter(),
                asked.order(),
                new Cursor(
                    Optional.of(asked.get("after")).filter(after -> !after.isEmpty()),
                    Cursor.SIZE_DEFAULT)),
            EntryView.class);
    boolean newest = asked.order() == LogOrder.NEWEST;
    model.addAttribute("asked", asked);
    model.addAttribute("verdicts", choices(Verdict.values(), asked.get("verdict")));
    model.addAttribute("signs", choices(Sign.values(), asked.get("sign")));
    model.addAttribute("newest", newest);
    model.addAttribute("entries", page.items().stream().map(EntryLine::of).toList());
    model.addAttribute("start", asked.get("after").isEmpty() ? "" : asked.page(Optional.empty()));
    model.addAttribute("next", page.next().map(after -> asked.page(Optional.of(after))).orElse(""));
    return "console/explorer/entries";
  }

  @GetMapping("/console/entries/{position:[0-9]{1,18}}")
  String show(Principal reader, @PathVariable String position, Model model) {
    EntryQuestion asked =
        new EntryQuestion(Map.of("fromPosition", position, "toPosition", position));
    EntryView entry =
        answers
            .list(
                new ListEntries(
                    reader.tenant(),
                    asked.filter(),
                    LogOrder.OLDEST,
                    new Cursor(Optional.empty(), 1)),
                EntryView.class)
            .items()
            .stream()
            .findFirst()
            .orElseThrow(() ->
                new NotFoundException(
                    "position", "There is no entry at position " + position + " in this tenant."));
    model.addAttribute("line", EntryLine.of(entry));
    model.addAttribute("leafHash", entry.leafHash());
    model.addAttribute("raw", entry.entry());
    model.addAttribute("pretty", Pretty.of(entry.entry()));
    return "console/explorer/entry";
  }

  private static List<Choice> choices(Enum<?>[] values, String chosen) {
    return Stream.of(values)
        .map(value -> new Choice(value.name(), Words.of(value.name()), value.name().equals(chosen)))
        .toList();
  }
}
