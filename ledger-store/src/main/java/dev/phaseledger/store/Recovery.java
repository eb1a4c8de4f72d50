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

  /// A new connection.
  ///
  /// @param settled whether the lost one can certainly commit nothing any more
  record Replacement(WriterLink link, boolean settled) {}

  WriterLink connect() throws SQLException {
    return WriterLink.open(connections, keys, neighbours);
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
        WriterLink link = connect();
        try {
          boolean settled = link.isGone(lost.backend(), TERMINATE_TIMEOUT);
          log.info("connection replaced: backend={} settled={}", link.backend().pid(), settled);
          return new Replacement(link, settled);
        } catch (SQLException e) {
          link.abandon();
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
