package dev.phaseledger.query.paths;

import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.ListPaths;
import dev.phaseledger.api.query.PathsView;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.time.Instant;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads revocation paths.
@RestController
@RequestMapping("/v1/revocation-paths")
final class PathsEndpoint {

  /// One published version, as it is sent.
  record PathsBody(
      String name,
      int version,
      String digest,
      boolean active,
      String source,
      String publishedBy,
      Instant publishedAt,
      long position) {

    static PathsBody of(PathsView view) {
      return new PathsBody(
          view.name(),
          view.version(),
          view.digest(),
          view.active(),
          view.source(),
          view.publishedBy(),
          view.publishedAt(),
          view.position());
    }
  }

  private final Reads reads;

  PathsEndpoint(Reads reads) {
    this.reads = reads;
  }

  /// The paths in force.
  @GetMapping
  PathsBody current(Principal principal, @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    var newest = new ListPaths(principal.tenant(), new Cursor(Optional.empty(), 1));
    return reads.list(newest, PathsView.class).items().stream()
        .findFirst()
        .map(PathsBody::of)
        .orElseThrow(
            () -> new NotFoundException("revocation-paths", "No revocation paths are in force."));
  }

  /// Every version that was published, newest first.
  @GetMapping("/versions")
  PageBody<PathsBody> versions(
      Principal principal,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(new ListPaths(principal.tenant(), Reads.cursor(after, size)), PathsView.class),
        PathsBody::of);
  }
}
