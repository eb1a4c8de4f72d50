package dev.phaseledger.query.audit;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.CountsView;
import dev.phaseledger.api.query.EntryView;
import dev.phaseledger.api.query.LedgerQuery.CountEntries;
import dev.phaseledger.api.query.LedgerQuery.CountedBy;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.ListEntries;
import dev.phaseledger.api.query.LedgerQuery.LogOrder;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Searches the tenant's ledger. For those who may read everything of it.
@RestController
@RequestMapping("/v1/audit")
final class AuditEndpoint {

  /// The shortest stretch of time that is counted apart.
  static final Duration BUCKET_MIN = Duration.ofSeconds(1);

  /// The longest one.
  static final Duration BUCKET_MAX = Duration.ofDays(366);

  private final Reads reads;

  AuditEndpoint(Reads reads) {
    this.reads = reads;
  }

  /// Entries that match all of `from`, `to` (times), `fromPosition`, `toPosition`, `agent`,
  /// `principal`, `onBehalfOf`, `contract`, `dispatch`, `type`, `action`, `resource` (a prefix),
  /// `verdict`, `invariant`, `policy` (a digest, or name@version), `phase`, `evidence`, `run`,
  /// `text`, `gate` (what asked for approval), `state` (states of the dispatch concerned, with
  /// commas between them) and `sign` (see `EntryFilter.Sign`), in the `order` of the log: `newest`
  /// (the default) or `oldest` first.
  @GetMapping("/entries")
  PageBody<EntryBody> entries(
      Principal principal, @RequestParam MultiValueMap<String, String> parameters) {
    Readers.requireAll(principal);
    EntryParameters given = new EntryParameters(parameters, "order", "after", "size", "atLeast");
    ListEntries query =
        new ListEntries(
            principal.tenant(),
            given.filter(),
            given.choice("order", LogOrder.class).orElse(LogOrder.NEWEST),
            cursor(given));
    reads.await(given.number("atLeast"));
    return PageBody.of(reads.list(query, EntryView.class), EntryBody::of);
  }

  /// How many entries match, with the parameters of `entries`: apart for each stretch of time of
  /// the length `bucket`, and for each `by` (type, verdict, agent, principal, contract, action,
  /// phase, policy).
  @GetMapping("/counts")
  CountsBody counts(Principal principal, @RequestParam MultiValueMap<String, String> parameters) {
    Readers.requireAll(principal);
    EntryParameters given = new EntryParameters(parameters, "bucket", "by", "atLeast");
    Optional<Duration> bucket = given.duration("bucket");
    bucket.ifPresent(AuditEndpoint::requireLength);
    CountEntries query =
        new CountEntries(
            principal.tenant(), given.filter(), bucket, given.choice("by", CountedBy.class));
    reads.await(given.number("atLeast"));
    return CountsBody.of(reads.ask(query, CountsView.class), bucket);
  }

  private static Cursor cursor(EntryParameters given) {
    int size =
        given
            .number("size")
            .map(rows -> Math.toIntExact(Math.min(rows, Cursor.SIZE_MAX + 1L)))
            .orElse(Cursor.SIZE_DEFAULT);
    return new Cursor(given.value("after", Function.identity()), size);
  }

  private static void requireLength(Duration bucket) {
    if (bucket.compareTo(BUCKET_MIN) < 0 || bucket.compareTo(BUCKET_MAX) > 0) {
      throw new InvalidFieldException("bucket", "must be from PT1S to P366D");
    }
  }
}
