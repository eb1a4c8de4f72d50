package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/// The writer's own connection and every statement it runs on it, in autocommit mode outside of
/// [#lockHead] to [#commit].
final class WriterLink {

  /// How long the server works on one statement before it gives up.
  static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);

  /// How long the client waits for the server: longer, so that the server gives up first and the
  /// outcome is known.
  static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(25);

  /// Entries read at a time when catching up.
  static final int CATCH_UP_ENTRIES_MAX = 1_000;

  private static final String VERSIONS =
      """
      SELECT wanted.number,
             coalesce(
               (SELECT max(sequence) FROM ledger.entry
                 WHERE entry.tenant = wanted.tenant AND entry.stream = wanted.stream),
               -1)
        FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS wanted(tenant, stream, number)
      """;

  private static final String LOGS =
      """
      SELECT log.tenant, log.size, log.frontier, log.root, coalesce(checkpoint.note, '')
        FROM ledger.log AS log
        LEFT JOIN ledger.checkpoint AS checkpoint
          ON checkpoint.tenant = log.tenant AND checkpoint.size = log.size
       WHERE log.tenant = ANY (?::text[])
      """;

  private static final String CLAIMS =
      """
      SELECT wanted.number, claim.request, claim.position, claim.count
        FROM unnest(?::bytea[]) WITH ORDINALITY AS wanted(key, number)
        JOIN ledger.claim AS claim ON claim.key = wanted.key
      """;

  private static final String ENTRIES =
      """
      SELECT position, tenant, index, stream, sequence, entry, leaf_hash
        FROM ledger.entry
       WHERE position > ?
       ORDER BY position
       LIMIT ?
      """;

  private static final String ACT_AS_WRITER = "SET ROLE " + LedgerSchema.WRITER_ROLE;

  private static final String TERMINATE =
      """
      SELECT coalesce(bool_and(pg_terminate_backend(pid, ?)), true)
        FROM pg_stat_activity
       WHERE pid = ? AND backend_start::text = ?
      """;

  /// Which server process served a connection.
  record Backend(int pid, String startedAt) {}

  private final Connection connection;
  private final FlushLink session;
  private final Backend backend;
  private final BatchStatement batch;
  private final PersonalStatements personal;
  private final PreparedStatement versions;
  private final PreparedStatement logs;
  private final PreparedStatement claims;
  private final PreparedStatement entries;
  private final PreparedStatement head;
  private final PreparedStatement lockedHead;

  private WriterLink(Connection connection, LogKeys keys, Neighbours neighbours)
      throws SQLException {
    this.connection = connection;
    this.session = FlushLink.on(connection, "phase-ledger-writer");
    try (Statement statement = connection.createStatement()) {
      // Under the lock, what others committed while it was waited for must be visible.
      statement.execute("SET default_transaction_isolation = 'read committed'");
      // Planning the batch statement anew costs more than running it.
      statement.execute("SET plan_cache_mode = force_generic_plan");
      statement.execute(
          "SET idle_in_transaction_session_timeout = " + STATEMENT_TIMEOUT.toMillis());
      // As the login itself: the writer role may not look at the login's sessions.
      this.backend = readBackend(statement);
      statement.execute(ACT_AS_WRITER);
    }
    this.batch = new BatchStatement(connection, keys, neighbours);
    this.personal = new PersonalStatements(connection);
    this.versions = connection.prepareStatement(VERSIONS);
    this.logs = connection.prepareStatement(LOGS);
    this.claims = connection.prepareStatement(CLAIMS);
    this.entries = connection.prepareStatement(ENTRIES);
    this.head = connection.prepareStatement("SELECT position FROM ledger.head");
    this.lockedHead = connection.prepareStatement("SELECT ledger.hold_head()");
  }

  /// Connects and prepares everything.
  static WriterLink open(DataSource connections, LogKeys keys, Neighbours neighbours)
      throws SQLException {
    Connection connection = connections.getConnection();
    try {
      return new WriterLink(connection, keys, neighbours);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static Backend readBackend(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()")) {
      row.next();
      return new Backend(row.getInt(1), row.getString(2));
    }
  }

  Backend backend() {
    return backend;
  }

  /// Makes sure that a lost connection's server process is gone and can commit nothing any more.
  ///
  /// @return whether that is certain
  boolean isGone(Backend lost, Duration timeout) throws SQLException {
    // As the login itself: the writer role may neither see nor end the login's sessions.
    try (Statement statement = connection.createStatement();
        PreparedStatement terminate = connection.prepareStatement(TERMINATE)) {
      statement.execute("RESET ROLE");
      terminate.setLong(1, timeout.toMillis());
      terminate.setInt(2, lost.pid());
      terminate.setString(3, lost.startedAt());
      try (ResultSet row = terminate.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      } finally {
        statement.execute(ACT_AS_WRITER);
      }
    }
  }

  /// Writes a plan in a transaction of its own.
  ///
  /// @param wish when to flush; personal values are flushed with the commit in any case
  /// @return how it was committed; empty if the head was not where the plan was made
  Optional<BatchStatement.Flush> write(Plan plan, BatchStatement.Flush wish) throws SQLException {
    if (PersonalStatements.needs(plan)) {
      return writeWithPersonal(plan)
          ? Optional.of(BatchStatement.Flush.WITH_COMMIT)
          : Optional.empty();
    }
    return batch.write(plan, wish) ? Optional.of(wish) : Optional.empty();
  }

  /// Writes a plan in the transaction that holds the head, to be committed by [#commit].
  boolean writeLocked(Plan plan) throws SQLException {
    return PersonalStatements.needs(plan)
        ? writeWithPersonal(plan)
        : batch.write(plan, BatchStatement.Flush.WITH_COMMIT);
  }

  /// Returns when everything that was committed before, by anybody, is durable.
  void flush() throws SQLException {
    session.flush();
  }

  /// In the transaction under the lock, or else in one of its own. What fails is undone here:
  /// whoever asked may go on with the connection.
  private boolean writeWithPersonal(Plan plan) throws SQLException {
    boolean own = connection.getAutoCommit();
    if (own) {
      connection.setAutoCommit(false);
    }
    try {
      boolean written = batch.write(plan, BatchStatement.Flush.WITH_COMMIT);
      if (written) {
        personal.write(plan);
      }
      if (own && written) {
        commit();
      } else if (own) {
        rollback();
      }
      return written;
    } catch (SQLException e) {
      undo(own, e);
      throw e;
    }
  }

  private void undo(boolean own, SQLException cause) {
    if (own) {
      try {
        rollback();
      } catch (SQLException lost) {
        cause.addSuppressed(lost);
      }
    }
  }

  long head() throws SQLException {
    return position(head);
  }

  /// Starts a transaction that no other node can append beside.
  long lockHead() throws SQLException {
    connection.setAutoCommit(false);
    return position(lockedHead);
  }

  /// Whether a transaction is open that no other node can append beside.
  boolean isHoldingHead() throws SQLException {
    return !connection.getAutoCommit();
  }

  private static long position(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /// Ends a transaction without effect, if there is one.
  void rollback() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /// The next entries behind a position, at most [#CATCH_UP_ENTRIES_MAX].
  List<StoredEntry> entriesAfter(long position) throws SQLException {
    entries.setLong(1, position);
    entries.setInt(2, CATCH_UP_ENTRIES_MAX);
    try (ResultSet rows = entries.executeQuery()) {
      return StoredEntry.readAll(rows);
    }
  }

  /// The last sequence of each stream, -1 for a stream without events.
  Map<StreamId, Long> versions(Collection<StreamId> streams) throws SQLException {
    List<StreamId> wanted = List.copyOf(streams);
    versions.setArray(1, texts(wanted.stream().map(stream -> stream.tenant().value()).toList()));
    versions.setArray(2, texts(wanted.stream().map(StreamName::of).toList()));
    Map<StreamId, Long> found = new HashMap<>();
    try (ResultSet rows = versions.executeQuery()) {
      while (rows.next()) {
        StreamId stream = wanted.get(rows.getInt(1) - 1);
        found.put(stream, rows.getLong(2));
      }
    }
    return found;
  }

  /// The tree heads of logs; a log without entries is left out.
  List<StoredLog> logs(Collection<TenantId> tenants) throws SQLException {
    logs.setArray(1, texts(tenants.stream().map(TenantId::value).toList()));
    List<StoredLog> found = new ArrayList<>();
    try (ResultSet rows = logs.executeQuery()) {
      while (rows.next()) {
        found.add(
            new StoredLog(
                new TenantId(rows.getString(1)),
                rows.getLong(2),
                rows.getBytes(3),
                rows.getBytes(4),
                rows.getString(5)));
      }
    }
    return found;
  }

  /// Who holds which of these claims.
  List<Plan.Taken> holders(List<Claim> wanted) throws SQLException {
    byte[][] keys = wanted.stream().map(ClaimKey::of).toArray(byte[][]::new);
    claims.setArray(1, connection.unwrap(PGConnection.class).createArrayOf("bytea", keys));
    List<Plan.Taken> found = new ArrayList<>();
    try (ResultSet rows = claims.executeQuery()) {
      while (rows.next()) {
        Claim asked = wanted.get(rows.getInt(1) - 1);
        Claim held =
            new Claim(
                asked.tenant(), asked.scope(), asked.key(), ClaimKey.digest(rows.getBytes(2)));
        found.add(new Plan.Taken(held, rows.getLong(3), rows.getInt(4)));
      }
    }
    return found;
  }

  private Array texts(List<String> values) throws SQLException {
    return connection
        .unwrap(PGConnection.class)
        .createArrayOf("text", values.toArray(String[]::new));
  }

  /// Gives the connection up without waiting for the server.
  void abandon() {
    session.abandon();
  }
}
