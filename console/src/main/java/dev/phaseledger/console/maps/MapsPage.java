package dev.phaseledger.console.maps;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.ListInvariantMaps;
import dev.phaseledger.api.query.MapView;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.Moment;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Published versions of invariant maps, with their source.
@Controller
final class MapsPage {

  /// A published version as the page shows it.
  record MapLine(
      String name,
      int version,
      boolean active,
      String digest,
      String source,
      String publishedBy,
      Moment publishedAt,
      long position) {

    static MapLine of(MapView view) {
      return new MapLine(
          view.name(),
          view.version(),
          view.active(),
          view.digest(),
          view.source(),
          view.publishedBy(),
          Moment.of(view.publishedAt()),
          view.position());
    }
  }

  private final Answers answers;

  MapsPage(Answers answers) {
    this.answers = answers;
  }

  @GetMapping("/console/maps")
  String show(Principal principal, @RequestParam Optional<String> after, Model model) {
    Answers.requireReader(principal);
    Page<MapView> page =
        answers.list(
            new ListInvariantMaps(principal.tenant(), new Cursor(after, Cursor.SIZE_DEFAULT)),
            MapView.class);
    model.addAttribute("maps", page.items().stream().map(MapLine::of).toList());
    model.addAttribute("next", page.next().orElse(""));
    model.addAttribute("first", after.isEmpty());
    return "console/maps/maps";
  }
}
