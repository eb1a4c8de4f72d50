package dev.phaseledger.app.service;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.security.PrincipalsFile;
import dev.phaseledger.bench.HttpLoadGenerator;
import dev.phaseledger.bench.HttpTarget;
import dev.phaseledger.bench.ReplayTarget;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.query.projection.CatchUp;
import dev.phaseledger.store.LedgerEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationContext;

/// A whole service, to be measured: started as `serve` starts one, on a database that is there.
public final class MeasuredService implements ReplayTarget, HttpTarget {

  /// Connections that it takes at most.
  public static final int CONNECTIONS_MAX =
      StoreConfiguration.QUERY_CONNECTIONS_MAX + StoreConfiguration.LEDGER_CONNECTIONS_MAX + 8;

  private static final TenantId TENANT = new TenantId("bench");

  private final Path data;
  private final LedgerService service;
  private Optional<Process> asking = Optional.empty();
  private final LedgerCommands commands;
  private final LedgerEngine engine;
  private final Rebuild projections;

  private MeasuredService(LedgerService service, Path data) {
    this.data = data;
    ApplicationContext context = service.context();
    this.service = service;
    this.commands = context.getBean(LedgerCommands.class);
    this.engine = context.getBean(LedgerEngine.class);
    this.projections = Rebuild.of(service);
  }

  /// Starts one on a free port of the loopback interface.
  ///
  /// @param data a directory of its own
  public static MeasuredService start(ServiceAccess database, Path data) throws IOException {
    return new MeasuredService(
        LedgerService.start(
            new ServiceSettings(
                ServiceSettings.HOST_DEFAULT,
                0,
                data,
                Optional.of(database),
                TENANT,
                false,
                ServiceSettings.ORIGIN_DEFAULT)),
        data);
  }

  @Override
  public void admit(List<String> agents) {
    Map<String, String> tokens = new HashMap<>();
    PrincipalsFile principals = new PrincipalsFile(DataDirectory.principals(data));
    try {
      for (String agent : agents) {
        principals.add(
            new Principal(
                new PrincipalId(agent),
                Principal.Kind.AGENT,
                TENANT,
                Set.of(Role.AGENT),
                Optional.of(new PrincipalId("user:owner"))),
            token -> tokens.put(agent, token));
      }
      String operator = Files.readString(DataDirectory.operatorToken(data)).strip();
      Process process = ThisProgram.start("bench", "http-load");
      asking = Optional.of(process);
      URI url = service.url();
      tell(
          process,
          HttpLoadGenerator.greeting(
              new InetSocketAddress(url.getHost(), url.getPort()),
              TENANT,
              new Logins(operator, tokens)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Load load(int connections, Duration length) {
    Process process =
        asking.orElseThrow(() -> new IllegalStateException("nobody was admitted to ask"));
    try {
      tell(process, HttpLoadGenerator.order(connections, length));
      String line = process.inputReader(StandardCharsets.UTF_8).readLine();
      if (line == null) {
        throw new IllegalStateException("the process that asks has ended; it said why above");
      }
      return Load.parse(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tell(Process process, String text) throws IOException {
    Writer to = process.outputWriter(StandardCharsets.UTF_8);
    to.write(text);
    to.flush();
  }

  @Override
  public void settle() throws InterruptedException {
    projections.await();
  }

  @Override
  public List<LedgerEvent> send(LedgerCommand command) {
    return commands.send(command).events().stream().map(RecordedEvent::event).toList();
  }

  @Override
  public long entries() {
    return projections.entries();
  }

  @Override
  public void empty() {
    projections.empty();
  }

  @Override
  public void fold() throws InterruptedException {
    projections.fold(_ -> {});
  }

  @Override
  public void read() throws InterruptedException {
    WholeLog.read(engine, CatchUp.readers(), CatchUp.CHUNK_EVENTS);
  }

  @Override
  public void close() {
    // The end of its input ends it.
    asking.ifPresent(Process::destroy);
    service.close();
  }
}
