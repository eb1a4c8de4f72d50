package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for other nodes' appends and has the writer read them; also keeps the high-water mark.
final class Tailer implements Runnable {

  /// How long it waits for a notification before it has the writer look anyway.
  static final Duration REFRESH_INTERVAL = Duration.ofSeconds(1);

  /// How often the high-water mark is written.
  static final Duration MARK_INTERVAL = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Tailer.class);

  private final DataSource connections;
  private final Neighbours neighbours;
  private final AppendQueue queue;
  private final Progress progress;
  private final HighWaterMark mark;
  private volatile boolean closed;
  private volatile @Nullable Connection listening;
  private long savedAt = System.nanoTime();

  /// @param neighbours who else is there, kept up to date here
  Tailer(
      DataSource connections,
      Neighbours neighbours,
      AppendQueue queue,
      Progress progress,
      HighWaterMark mark) {
    this.connections = connections;
    this.neighbours = neighbours;
    this.queue = queue;
    this.progress = progress;
    this.mark = mark;
  }

  /// Ends it at once, even while it waits for the server.
  void close() throws SQLException {
    closed = true;
    Connection waiting = listening;
    if (waiting != null) {
      waiting.abort(Runnable::run);
    }
  }

  @Override
  public void run() {
    while (!closed) {
      try (Connection connection = connections.getConnection();
          Statement statement = connection.createStatement()) {
        listening = connection;
        connection.setAutoCommit(true);
        statement.execute("SET application_name = 'phase-ledger-tailer'");
        neighbours.join(connection);
        // Whatever was announced before LISTEN took effect.
        queue.wantRefresh();
        listen(connection);
      } catch (SQLException e) {
        neighbours.lost();
        pause(e);
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    PGConnection notified = connection.unwrap(PGConnection.class);
    while (!closed) {
      if (isNews(notified.getNotifications((int) REFRESH_INTERVAL.toMillis()))) {
        queue.wantRefresh();
      }
      if (System.nanoTime() - savedAt >= MARK_INTERVAL.toNanos()) {
        savedAt = System.nanoTime();
        saveMark();
        neighbours.look(connection);
      }
    }
  }

  /// Silence counts as news: notifications may be lost with a connection.
  private boolean isNews(@Nullable PGNotification[] heard) {
    return heard.length == 0
        || Arrays.stream(heard)
            .anyMatch(one -> one == null || neighbours.isForeign(one.getParameter()));
  }

  private void saveMark() {
    try {
      mark.save(progress.newest());
    } catch (StoreException e) {
      log.error("high-water mark not saved: message={}", e.getMessage(), e);
    }
  }

  private void pause(SQLException cause) {
    if (closed) {
      return;
    }
    log.warn("listening interrupted: state={} message={}", cause.getSQLState(), cause.getMessage());
    try {
      TimeUnit.MILLISECONDS.sleep(Recovery.RECONNECT_PAUSE.toMillis());
    } catch (InterruptedException e) {
      closed = true;
    }
  }
}
