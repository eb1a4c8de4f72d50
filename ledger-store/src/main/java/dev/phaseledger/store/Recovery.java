package dev.phaseledger.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces the writer's connection after it was lost.
final class Recovery {

  /// Pause between attempts to connect.
  static final Duration RECONNECT_PAUSE = Duration.ofMillis(200);

  /// How long the lost connection's server process may take to end.
  static final Duration TERMINATE_TIMEOUT = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final DataSource connections;
  private final LogKeys keys;
  private final Neighbours neighbours;
  private final AppendQueue queue;

  /// @param neighbours who is told
  Recovery(DataSource connections, LogKeys keys, Neighbours neighbours, AppendQueue queue) {
    this.connections = connections;
    this.keys = keys;
    this.neighbours = neighbours;
    this.queue = queue;
  }

  /// The connections that appending takes.
  record Links(WriterLink writer, FlushLink flush) {

    /// Gives both up without waiting for the server.
    void abandon() {
      writer.abandon();
      flush.abandon();
    }
  }

  /// New connections.
  ///
  /// @param settled whether the lost one can certainly commit nothing any more
  record Replacement(Links links, boolean settled) {}

  Links connect() throws SQLException {
    WriterLink writer = WriterLink.open(connections, keys, neighbours);
    try {
      return new Links(writer, FlushLink.open(connections));
    } catch (SQLException | RuntimeException e) {
      writer.abandon();
      throw e;
    }
  }

  /// Connects as often as it takes. Meanwhile whatever waits is refused rather than left hanging:
  /// none of it was recorded.
  ///
  /// @throws InterruptedException also if the ledger is closed before it succeeds
  Replacement replace(WriterLink lost, SQLException cause) throws InterruptedException {
    log.warn("connection lost: backend={} state={}", lost.backend().pid(), cause.getSQLState());
    lost.abandon();
    while (true) {
      try {
        Links links = connect();
        try {
          boolean settled = links.writer().isGone(lost.backend(), TERMINATE_TIMEOUT);
          log.info(
              "connection replaced: backend={} settled={}",
              links.writer().backend().pid(),
              settled);
          return new Replacement(links, settled);
        } catch (SQLException e) {
          links.abandon();
          throw e;
        }
      } catch (SQLException e) {
        queue.refuseWaiting("the database cannot be reached");
        if (queue.isClosed()) {
          throw new InterruptedException("closed while the database could not be reached");
        }
        log.warn("reconnect failed: state={} message={}", e.getSQLState(), e.getMessage());
        TimeUnit.MILLISECONDS.sleep(RECONNECT_PAUSE.toMillis());
      }
    }
  }
}
