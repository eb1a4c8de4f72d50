package dev.phaseledger.store;

import dev.phaseledger.api.DamagedRecordException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.HashRange;
import dev.phaseledger.proof.HashReader;
import dev.phaseledger.proof.LogKey;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.Proofs;
import dev.phaseledger.proof.Receipt;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TilePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The logs as auditors get them: stored bytes, stored hashes, stored notes.
final class ProofReads implements LogSource {

  /// Checkpoints read with one query.
  static final int PAGE_CHECKPOINTS_MAX = 1_000;

  /// Entries read with one query.
  static final int PAGE_ENTRIES_MAX = 256;

  private static final String CHECKPOINT =
      """
      SELECT note, size
        FROM ledger.checkpoint
       WHERE tenant = ?
       ORDER BY size DESC
       LIMIT 1
      """;

  private static final String FIRST_COVERING =
      """
      SELECT note, size
        FROM ledger.checkpoint
       WHERE tenant = ? AND size > ?
       ORDER BY size
       LIMIT 1
      """;

  private static final String CHECKPOINTS_BEYOND =
      """
      SELECT note, size
        FROM ledger.checkpoint
       WHERE tenant = ? AND size > ?
       ORDER BY size
       LIMIT ?
      """;

  private static final String ENTRIES =
      """
      SELECT entry, index
        FROM ledger.entry
       WHERE tenant = ? AND index >= ? AND index < ?
       ORDER BY index
      """;

  private static final String LEAF_HASHES =
      """
      SELECT leaf_hash, index
        FROM ledger.entry
       WHERE tenant = ? AND index >= ? AND index < ?
       ORDER BY index
      """;

  private static final String NODES =
      """
      SELECT hash
        FROM ledger.node
       WHERE tenant = ? AND index >= ? AND index < ? AND level = ?
       ORDER BY index
      """;

  private final Sql sql;
  private final LogKeys keys;
  private final DurableSizes durable;

  ProofReads(Sql sql, LogKeys keys, DurableSizes durable) {
    this.sql = sql;
    this.keys = keys;
    this.durable = durable;
  }

  /// Makes durable what was read of a log: a proof that a crash could take back would prove a fork.
  private void settle(String log, long size) {
    TenantId tenant = new TenantId(log);
    if (!durable.covers(tenant, size)) {
      sql.flush();
      durable.reached(tenant, size);
    }
  }

  private record Noted(SignedNote note, long size) {}

  /// Notes of the columns note and size, in the order of sizes.
  private List<SignedNote> notes(String what, String log, String query, Sql.Parameters parameters) {
    List<Noted> found =
        sql.query(
            what,
            query,
            parameters,
            rows -> {
              List<Noted> read = new ArrayList<>();
              while (rows.next()) {
                byte[] note = rows.getString(1).getBytes(StandardCharsets.UTF_8);
                read.add(new Noted(SignedNote.parse(note), rows.getLong(2)));
              }
              return read;
            });
    if (!found.isEmpty()) {
      settle(log, found.getLast().size());
    }
    return found.stream().map(Noted::note).toList();
  }

  @Override
  public Optional<SignedNote> checkpoint(String log) {
    return notes(
            "the checkpoint of " + log, log, CHECKPOINT, statement -> statement.setString(1, log))
        .stream()
        .findFirst();
  }

  @Override
  public List<SignedNote> checkpointsBeyond(String log, long size, int count) {
    return notes(
        "the checkpoints of " + log,
        log,
        CHECKPOINTS_BEYOND,
        statement -> {
          statement.setString(1, log);
          statement.setLong(2, size);
          statement.setInt(3, Math.min(count, PAGE_CHECKPOINTS_MAX));
        });
  }

  /// A hole under a checkpoint is damage to the store, not a defect of the program.
  @Override
  public Optional<byte[]> tile(String log, TilePath path) {
    try {
      return LogSource.super.tile(log, path);
    } catch (IllegalStateException e) {
      throw new DamagedRecordException("the log of %s: %s".formatted(log, e.getMessage()), e);
    }
  }

  @Override
  public NoteVerifier verifier(String log) {
    return keys.current(new TenantId(log));
  }

  @Override
  public List<LogKey> keys(String log) {
    return keys.all(new TenantId(log));
  }

  @Override
  public Optional<RotationLink> rotation(String log, long index) {
    boolean rotates =
        keys.all(new TenantId(log)).stream()
            .anyMatch(key -> key.rotatedAt().equals(OptionalLong.of(index)));
    if (!rotates) {
      return Optional.empty();
    }
    return firstCovering(log, index)
        .map(note -> {
          long size = Checkpoint.parse(note.text()).head().size();
          Receipt receipt = new Receipt(new Proofs(hashes(log), size).inclusion(index), note);
          return RotationLink.of(entries(log, index, 1).getFirst(), receipt);
        });
  }

  private Optional<SignedNote> firstCovering(String log, long index) {
    return notes(
            "the checkpoint of a rotation of " + log,
            log,
            FIRST_COVERING,
            statement -> {
              statement.setString(1, log);
              statement.setLong(2, index);
            })
        .stream()
        .findFirst();
  }

  @Override
  public List<byte[]> entries(String log, long from, int count) {
    return range("entries of " + log, ENTRIES, log, from, Math.min(count, PAGE_ENTRIES_MAX));
  }

  @Override
  public HashReader hashes(String log) {
    return range -> hashes(log, range);
  }

  private List<Sha256Hash> hashes(String log, HashRange range) {
    String what = "hashes of " + log;
    List<byte[]> found =
        range.tileLevel() == 0
            ? range(what, LEAF_HASHES, log, range.first(), range.count())
            : nodes(what, log, range);
    if (found.size() != range.count()) {
      throw new DamagedRecordException(
          "%s are missing: %d of %d at tile level %d from %d on"
              .formatted(
                  what,
                  range.count() - found.size(),
                  range.count(),
                  range.tileLevel(),
                  range.first()));
    }
    return found.stream().map(Sha256Hash::of).toList();
  }

  private List<byte[]> nodes(String what, String log, HashRange range) {
    List<byte[]> found =
        sql.query(
            what,
            NODES,
            statement -> {
              statement.setString(1, log);
              statement.setLong(2, range.first());
              statement.setLong(3, range.first() + range.count());
              statement.setInt(4, range.tileLevel());
            },
            rows -> {
              List<byte[]> read = new ArrayList<>();
              while (rows.next()) {
                read.add(rows.getBytes(1));
              }
              return read;
            });
    settle(log, TileLevels.entries(range.tileLevel(), range.first() + found.size()));
    return found;
  }

  private List<byte[]> range(String what, String query, String log, long from, int count) {
    List<byte[]> found =
        sql.query(
            what,
            query,
            statement -> {
              statement.setString(1, log);
              statement.setLong(2, from);
              statement.setLong(3, from + count);
            },
            rows -> {
              List<byte[]> read = new ArrayList<>();
              while (rows.next()) {
                long expected = from + read.size();
                // An entry in the place of another would be worse than none.
                if (rows.getLong(2) != expected) {
                  throw new DamagedRecordException(
                      "%s: entry %d is missing, entry %d is there"
                          .formatted(what, expected, rows.getLong(2)));
                }
                read.add(rows.getBytes(1));
              }
              return read;
            });
    settle(log, from + found.size());
    return found;
  }
}
