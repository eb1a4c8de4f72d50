package dev.phaseledger.console.maps;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery.DescribeMaps;
import dev.phaseledger.api.query.MapsView;
import dev.phaseledger.console.page.Answers;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// Every map that is in force, was, or is being written.
@Controller
final class MapsPage {

  private final Answers answers;

  MapsPage(Answers answers) {
    this.answers = answers;
  }

  @GetMapping("/console/maps")
  String show(Principal principal, Model model) {
    MapReaders.require(principal);
    MapsView maps = answers.ask(new DescribeMaps(principal.tenant()), MapsView.class);
    model.addAttribute("maps", maps.maps().stream().map(MapLine::of).toList());
    model.addAttribute("secondPerson", maps.secondPerson());
    return "console/maps/maps";
  }
}
