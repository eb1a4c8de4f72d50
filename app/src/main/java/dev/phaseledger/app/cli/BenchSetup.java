package dev.phaseledger.app.cli;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.DatabaseAccess;
import dev.phaseledger.app.database.Directories;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.Logins;
import dev.phaseledger.app.database.Migrations;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.MeasuredLedger;
import dev.phaseledger.app.service.MeasuredService;
import dev.phaseledger.bench.ScratchDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a measurement runs on: a database of its own and what it starts on it. All of it is removed
/// at the end, also when the process is told to end.
final class BenchSetup implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BenchSetup.class);

  /// Says that a directory holds nothing but what a measurement left behind.
  private static final String MARKER = "bench.scratch";

  private final Clock clock = MeasuredLedger.clock();
  private final IdSource ids = MeasuredLedger.ids(clock);
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final ScratchDatabase database;
  private final ServiceAccess own;
  private final DataDirectory data;

  private BenchSetup(Path root, Optional<DatabaseAccess> server, List<Integer> callers)
      throws IOException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
    try {
      prepare(root);
      // Held before it may be removed: another measurement may be using it.
      data = opened(DataDirectory.open(root));
      opened.push(() -> Directories.delete(root));
      DatabaseAccess access =
          server.isPresent() ? server.get() : opened(embedded(data, callers)).owner();
      database =
          opened(ScratchDatabase.create(access.jdbcUrl(), access.user(), access.password(), ids));
      own = logins(access);
    } catch (IOException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /// Starts everything.
  ///
  /// @param root a directory that is not there yet, or was left behind by an earlier measurement
  /// @param server an external server; empty starts one in the directory
  static BenchSetup start(Path root, Optional<DatabaseAccess> server, List<Integer> callers)
      throws IOException {
    return new BenchSetup(root, server, callers);
  }

  /// Logins with the rights of a service, for the new database.
  private ServiceAccess logins(DatabaseAccess server) throws IOException {
    var owner = new DatabaseAccess(database.url(), server.user(), server.password());
    Migrations.migrate(owner);
    ServiceAccess made = Logins.provide(owner, database.name());
    opened.push(() -> Logins.drop(owner, made));
    return made;
  }

  /// The directory is removed at the end, so it must be one that was made for this.
  private static void prepare(Path root) throws IOException {
    if (Files.exists(root) && !Files.exists(root.resolve(MARKER))) {
      throw CliException.usage(
          root + " exists; name a directory with --data that can be made and removed again");
    }
    Files.createDirectories(root);
    if (!Files.exists(root.resolve(MARKER))) {
      Files.createFile(root.resolve(MARKER));
    }
  }

  private static EmbeddedDatabase embedded(DataDirectory data, List<Integer> callers)
      throws IOException {
    int most = callers.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return EmbeddedDatabase.start(
        data, most + MeasuredLedger.CONNECTIONS_MAX + MeasuredService.CONNECTIONS_MAX);
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }

  ScratchDatabase database() {
    return database;
  }

  /// Starts the deciding half of a service.
  MeasuredLedger ledger() throws IOException {
    return opened(MeasuredLedger.start(own, data, clock, ids));
  }

  /// Starts one of several nodes; whoever asked for it closes it.
  MeasuredLedger node() {
    try {
      Path memory = Files.createTempDirectory(data.root(), "node-");
      return MeasuredLedger.start(own, data, memory, clock, ids);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a whole service.
  MeasuredService service() throws IOException {
    return opened(MeasuredService.start(own, data.root().resolve("service")));
  }

  Clock clock() {
    return clock;
  }

  IdSource ids() {
    return ids;
  }

  /// Closes in reverse; what cannot be closed must not keep the rest open.
  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (Exception failure) {
        LOG.warn("event=bench.close-failed what={}", resource, failure);
      }
    }
  }
}
