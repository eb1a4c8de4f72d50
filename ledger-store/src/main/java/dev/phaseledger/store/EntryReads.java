package dev.phaseledger.store;

import dev.phaseledger.api.DamagedRecordException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.RecordedEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// Reads entries by position and by stream, and claims.
final class EntryReads {

  /// Entries read with one query.
  static final int PAGE_ENTRIES_MAX = 256;

  /// How far the clocks of nodes may be apart, so that times do not follow positions.
  static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(1);

  /// Logs named with one query.
  static final int PAGE_LOGS_MAX = 1_000;

  private static final String LOGS =
      """
      SELECT tenant
        FROM ledger.log
       WHERE tenant > ?
       ORDER BY tenant
       LIMIT ?
      """;

  private static final String BY_POSITION =
      """
      SELECT position, tenant, index, stream, sequence, entry, leaf_hash
        FROM ledger.entry
       WHERE position > ? AND position <= ?
       ORDER BY position
      """;

  private static final String BY_STREAM =
      """
      SELECT position, tenant, index, stream, sequence, entry, leaf_hash
        FROM ledger.entry
       WHERE tenant = ? AND stream = ? AND sequence >= ?
       ORDER BY sequence
       LIMIT ?
      """;

  private static final String AUTHORITY =
      """
      SELECT position, tenant, index, stream, sequence, entry, leaf_hash
        FROM ledger.entry
       WHERE stream NOT LIKE 'contract/%' AND position > ? AND position <= ?
       ORDER BY position
       LIMIT ?
      """;

  private static final String LAST_SEQUENCE =
      """
      SELECT sequence, position
        FROM ledger.entry
       WHERE tenant = ? AND stream = ?
       ORDER BY sequence DESC
       LIMIT 1
      """;

  private static final String HOLDER =
      """
      SELECT request, position, count
        FROM ledger.claim
       WHERE key = ?
      """;

  private final Sql sql;
  private final LongSupplier durable;

  /// @param durable the last position that is known to be durable
  EntryReads(Sql sql, LongSupplier durable) {
    this.sql = sql;
    this.durable = durable;
  }

  /// The last position.
  long head() {
    long head =
        sql.query(
            "the head",
            "SELECT position FROM ledger.head",
            _ -> {},
            rows -> {
              rows.next();
              return rows.getLong(1);
            });
    settle(head);
    return head;
  }

  /// Makes durable what was read, so that no crash can make it unread: commits may be seen before
  /// they are flushed.
  private void settle(long position) {
    if (position > durable.getAsLong()) {
      sql.flush();
    }
  }

  private List<StoredEntry> settled(List<StoredEntry> entries) {
    if (!entries.isEmpty()) {
      settle(entries.getLast().position());
    }
    return entries;
  }

  /// The next tenants that have a log, in the order of names, at most [#PAGE_LOGS_MAX].
  List<TenantId> logsBehind(Optional<TenantId> tenant) {
    return sql.query(
        "the logs",
        LOGS,
        statement -> {
          statement.setString(1, tenant.map(TenantId::value).orElse(""));
          statement.setInt(2, PAGE_LOGS_MAX);
        },
        rows -> {
          List<TenantId> read = new ArrayList<>();
          while (rows.next()) {
            read.add(new TenantId(rows.getString(1)));
          }
          return read;
        });
  }

  /// The entries behind a position, at most `max` and at most [#PAGE_ENTRIES_MAX].
  List<RecordedEvent> after(long position, int max) {
    List<StoredEntry> found =
        settled(
            sql.query(
                "entries",
                BY_POSITION,
                statement -> {
                  statement.setLong(1, position);
                  statement.setLong(2, position + Math.min(max, PAGE_ENTRIES_MAX));
                },
                StoredEntry::readAll));
    for (int i = 0; i < found.size(); i++) {
      requireNext("position", position + 1 + i, found.get(i).position());
    }
    return decoded(found);
  }

  /// Positions and sequences are gapless: whoever folded history with a hole in it would believe
  /// the result.
  private static void requireNext(String what, long expected, long found) {
    if (found != expected) {
      throw new DamagedRecordException(
          "the entry at %s %d is missing: %d is there".formatted(what, expected, found));
    }
  }

  /// The events of a stream from a sequence on, at most [#PAGE_ENTRIES_MAX].
  List<RecordedEvent> ofStream(StreamId stream, long firstSequence) {
    List<StoredEntry> found =
        settled(
            sql.query(
                "the stream " + stream,
                BY_STREAM,
                statement -> {
                  statement.setString(1, stream.tenant().value());
                  statement.setString(2, StreamName.of(stream));
                  statement.setLong(3, firstSequence);
                  statement.setInt(4, PAGE_ENTRIES_MAX);
                },
                StoredEntry::readAll));
    for (int i = 0; i < found.size(); i++) {
      requireNext("sequence of " + stream, firstSequence + i, found.get(i).sequence());
    }
    return decoded(found);
  }

  /// The events of all subjects but contracts behind a position and up to another, at most
  /// [#PAGE_ENTRIES_MAX].
  List<RecordedEvent> authorityAfter(long position, long last) {
    return decoded(
        settled(
            sql.query(
                "the history of agents and policies",
                AUTHORITY,
                statement -> {
                  statement.setLong(1, position);
                  statement.setLong(2, last);
                  statement.setInt(3, PAGE_ENTRIES_MAX);
                },
                StoredEntry::readAll)));
  }

  OptionalLong lastSequence(StreamId stream) {
    record Last(long sequence, long position) {}
    Optional<Last> last =
        sql.query(
            "the stream " + stream,
            LAST_SEQUENCE,
            statement -> {
              statement.setString(1, stream.tenant().value());
              statement.setString(2, StreamName.of(stream));
            },
            rows ->
                rows.next()
                    ? Optional.of(new Last(rows.getLong(1), rows.getLong(2)))
                    : Optional.empty());
    last.ifPresent(found -> settle(found.position()));
    return last.map(found -> OptionalLong.of(found.sequence())).orElseGet(OptionalLong::empty);
  }

  Optional<ClaimTakenException> holder(Claim claim) {
    Optional<Plan.Taken> holder =
        sql.query(
            "claims",
            HOLDER,
            statement -> statement.setBytes(1, ClaimKey.of(claim)),
            rows -> rows.next() ? Optional.of(taken(claim, rows)) : Optional.empty());
    holder.ifPresent(found -> settle(found.position()));
    return holder.map(found -> found.refusing(claim));
  }

  private static Plan.Taken taken(Claim claim, ResultSet row) throws SQLException {
    Claim held =
        new Claim(claim.tenant(), claim.scope(), claim.key(), ClaimKey.digest(row.getBytes(1)));
    return new Plan.Taken(held, row.getLong(2), row.getInt(3));
  }

  /// A position that no entry of this time or later stands at or before, found by halving: times
  /// follow positions up to [#CLOCK_SKEW_MAX], so it may lie that much too early.
  long before(Instant time) {
    Instant wanted = time.minus(CLOCK_SKEW_MAX);
    long low = 0;
    long high = head();
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (after(middle, 1).getFirst().time().isBefore(wanted)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static List<RecordedEvent> decoded(List<StoredEntry> entries) {
    try {
      entries.forEach(StoredEntry::checkHash);
      return entries.stream().map(StoredEntry::decode).toList();
    } catch (StoppedException e) {
      // Reading does no harm: only this one call fails.
      throw new DamagedRecordException(e.reason().sentence(), e);
    }
  }
}
