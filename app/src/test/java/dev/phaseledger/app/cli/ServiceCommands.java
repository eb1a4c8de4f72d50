package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.Rebuild;
import dev.phaseledger.app.service.ServiceSettings;
import dev.phaseledger.app.testing.FreshData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A running service and commands that are given to it, as people and scripts give them.
final class ServiceCommands implements AutoCloseable {

  /// The operator of the data directory.
  static final String OPERATOR = "";

  private final Path home;
  private final LedgerService service;

  /// How a command ended, and what it said.
  record Result(int exitCode, String out, String err) {
    Fields json() {
      return (Fields) Json.parse(out.strip());
    }
  }

  private ServiceCommands(Path home, LedgerService service) {
    this.home = home;
    this.service = service;
  }

  static ServiceCommands start(Path home) throws IOException {
    FreshData.provide(home.resolve("data"));
    return new ServiceCommands(
        home,
        LedgerService.start(
            new ServiceSettings(
                "127.0.0.1",
                0,
                home.resolve("data"),
                Optional.empty(),
                new TenantId("default"),
                false,
                ServiceSettings.ORIGIN_DEFAULT)));
  }

  String data() {
    return home.resolve("data").toString();
  }

  /// For what no command does.
  LedgerClient client(String token) throws IOException {
    String used =
        token.isEmpty()
            ? Files.readString(DataDirectory.operatorToken(home.resolve("data"))).strip()
            : token;
    return new LedgerClient(service.url(), Optional.of(used));
  }

  /// Waits until views reflect everything that is on record.
  void seen() {
    try {
      Rebuild.of(service).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Writes a file.
  ///
  /// @return its name
  String file(String name, String content) throws IOException {
    return Files.writeString(home.resolve(name), content).toString();
  }

  /// Gives a command to the service, once its views reflect what earlier commands have recorded.
  Result run(String token, String... arguments) {
    seen();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data()));
    if (!token.isEmpty()) {
      all.addAll(List.of("--token", token));
    }
    if (!all.contains("--url")) {
      all.addAll(List.of("--url", service.url().toString()));
    }
    return local(all.toArray(String[]::new));
  }

  /// The operator's command, which must end so.
  Result expect(int exitCode, String... arguments) {
    return expect(exitCode, run(OPERATOR, arguments));
  }

  static Result expect(int exitCode, Result result) {
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    return result;
  }

  /// Gives a command exactly as it is.
  static Result local(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }

  @Override
  public void close() {
    service.close();
  }
}
