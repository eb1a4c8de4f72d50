package dev.phaseledger.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Whether other nodes want to be told of this one's appends. To announce each commit to nobody but
/// oneself wakes two processes for nothing.
///
/// Every node that listens holds an advisory lock in shared mode, so the database forgets a node
/// with its connection. A node that has just come is noticed within [Tailer#REFRESH_INTERVAL];
/// until then it looks by itself. Nothing but promptness depends on it: what a node decides is
/// checked against the head when it appends.
final class Neighbours {

  /// Any number that nothing else in the database uses.
  private static final long LOCK = 0x6c65_6467_6572L;

  private static final String JOIN = "SELECT pg_advisory_lock_shared(" + LOCK + ")";

  /// The server shows a lock's number in two halves.
  private static final String COUNT =
      """
      SELECT count(*) > 1
        FROM pg_locks
       WHERE locktype = 'advisory' AND granted AND objsubid = 1
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND classid::bigint = %d AND objid::bigint = %d
      """
          .formatted(LOCK >>> 32, LOCK & 0xffff_ffffL);

  private final String node;
  private volatile boolean present = true;

  /// Assumes that there are some.
  ///
  /// @param node what this node signs its announcements with
  Neighbours(String node) {
    this.node = node;
  }

  /// What to announce the next commit with; empty for not at all.
  String sender() {
    return present ? node : "";
  }

  /// Whether an announcement came from somebody else.
  boolean isForeign(String sender) {
    return !sender.equals(node);
  }

  /// Makes the connection one that wants to be told, for as long as it lasts.
  void join(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN ledger");
      statement.execute(JOIN);
    }
  }

  /// Looks who is there, on a connection that has joined.
  void look(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COUNT)) {
      row.next();
      present = row.getBoolean(1);
    }
  }

  /// Nobody looks at the moment.
  void lost() {
    present = true;
  }
}
