package dev.phaseledger.app.service;

import dev.phaseledger.app.Main;
import dev.phaseledger.app.database.DataDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The service as a process of its own, on a free port, so that it can be killed.
final class ServiceProcess implements AutoCloseable {

  private static final String READY = "Phase Ledger answers at ";

  /// How often a start is tried: what a killed database server leaves behind ends by itself, but
  /// not at once, and until then no other one starts.
  private static final int STARTS_MAX = 10;

  private final Path data;
  private final Process process;
  private final URI url;

  private ServiceProcess(Path data, Process process, URI url) {
    this.data = data;
    this.process = process;
    this.url = url;
  }

  static ServiceProcess start(Path data) throws IOException, InterruptedException {
    Path log = data.resolveSibling("service.log");
    for (int start = 1; start <= STARTS_MAX; start++) {
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      System.getProperty(
                          "surefire.test.class.path", System.getProperty("java.class.path")),
                      Main.class.getName(),
                      "serve",
                      "--port",
                      "0",
                      "--data",
                      data.toString()))
              .redirectError(Redirect.appendTo(log.toFile()))
              .start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      String line = out.readLine();
      if (line != null && line.startsWith(READY)) {
        return new ServiceProcess(data, process, URI.create(line.substring(READY.length())));
      }
      process.destroyForcibly().waitFor();
    }
    throw new IOException("the service does not start: " + Files.readString(log));
  }

  URI url() {
    return url;
  }

  String operatorToken() throws IOException {
    return Files.readString(DataDirectory.operatorToken(data)).strip();
  }

  /// SIGKILL to the service.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// SIGKILL to the database server, then to the service that has lost it.
  void killDatabase() throws IOException, InterruptedException {
    ProcessHandle server = database().orElseThrow();
    server.destroyForcibly();
    server.onExit().join();
    kill();
  }

  private Optional<ProcessHandle> database() throws IOException {
    Path file = data.resolve("postgres/postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    // The number of a server that is gone may be another process's by now.
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
        .filter(server ->
            server.info().commandLine().filter(line -> line.contains(data.toString())).isPresent());
  }

  /// Asks it to stop and waits until it has, and its database with it; one that a kill has left
  /// behind too.
  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    database()
        .ifPresent(server -> {
          server.destroy();
          server.onExit().join();
        });
  }
}
