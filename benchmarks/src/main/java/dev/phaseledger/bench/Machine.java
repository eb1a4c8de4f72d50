package dev.phaseledger.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.phaseledger.api.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was measured on.
///
/// @param cores processors that the JVM may use
/// @param processor as `/proc/cpuinfo` names it
/// @param heapMaxBytes limit of the JVM's heap
/// @param postgresql the server's version; empty if none takes part
/// @param settings the server's settings that durability and speed depend on
/// @param dataFileSystem the file system of the server's data, where it can be seen from here
record Machine(
    int cores,
    Optional<String> processor,
    long memoryBytes,
    String operatingSystem,
    String jdk,
    String garbageCollectors,
    long heapMaxBytes,
    String postgresql,
    SortedMap<String, String> settings,
    Optional<String> dataFileSystem) {

  private static final String SETTINGS =
      """
      SELECT name, current_setting(name)
      FROM pg_settings
      WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'wal_level',
        'commit_delay', 'shared_buffers', 'max_connections', 'max_wal_size', 'data_checksums')
      """;

  private static final String SERVER =
      "SELECT current_setting('server_version'), current_setting('data_directory', true)";

  Machine {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /// The machine alone, for what needs no server.
  static Machine here() {
    return of("", new TreeMap<>(), Optional.empty());
  }

  static Machine describe(Connection database) {
    try (Statement statement = database.createStatement()) {
      var settings = new TreeMap<String, String>();
      try (ResultSet rows = statement.executeQuery(SETTINGS)) {
        while (rows.next()) {
          settings.put(rows.getString(1), rows.getString(2));
        }
      }
      try (ResultSet server = statement.executeQuery(SERVER)) {
        server.next();
        return of(
            server.getString(1),
            settings,
            Optional.ofNullable(server.getString(2)).flatMap(Machine::fileSystem));
      }
    } catch (SQLException e) {
      throw new StoreException("reading the server's settings", e);
    }
  }

  private static Machine of(
      String postgresql, SortedMap<String, String> settings, Optional<String> dataFileSystem) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processor(Path.of("/proc/cpuinfo")),
        system.getTotalMemorySize(),
        system.getName() + ' ' + system.getVersion() + ' ' + system.getArch(),
        System.getProperty("java.vendor") + ' ' + Runtime.version(),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .collect(Collectors.joining(", ")),
        Runtime.getRuntime().maxMemory(),
        postgresql,
        settings,
        dataFileSystem);
  }

  /// Whether a server takes part.
  boolean hasServer() {
    return !postgresql.isEmpty();
  }

  /// Whether a commit reaches the disk before it is acknowledged.
  boolean durable() {
    return "on".equals(settings.get("fsync")) && "on".equals(settings.get("synchronous_commit"));
  }

  private static Optional<String> processor(Path cpuinfo) {
    if (!Files.isReadable(cpuinfo)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> fileSystem(String dataDirectory) {
    Path path = Path.of(dataDirectory);
    try {
      return Files.isReadable(path)
          ? Optional.of(Files.getFileStore(path).type())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
