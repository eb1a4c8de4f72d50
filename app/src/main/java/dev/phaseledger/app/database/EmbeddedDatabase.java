package dev.phaseledger.app.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server inside the data directory, started and stopped with the service.
///
/// It keeps its data between runs and survives a killed service: a server left behind is stopped
/// before a new one starts. It listens on the loopback interface only and asks for a password.
public final class EmbeddedDatabase implements AutoCloseable {

  /// How long a start may take, recovery after a crash included.
  static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  /// How long a server left behind may take to stop before it is killed.
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  /// Connections that the server of a service accepts.
  public static final int CONNECTIONS_MAX = 64;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String OWNER = "postgres";
  private static final String DATABASE = "postgres";
  private static final String LOGINS = "phase_ledger";
  private static final int PASSWORD_BYTES = 24;

  /// Durability is stated, because the library's own defaults give it up.
  private static final Map<String, String> SETTINGS =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "listen_addresses", "127.0.0.1",
          "unix_socket_directories", "",
          // What is appended stays in memory until it is written once, not evicted page by page.
          "shared_buffers", "512MB");

  private final EmbeddedPostgres server;
  private final DatabaseAccess access;

  private EmbeddedDatabase(EmbeddedPostgres server, DatabaseAccess access) {
    this.server = server;
    this.access = access;
  }

  /// Starts the server of a data directory that this process holds.
  public static EmbeddedDatabase start(DataDirectory data) throws IOException {
    return start(data, CONNECTIONS_MAX);
  }

  /// Starts the server of a data directory that this process holds, for this many connections.
  public static EmbeddedDatabase start(DataDirectory data, int connectionsMax) throws IOException {
    Path directory = data.database();
    stopLeftBehind(directory);
    Path created = data.root().resolve("postgres.created");
    setHalfCreatedAside(directory, created);
    Path passwordFile = data.root().resolve("database.password");
    String password = password(passwordFile);
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            // The service stops the server itself, after everything that uses it.
            .setRegisterShutdownHook(false)
            .setOverrideWorkingDirectory(programs().toFile())
            .setPGStartupWait(START_TIMEOUT)
            .setLocaleConfig("auth", "scram-sha-256")
            .setLocaleConfig("pwfile", passwordFile.toString())
            .setLocaleConfig("locale", "C")
            .setConnectConfig("password", password)
            .setOutputRedirector(Redirect.appendTo(data.root().resolve("postgres.log").toFile()))
            .setErrorRedirector(Redirect.appendTo(data.root().resolve("postgres.log").toFile()));
    SETTINGS.forEach(builder::setServerConfig);
    builder.setServerConfig("max_connections", Integer.toString(connectionsMax));
    try {
      EmbeddedPostgres server = builder.start();
      if (!Files.exists(created)) {
        Files.createFile(created);
      }
      String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + '/' + DATABASE;
      return new EmbeddedDatabase(server, new DatabaseAccess(url, OWNER, password));
    } catch (IOException | IllegalStateException failure) {
      throw new IOException(
          "the embedded database did not start; see " + data.root().resolve("postgres.log"),
          failure);
    }
  }

  /// The superuser, who makes databases, logins and schemas. No running service logs in so.
  public DatabaseAccess owner() {
    return access;
  }

  /// Migrates as the superuser, makes the service's logins, and lets the superuser go.
  public ServiceAccess prepare() throws IOException {
    Migrations.migrate(access);
    return Logins.provide(access, LOGINS);
  }

  /// Stops the server; everything committed is on disk before this returns.
  @Override
  public void close() throws IOException {
    server.close();
  }

  private static String password(Path file) throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    String password = HexFormat.of().formatHex(bytes);
    DataDirectory.writeSecret(file, password + "\n");
    return password;
  }

  /// Where the server's programs are unpacked: once per user, not once per data directory.
  private static Path programs() throws IOException {
    String configured = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).orElse("");
    Path cache =
        configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return Files.createDirectories(cache.resolve("phase-ledger").resolve("postgres"));
  }

  /// A killed first start may leave a directory that is no database yet. It is moved aside, never
  /// deleted: what looks incomplete here could be a restored backup whose marker got lost.
  private static void setHalfCreatedAside(Path directory, Path created) throws IOException {
    if (!Files.isDirectory(directory) || Files.exists(created)) {
      return;
    }
    int number = 1;
    while (Files.exists(aside(directory, number))) {
      number++;
    }
    LOG.warn("event=database.half-created moved-to={}", aside(directory, number));
    Files.move(directory, aside(directory, number));
  }

  private static Path aside(Path directory, int number) {
    return directory.resolveSibling(directory.getFileName() + ".incomplete-" + number);
  }

  private static void stopLeftBehind(Path directory) throws IOException {
    Path pidFile = directory.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> server = leftBehind(pidFile, directory);
    if (server.isEmpty()) {
      // Nobody runs: the server itself finds the file stale and recovers.
      return;
    }
    LOG.warn("event=database.left-behind pid={} action=stop", server.get().pid());
    stop(server.get());
  }

  private static Optional<ProcessHandle> leftBehind(Path pidFile, Path directory)
      throws IOException {
    String[] lines = Files.readString(pidFile).split("\n", -1);
    if (!lines[0].strip().matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    // The number may belong to something else by now: only a server of this directory is stopped.
    return ProcessHandle.of(Long.parseLong(lines[0].strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process ->
            process
                .info()
                .commandLine()
                .filter(line -> line.contains(directory.toString()))
                .isPresent());
  }

  private static void stop(ProcessHandle server) throws IOException {
    try {
      server.destroy();
      server.onExit().orTimeout(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException failure) {
      if (!(failure.getCause() instanceof TimeoutException)) {
        throw new IOException("could not stop the database left behind", failure);
      }
      // Its children notice that it is gone and end too; the next start recovers from its log.
      server.children().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
      server.onExit().join();
    }
  }
}
