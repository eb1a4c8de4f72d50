package dev.phaseledger.store;

import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.append.SealedValue;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// What a plan does to personal data, in the transaction that writes its entries: keeps the sealed
/// values of its appends and destroys the keys of subjects whose erasure it records. Whoever
/// appends an erasure cannot leave the key behind.
///
/// A plan without personal data costs one look at each of its appends.
final class PersonalStatements {

  private static final String KEEP =
      """
      INSERT INTO ledger.personal (tenant, digest, subject, generation, ciphertext)
      VALUES (?, ?, ?, ?, ?)
      """;

  private static final String DESTROY =
      """
      DELETE FROM ledger.subject_key
       WHERE tenant = ? AND subject = ? AND generation <= ?
      """;

  private final Connection connection;

  PersonalStatements(Connection connection) {
    this.connection = connection;
  }

  /// Whether the plan needs a transaction around its statement.
  static boolean needs(Plan plan) {
    for (Plan.Accepted accepted : plan.accepted()) {
      if (accepted.append().touchesPersonal()) {
        return true;
      }
    }
    return false;
  }

  /// Runs within the transaction that has written the plan's entries.
  void write(Plan plan) throws SQLException {
    try (PreparedStatement keep = connection.prepareStatement(KEEP);
        PreparedStatement destroy = connection.prepareStatement(DESTROY)) {
      for (Plan.Accepted accepted : plan.accepted()) {
        if (accepted.append().touchesPersonal()) {
          write(accepted, keep, destroy);
        }
      }
      keep.executeBatch();
      destroy.executeBatch();
    }
  }

  private static void write(
      Plan.Accepted accepted, PreparedStatement keep, PreparedStatement destroy)
      throws SQLException {
    for (SealedValue value : accepted.append().sealed()) {
      keep.setString(1, accepted.append().tenant().value());
      keep.setString(2, value.digest().value());
      keep.setString(3, value.subject().value());
      keep.setLong(4, value.generation());
      keep.setBytes(5, value.ciphertext());
      keep.addBatch();
    }
    for (RecordedEvent recorded : accepted.recorded()) {
      if (recorded.event() instanceof SubjectErased erased) {
        destroy.setString(1, recorded.stream().tenant().value());
        destroy.setString(2, erased.subject().value());
        destroy.setLong(3, recorded.sequence());
        destroy.addBatch();
      }
    }
  }
}
