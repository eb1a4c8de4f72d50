package dev.phaseledger.query.tenants;

import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LadderView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.ListLadders;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.time.Instant;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads the autonomy ladder.
@RestController
@RequestMapping("/v1/ladder")
final class LadderEndpoint {

  /// One published version, as it is sent.
  record LadderBody(
      String name,
      int version,
      String digest,
      boolean active,
      String source,
      String publishedBy,
      Instant publishedAt,
      long position) {

    static LadderBody of(LadderView view) {
      return new LadderBody(
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

  LadderEndpoint(Reads reads) {
    this.reads = reads;
  }

  /// The ladder in force.
  @GetMapping
  LadderBody current(Principal principal, @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    var newest = new ListLadders(principal.tenant(), new Cursor(Optional.empty(), 1));
    return reads.list(newest, LadderView.class).items().stream()
        .findFirst()
        .map(LadderBody::of)
        .orElseThrow(() -> new NotFoundException("ladder", "No ladder is in force."));
  }

  /// Every version that was published, newest first.
  @GetMapping("/versions")
  PageBody<LadderBody> versions(
      Principal principal,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListLadders(principal.tenant(), Reads.cursor(after, size)), LadderView.class),
        LadderBody::of);
  }
}
