package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.TenantId;
import java.util.List;
import java.util.Optional;

/// The keys of subjects, in `ledger.subject_key`. Read anew for each use: nothing is remembered
/// that an erasure on another node would have to take back.
///
/// A key is made before the entry that needs it is decided, in a commit of its own. One that was
/// made in vain, or just after an erasure that this node had not seen, has sealed nothing that is
/// on record: the guard on the subject's stream refuses that append.
final class SubjectKeys {

  /// A subject's key of now.
  ///
  /// @param generation how often the subject has been erased
  record Key(long generation, SubjectCipher cipher) {}

  private static final String CURRENT =
      """
      SELECT now.generation, key.wrapped
        FROM (SELECT coalesce(max(sequence), -1) + 1 AS generation
                FROM ledger.entry WHERE tenant = ? AND stream = ?) AS now
        LEFT JOIN ledger.subject_key AS key
          ON key.tenant = ? AND key.subject = ? AND key.generation = now.generation
      """;

  private static final String MAKE =
      """
      INSERT INTO ledger.subject_key (tenant, subject, generation, wrapped)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (tenant, subject, generation) DO NOTHING
      """;

  private static final String ANY =
      """
      SELECT tenant, subject, generation, wrapped
        FROM ledger.subject_key
       LIMIT 1
      """;

  // Carries an array between two methods; nobody compares two of them.
  @SuppressWarnings("ArrayRecordComponent")
  private record Row(long generation, Optional<byte[]> wrapped) {}

  private final Sql sql;
  private final SubjectCipher wrapping;

  SubjectKeys(Sql sql, KeyEncryptionKey wrapping) {
    this.sql = sql;
    this.wrapping = wrapping.cipher();
  }

  /// Unwraps one of the keys, so that a node with the wrong file does not start.
  void check() {
    sql.query(
        "the keys of subjects",
        ANY,
        _ -> {},
        rows ->
            rows.next()
                ? List.of(
                    unwrap(
                        new TenantId(rows.getString(1)),
                        new SubjectId(rows.getString(2)),
                        rows.getLong(3),
                        rows.getBytes(4)))
                : List.of());
  }

  /// The subject's key; made if it has none.
  Key current(TenantId tenant, SubjectId subject) {
    Row row = read(tenant, subject);
    while (row.wrapped().isEmpty()) {
      make(tenant, subject, row.generation());
      // Another caller may have made it first, and the subject may have been erased meanwhile.
      row = read(tenant, subject);
    }
    return new Key(
        row.generation(), unwrap(tenant, subject, row.generation(), row.wrapped().get()));
  }

  boolean holds(TenantId tenant, SubjectId subject) {
    return read(tenant, subject).wrapped().isPresent();
  }

  /// @throws StoreException if it was wrapped under another key
  SubjectCipher unwrap(TenantId tenant, SubjectId subject, long generation, byte[] wrapped) {
    return wrapping
        .decrypt(wrapped, context(tenant, subject, generation))
        .map(SubjectCipher::new)
        .orElseThrow(() ->
            new StoreException(
                "the key of subject %s cannot be unwrapped: the file %s is not the one it was made with"
                    .formatted(subject, KeyEncryptionKey.FILE)));
  }

  private Row read(TenantId tenant, SubjectId subject) {
    return sql.query(
        "the key of subject " + subject,
        CURRENT,
        statement -> {
          statement.setString(1, tenant.value());
          statement.setString(2, StreamName.of(StreamId.subject(tenant, subject)));
          statement.setString(3, tenant.value());
          statement.setString(4, subject.value());
        },
        rows -> {
          rows.next();
          return new Row(rows.getLong(1), Optional.ofNullable(rows.getBytes(2)));
        });
  }

  private void make(TenantId tenant, SubjectId subject, long generation) {
    byte[] wrapped = wrapping.encrypt(SubjectCipher.newKey(), context(tenant, subject, generation));
    sql.update(
        "the key of subject " + subject,
        MAKE,
        statement -> {
          statement.setString(1, tenant.value());
          statement.setString(2, subject.value());
          statement.setLong(3, generation);
          statement.setBytes(4, wrapped);
        });
  }

  private static String context(TenantId tenant, SubjectId subject, long generation) {
    return "subject key\n%s\n%s\n%d".formatted(tenant, subject, generation);
  }
}
