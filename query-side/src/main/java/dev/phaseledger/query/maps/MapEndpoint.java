package dev.phaseledger.query.maps;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.PolicyEvent.Release;
import dev.phaseledger.api.query.LedgerQuery.FindMapVersion;
import dev.phaseledger.api.query.LedgerQuery.ListInvariantMaps;
import dev.phaseledger.api.query.LedgerQuery.ListMapVersions;
import dev.phaseledger.api.query.MapView;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads published invariant maps.
@RestController
@RequestMapping("/v1/invariant-maps")
final class MapEndpoint {

  /// One published version, as it is sent.
  ///
  /// @param authors who wrote its draft
  /// @param backtest the signed result that its publisher named
  /// @param restores whether an earlier version came into force again; absent if it is not known
  /// @param reason why it did
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record MapBody(
      String name,
      int version,
      String digest,
      boolean active,
      String source,
      String publishedBy,
      Instant publishedAt,
      long position,
      List<String> authors,
      Optional<String> backtest,
      Optional<Boolean> restores,
      Optional<String> reason) {

    static MapBody of(MapView view) {
      return new MapBody(
          view.name(),
          view.version(),
          view.digest(),
          view.active(),
          view.source(),
          view.publishedBy(),
          view.publishedAt(),
          view.position(),
          view.release().stream()
              .flatMap(release -> release.authors().stream())
              .map(PrincipalId::value)
              .sorted()
              .toList(),
          view.release().flatMap(Release::backtest).map(Digest::value),
          view.release().map(Release::restores),
          view.release().flatMap(Release::reason));
    }
  }

  private final Reads reads;

  MapEndpoint(Reads reads) {
    this.reads = reads;
  }

  @GetMapping
  PageBody<MapBody> list(
      Principal principal,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListInvariantMaps(principal.tenant(), Reads.cursor(after, size)), MapView.class),
        MapBody::of);
  }

  @GetMapping("/{name}/versions")
  PageBody<MapBody> versions(
      Principal principal,
      @PathVariable String name,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListMapVersions(principal.tenant(), name, Reads.cursor(after, size)),
            MapView.class),
        MapBody::of);
  }

  @GetMapping("/{name}/versions/{digest}")
  ResponseEntity<MapBody> version(
      Principal principal,
      @PathVariable String name,
      @PathVariable String digest,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return ResponseEntity.ok(MapBody.of(require(principal, name, digest)));
  }

  private MapView require(Principal principal, String name, String digest) {
    return reads
        .find(new FindMapVersion(principal.tenant(), name, new Digest(digest)), MapView.class)
        .orElseThrow(() ->
            new NotFoundException("digest", "Map '%s' has no version %s.".formatted(name, digest)));
  }
}
