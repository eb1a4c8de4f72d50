package dev.phaseledger.console.maps;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery.CompareMapVersions;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.DescribeMaps;
import dev.phaseledger.api.query.LedgerQuery.FindMapVersion;
import dev.phaseledger.api.query.LedgerQuery.ListMapVersions;
import dev.phaseledger.api.query.MapDiffView;
import dev.phaseledger.api.query.MapView;
import dev.phaseledger.api.query.MapsView;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.console.page.Answers;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// One map: its versions, what differs between two of them, and going back to an earlier one.
@Controller
final class MapPage {

  private final Answers answers;

  MapPage(Answers answers) {
    this.answers = answers;
  }

  /// What a reader may want to see of a map.
  ///
  /// @param version the digest of the version whose source is shown; the one in force unless given
  /// @param from the digest of the earlier version to compare
  /// @param to the digest of the later one
  /// @param whole whether unchanged lines are shown too
  record Wish(
      Optional<String> version, Optional<String> from, Optional<String> to, boolean whole) {}

  @GetMapping("/console/maps/{name}")
  String show(
      Principal principal,
      @PathVariable String name,
      @RequestParam Optional<String> version,
      @RequestParam Optional<String> from,
      @RequestParam Optional<String> to,
      @RequestParam(defaultValue = "false") boolean whole,
      @RequestParam Optional<String> after,
      Model model) {
    MapReaders.require(principal);
    MapsView maps = answers.ask(new DescribeMaps(principal.tenant()), MapsView.class);
    MapLine map =
        maps.maps().stream()
            .filter(state -> state.name().equals(name))
            .findFirst()
            .map(MapLine::of)
            .orElseThrow(
                () -> new NotFoundException("name", "There is no map '%s'.".formatted(name)));
    Page<MapView> page =
        answers.list(
            new ListMapVersions(principal.tenant(), name, new Cursor(after, Cursor.SIZE_DEFAULT)),
            MapView.class);
    List<VersionLine> versions = page.items().stream().map(VersionLine::of).toList();
    model.addAttribute("map", map);
    model.addAttribute("readsBacktests", MapReaders.readsBacktests(principal));
    model.addAttribute("secondPerson", maps.secondPerson());
    model.addAttribute("versions", versions);
    model.addAttribute("next", page.next().orElse(""));
    model.addAttribute("first", after.isEmpty());
    model.addAttribute(
        "earlier",
        versions.stream().filter(each -> !each.digest().equals(map.digest())).distinct().toList());
    show(principal, name, new Wish(version, from, to, whole), map, model);
    return "console/maps/map";
  }

  private void show(Principal principal, String name, Wish wish, MapLine map, Model model) {
    Optional<MapView> shown =
        wish.version()
            .map(digest -> version(principal, name, digest("version", digest)))
            .or(() ->
                map.digest().isEmpty()
                    ? Optional.empty()
                    : find(principal, name, new Digest(map.digest())));
    model.addAttribute("source", shown.map(MapView::source).orElse(""));
    model.addAttribute("shown", shown.map(VersionLine::of));
    model.addAttribute("asked", wish.version().isPresent());
    boolean compares = wish.from().isPresent() && wish.to().isPresent();
    model.addAttribute("from", wish.from().orElse(""));
    model.addAttribute("to", wish.to().orElse(""));
    model.addAttribute(
        "diff",
        compares
            ? Optional.of(
                DiffBlock.of(
                    diff(
                        principal,
                        name,
                        digest("from", wish.from().orElseThrow()),
                        digest("to", wish.to().orElseThrow())),
                    wish.whole()))
            : Optional.empty());
  }

  private Optional<MapView> find(Principal principal, String name, Digest digest) {
    return answers.find(new FindMapVersion(principal.tenant(), name, digest), MapView.class);
  }

  private MapView version(Principal principal, String name, Digest digest) {
    return find(principal, name, digest).orElseThrow(() -> noVersion(name, digest));
  }

  private MapDiffView diff(Principal principal, String name, Digest from, Digest to) {
    return answers
        .find(new CompareMapVersions(principal.tenant(), name, from, to), MapDiffView.class)
        .orElseThrow(() ->
            new NotFoundException(
                "digest", "Map '%s' has not had both of these versions.".formatted(name)));
  }

  private static NotFoundException noVersion(String name, Digest digest) {
    return new NotFoundException("digest", "Map '%s' has no version %s.".formatted(name, digest));
  }

  private static Digest digest(String field, String text) {
    try {
      return new Digest(text);
    } catch (InvalidFieldException malformed) {
      throw new InvalidFieldException(field, malformed.reason());
    }
  }
}
