package dev.phaseledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection of the engine's own that can make durable what was committed without being flushed.
///
/// PostgreSQL writes one log for all sessions: once a later commit is flushed, and has reached the
/// synchronous standbys if there are any, so is everything before it.
final class FlushLink {

  /// A transaction that writes nothing but a record to be flushed.
  static final String FLUSH =
      "SELECT set_config('synchronous_commit', 'on', true), pg_logical_emit_message(true, 'ledger', '')";

  private static final Logger log = LoggerFactory.getLogger(FlushLink.class);

  private final Connection connection;
  private final PreparedStatement flush;

  private FlushLink(Connection connection) throws SQLException {
    this.connection = connection;
    this.flush = connection.prepareStatement(FLUSH);
  }

  /// Takes a connection, in autocommit mode, with the timeouts that all of the engine's own have.
  ///
  /// @param name what the server shows it as
  static FlushLink on(Connection connection, String name) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET application_name = '" + name + "'");
      statement.execute("SET synchronous_commit = on");
      statement.execute("SET statement_timeout = " + WriterLink.STATEMENT_TIMEOUT.toMillis());
    }
    connection.setNetworkTimeout(Runnable::run, (int) WriterLink.SOCKET_TIMEOUT.toMillis());
    return new FlushLink(connection);
  }

  static FlushLink open(DataSource connections) throws SQLException {
    Connection connection = connections.getConnection();
    try {
      return on(connection, "phase-ledger-flusher");
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// Returns when everything that was committed before the call is durable.
  void flush() throws SQLException {
    try (ResultSet row = flush.executeQuery()) {
      row.next();
    }
  }

  /// Gives the connection up without waiting for the server; a flush under way fails.
  void abandon() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      log.debug("connection was broken already: state={}", e.getSQLState());
    }
  }
}
