package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.proof.LogSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Checks a database before anything is appended to it, and puts an engine's parts together.
final class Opening {

  /// What an engine is made of.
  record Parts(
      Drafting drafting,
      AppendQueue queue,
      Writer writer,
      Durability durability,
      Tailer tailer,
      Progress progress,
      EntryReads reads,
      LogSource proofs,
      Snapshots snapshots,
      Counters counters,
      HighWaterMark mark,
      LogKeys keys,
      Clock clock) {}

  private static final String SETTINGS =
      """
      SELECT current_setting('server_version_num')::integer,
             current_setting('fsync'),
             current_setting('full_page_writes'),
             pg_is_in_recovery(),
             EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                      WHERE nspname = 'ledger' AND relname = 'format'),
             current_setting('synchronous_commit'),
             quote_ident(session_user),
             coalesce(
               (SELECT pg_has_role(session_user, oid, 'SET')
                  FROM pg_roles WHERE rolname = 'ledger_writer'),
               false)
      """;

  private static final String STATE =
      """
      SELECT (SELECT version FROM ledger.format),
             (SELECT position FROM ledger.head) = coalesce((SELECT max(position) FROM ledger.entry), 0),
             (SELECT position FROM ledger.head) = (SELECT count(*) FROM ledger.entry)
      """;

  private static final String FIRST_GAP =
      """
      SELECT min(before + 1)
        FROM (SELECT position, lag(position, 1, 0::bigint) OVER (ORDER BY position) AS before
                FROM ledger.entry) AS entry
       WHERE position <> before + 1
      """;

  /// PostgreSQL 18.
  private static final int SERVER_VERSION_MIN = 180_000;

  private final LedgerConfig config;
  private final DurableSizes sizes = new DurableSizes();
  private final Progress progress = new Progress(sizes);
  private final EntryReads reads;
  private final HighWaterMark mark;

  private Opening(LedgerConfig config) {
    this.config = config;
    this.reads = new EntryReads(new Sql(config.reads()), progress::position);
    this.mark = new HighWaterMark(config.dataDirectory());
  }

  static Parts open(LedgerConfig config) {
    Opening opening = new Opening(config);
    try (Connection connection = config.connections().getConnection();
        Statement statement = connection.createStatement()) {
      opening.checkServer(statement);
      SessionRights.require(connection);
      opening.checkSchema(statement);
    } catch (SQLException e) {
      throw new StoreException("the database cannot be opened", e);
    }
    opening.checkReads();
    return opening.assemble();
  }

  /// Reads may come from another login, which must not be able to do more either.
  private void checkReads() {
    try (Connection connection = config.reads().getConnection()) {
      SessionRights.require(connection);
    } catch (SQLException e) {
      throw new StoreException("the database cannot be read", e);
    }
  }

  private void checkServer(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(SETTINGS)) {
      row.next();
      require(row.getInt(1) >= SERVER_VERSION_MIN, "the server is older than PostgreSQL 18");
      require(
          row.getString(2).equals("on"),
          "fsync is off: what is acknowledged would not survive a crash");
      require(row.getString(3).equals("on"), "full_page_writes is off: a crash could damage pages");
      require(!row.getBoolean(4), "the server is a standby: connect to the primary");
      require(row.getBoolean(5), "the schema 'ledger' is missing: run the migrations");
      String login = row.getString(7);
      require(
          !row.getString(6).equals("off"),
          "synchronous_commit is off: what is acknowledged would not survive a crash; run: ALTER ROLE %s SET synchronous_commit = on"
              .formatted(login));
      require(
          row.getBoolean(8),
          "the login %s may not act as %s; run: GRANT %s TO %s"
              .formatted(login, LedgerSchema.WRITER_ROLE, LedgerSchema.WRITER_ROLE, login));
    }
  }

  private void checkSchema(Statement statement) throws SQLException {
    statement.execute("SET ROLE " + LedgerSchema.WRITER_ROLE);
    try (ResultSet row = statement.executeQuery(STATE)) {
      row.next();
      int format = row.getInt(1);
      require(
          format == LedgerSchema.FORMAT,
          "the schema has format %d, this version needs %d".formatted(format, LedgerSchema.FORMAT));
      require(row.getBoolean(2), "the head does not stand at the last entry");
      if (row.getBoolean(3)) {
        return;
      }
    }
    // Only now, since it takes longer than to count.
    try (ResultSet row = statement.executeQuery(FIRST_GAP)) {
      row.next();
      require(false, "the entry at position %d is missing".formatted(row.getLong(1)));
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new StoreException("the database cannot be opened: " + otherwise);
    }
  }

  private Parts assemble() {
    switch (config.restored()) {
      case REFUSE -> mark.check(reads);
      case ACCEPT_LOSS -> {}
    }
    var neighbours = new Neighbours(config.ids().next());
    Counters counters = new Counters();
    AppendQueue queue = new AppendQueue();
    LogKeys keys = new LogKeys(config.keys(), config.clock());
    Recovery recovery = new Recovery(config.connections(), keys, neighbours, queue);
    progress.startAt(reads.head());
    // Keys first: whoever is told of a rotation may ask for the key in force.
    List<LogListener> listeners =
        Stream.concat(Stream.of(keys), config.listeners().stream()).toList();
    Publisher publisher = new Publisher(listeners, progress, counters);
    try {
      replay(listeners, publisher, progress.position());
      keys.opened();
      Recovery.Links links = connect(recovery, keys, progress.position());
      Durability durability = new Durability(publisher, links.flush(), queue::wantRefresh);
      Follower follower = new Follower(publisher, durability, keys, counters, progress.position());
      return new Parts(
          new Drafting(config.clock(), config.ids()),
          queue,
          new Writer(queue, follower, durability, progress, recovery, links.writer(), counters),
          durability,
          new Tailer(config.connections(), neighbours, queue, progress, mark),
          progress,
          reads,
          new ProofReads(new Sql(config.reads()), keys, sizes),
          new Snapshots(new Sql(config.reads()), config.snapshots(), config.keys().snapshotSeal()),
          counters,
          mark,
          keys,
          config.clock());
    } catch (SQLException e) {
      throw new StoreException("the writer cannot connect", e);
    } catch (StoppedException e) {
      throw new StoreException("the database cannot be opened: " + e.reason().sentence(), e);
    }
  }

  /// The history of what listeners want, by the small index as long as nobody wants contracts.
  private void replay(List<LogListener> listeners, Publisher publisher, long last) {
    Set<StreamId.Subject> wanted = EnumSet.noneOf(StreamId.Subject.class);
    listeners.forEach(listener -> wanted.addAll(listener.subjects()));
    boolean contracts = wanted.contains(StreamId.Subject.CONTRACT);
    long position = 0;
    while (position < last) {
      int max = (int) Math.min(EntryReads.PAGE_ENTRIES_MAX, last - position);
      List<RecordedEvent> page =
          contracts ? reads.after(position, max) : reads.authorityAfter(position, last);
      page.forEach(publisher::replay);
      position = page.isEmpty() ? last : page.getLast().position();
    }
  }

  /// Every log must end with what was signed.
  private Recovery.Links connect(Recovery recovery, LogKeys keys, long last) throws SQLException {
    Recovery.Links links = recovery.connect();
    try {
      List<TenantId> page = last > 0 ? reads.logsBehind(Optional.empty()) : List.of();
      while (!page.isEmpty()) {
        links.writer().logs(page).forEach(log -> log.checked(keys));
        page = reads.logsBehind(Optional.of(page.getLast()));
      }
      return links;
    } catch (SQLException | RuntimeException e) {
      links.abandon();
      throw e;
    }
  }
}
