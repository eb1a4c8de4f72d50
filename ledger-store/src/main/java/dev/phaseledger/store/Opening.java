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
import java.util.Set;
import java.util.stream.Stream;

/// Checks a database before anything is appended to it, and puts an engine's parts together.
final class Opening {

  /// What an engine is made of.
  record Parts(
      Drafting drafting,
      AppendQueue queue,
      Writer writer,
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
             to_regclass('ledger.format') IS NOT NULL
      """;

  private static final String STATE =
      """
      SELECT (SELECT version FROM ledger.format),
             has_table_privilege('ledger.entry', 'UPDATE, DELETE, TRUNCATE'),
             (SELECT position FROM ledger.head) = coalesce((SELECT max(position) FROM ledger.entry), 0)
      """;

  /// PostgreSQL 18.
  private static final int SERVER_VERSION_MIN = 180_000;

  private final LedgerConfig config;
  private final EntryReads reads;
  private final HighWaterMark mark;

  private Opening(LedgerConfig config) {
    this.config = config;
    this.reads = new EntryReads(new Sql(config.reads()));
    this.mark = new HighWaterMark(config.dataDirectory());
  }

  static Parts open(LedgerConfig config) {
    Opening opening = new Opening(config);
    try (Connection connection = config.connections().getConnection();
        Statement statement = connection.createStatement()) {
      opening.checkServer(statement);
      opening.checkSchema(statement);
    } catch (SQLException e) {
      throw new StoreException("the database cannot be opened", e);
    }
    return opening.assemble();
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
      require(
          !row.getBoolean(2),
          "the role %s may change entries: the grants are not those of the migrations"
              .formatted(LedgerSchema.WRITER_ROLE));
      require(row.getBoolean(3), "the head does not stand at the last entry");
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
    String node = config.ids().next();
    Counters counters = new Counters();
    AppendQueue queue = new AppendQueue();
    LogKeys keys = new LogKeys(config.keys(), config.clock());
    Recovery recovery = new Recovery(config.connections(), keys, node, queue);
    Progress progress = new Progress(reads.head());
    // Keys first: whoever is told of a rotation may ask for the key in force.
    List<LogListener> listeners =
        Stream.concat(Stream.of(keys), config.listeners().stream()).toList();
    Follower follower = new Follower(listeners, progress, counters);
    try {
      replay(listeners, follower, progress.position());
      keys.opened();
      WriterLink link = connect(recovery, keys, progress.position());
      return new Parts(
          new Drafting(config.clock(), config.ids()),
          queue,
          new Writer(queue, follower, recovery, link, keys, counters),
          new Tailer(config.connections(), node, queue, progress, mark),
          progress,
          reads,
          new ProofReads(new Sql(config.reads()), keys),
          new Snapshots(new Sql(config.reads()), config.snapshots()),
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
  private void replay(List<LogListener> listeners, Follower follower, long last) {
    Set<StreamId.Subject> wanted = EnumSet.noneOf(StreamId.Subject.class);
    listeners.forEach(listener -> wanted.addAll(listener.subjects()));
    boolean contracts = wanted.contains(StreamId.Subject.CONTRACT);
    long position = 0;
    while (position < last) {
      int max = (int) Math.min(EntryReads.PAGE_ENTRIES_MAX, last - position);
      List<RecordedEvent> page =
          contracts ? reads.after(position, max) : reads.authorityAfter(position, last);
      page.forEach(follower::replay);
      position = page.isEmpty() ? last : page.getLast().position();
    }
  }

  /// The newest log stands for the others: they are checked when they are first appended to.
  private WriterLink connect(Recovery recovery, LogKeys keys, long last) throws SQLException {
    WriterLink link = recovery.connect();
    try {
      if (last > 0) {
        TenantId tenant = reads.after(last - 1, 1).getFirst().stream().tenant();
        link.logs(List.of(tenant)).forEach(log -> log.checked(keys));
      }
      return link;
    } catch (SQLException | RuntimeException e) {
      link.abandon();
      throw e;
    }
  }
}
