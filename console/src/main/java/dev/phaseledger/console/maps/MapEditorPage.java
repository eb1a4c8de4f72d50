package dev.phaseledger.console.maps;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.BacktestJobView;
import dev.phaseledger.api.query.LedgerQuery.DescribeMaps;
import dev.phaseledger.api.query.LedgerQuery.FindMapDraft;
import dev.phaseledger.api.query.LedgerQuery.FindMapVersion;
import dev.phaseledger.api.query.LedgerQuery.ListBacktests;
import dev.phaseledger.api.query.MapDraftView;
import dev.phaseledger.api.query.MapView;
import dev.phaseledger.api.query.MapsView;
import dev.phaseledger.api.query.MapsView.MapState;
import dev.phaseledger.console.page.Answers;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where a map is written, checked, tested, tried on history and published.
@Controller
final class MapEditorPage {

  /// Longest name of a map, in characters.
  private static final int NAME_CHARS_MAX = 64;

  private final Answers answers;

  MapEditorPage(Answers answers) {
    this.answers = answers;
  }

  /// @param from the digest of the version to go on from, where nobody is writing the map yet
  @GetMapping("/console/map-editor")
  String show(
      Principal principal,
      @RequestParam String name,
      @RequestParam Optional<String> from,
      Model model) {
    MapReaders.require(principal);
    if (name.isBlank() || name.length() > NAME_CHARS_MAX || name.contains("/")) {
      throw new InvalidFieldException(
          "name", "must be letters, digits, '.', '_' and '-', at most " + NAME_CHARS_MAX);
    }
    MapsView maps = answers.ask(new DescribeMaps(principal.tenant()), MapsView.class);
    Optional<MapState> state =
        maps.maps().stream().filter(each -> each.name().equals(name)).findFirst();
    EditorBlock editor =
        answers
            .find(new FindMapDraft(principal.tenant(), name), MapDraftView.class)
            .map(draft -> EditorBlock.of(draft, principal))
            .or(() -> state.flatMap(known -> next(principal, known, from)))
            .orElseGet(() -> EditorBlock.starter(name, principal));
    List<JobLine> jobs = jobs(principal, name);
    model.addAttribute("editor", editor);
    model.addAttribute("map", state.map(MapLine::of));
    model.addAttribute("secondPerson", maps.secondPerson());
    model.addAttribute("jobs", jobs);
    model.addAttribute("fitting", editor.fitting(jobs));
    return "console/maps/editor";
  }

  private List<JobLine> jobs(Principal principal, String name) {
    if (!MapReaders.readsBacktests(principal)) {
      return List.of();
    }
    return answers
        .list(new ListBacktests(principal.tenant()), BacktestJobView.class)
        .items()
        .stream()
        .filter(job -> job.map().filter(map -> map.name().equals(name)).isPresent())
        .map(JobLine::of)
        .toList();
  }

  private Optional<EditorBlock> next(Principal principal, MapState state, Optional<String> from) {
    Optional<Digest> wanted =
        from.map(MapEditorPage::digest).or(() -> state.inForce().map(now -> now.digest()));
    return wanted.map(digest -> {
      MapView version =
          answers
              .find(new FindMapVersion(principal.tenant(), state.name(), digest), MapView.class)
              .orElseThrow(() ->
                  new NotFoundException(
                      "from", "Map '%s' has no version %s.".formatted(state.name(), digest)));
      return EditorBlock.next(
          VersionLine.of(version), version.source(), state.name(), state.highest());
    });
  }

  private static Digest digest(String from) {
    try {
      return new Digest(from);
    } catch (InvalidFieldException malformed) {
      throw new InvalidFieldException("from", malformed.reason());
    }
  }
}
