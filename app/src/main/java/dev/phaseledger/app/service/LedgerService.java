package dev.phaseledger.app.service;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.Logins;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.security.PrincipalsFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// A running service: data directory, database and application, started in this order and stopped
/// in reverse.
public final class LedgerService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerService.class);
  private static final PrincipalId FIRST_OPERATOR = new PrincipalId("operator");
  private static final Set<Role> HUMAN_ROLES =
      Set.of(Role.OPERATOR, Role.APPROVER, Role.POLICY_AUTHOR, Role.AUDITOR);

  private final ServiceSettings settings;
  private final DataDirectory data;
  private final Optional<EmbeddedDatabase> embedded;
  private final ConfigurableApplicationContext context;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LedgerService(
      ServiceSettings settings,
      DataDirectory data,
      Optional<EmbeddedDatabase> embedded,
      ConfigurableApplicationContext context) {
    this.settings = settings;
    this.data = data;
    this.embedded = embedded;
    this.context = context;
  }

  /// Starts a service; it answers requests when this returns.
  ///
  /// @throws IOException with a sentence for people if it cannot be started here
  public static LedgerService start(ServiceSettings settings) throws IOException {
    DataDirectory data = DataDirectory.open(settings.data());
    Optional<EmbeddedDatabase> embedded = Optional.empty();
    try {
      createFirstOperator(settings, data.root());
      ServiceAccess access;
      if (settings.database().isPresent()) {
        access = settings.database().get();
      } else {
        EmbeddedDatabase started = EmbeddedDatabase.start(data);
        embedded = Optional.of(started);
        access = started.prepare();
      }
      Logins.requireReady(access);
      return new LedgerService(settings, data, embedded, run(settings, data, access));
    } catch (IOException | RuntimeException failure) {
      stop(embedded, data);
      throw explained(settings, failure);
    }
  }

  private static ConfigurableApplicationContext run(
      ServiceSettings settings, DataDirectory data, ServiceAccess access) {
    return new SpringApplicationBuilder(LedgerApplication.class)
        .web(WebApplicationType.SERVLET)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        // Stopping is ordered here: the database must outlive the application.
        .registerShutdownHook(false)
        .properties(properties(settings))
        .initializers(context -> {
          GenericApplicationContext beans = (GenericApplicationContext) context;
          beans.registerBean(ServiceSettings.class, () -> settings);
          beans.registerBean(ServiceAccess.class, () -> access);
          beans.registerBean(
              DataDirectory.class, () -> data, definition -> definition.setDestroyMethodName(""));
        })
        .run();
  }

  private static Map<String, Object> properties(ServiceSettings settings) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("server.address", settings.host());
    properties.put("server.port", settings.port());
    return properties;
  }

  private static void createFirstOperator(ServiceSettings settings, Path root) throws IOException {
    PrincipalsFile principals = new PrincipalsFile(DataDirectory.principals(root));
    if (principals.exists()) {
      return;
    }
    Principal operator =
        new Principal(
            FIRST_OPERATOR, Principal.Kind.HUMAN, settings.tenant(), HUMAN_ROLES, Optional.empty());
    // The token is left first: a crash in between leaves no operator that nobody can be.
    principals.add(
        operator,
        token -> DataDirectory.writeSecret(DataDirectory.operatorToken(root), token + "\n"));
  }

  private static IOException explained(ServiceSettings settings, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException || cause instanceof java.net.BindException) {
        return new IOException(
            "port "
                + settings.port()
                + " on "
                + settings.host()
                + " is taken; stop what listens there, or name another port with --port",
            failure);
      }
    }
    if (failure instanceof IOException known) {
      return known;
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new IOException("the service did not start: " + root.getMessage(), failure);
  }

  /// Where it answers.
  public URI url() {
    int port =
        context instanceof WebServerApplicationContext web && web.getWebServer() != null
            ? web.getWebServer().getPort()
            : settings.port();
    return URI.create("http://" + settings.host() + ":" + port);
  }

  /// The application, for the benchmarks and for tests of its wiring.
  public ConfigurableApplicationContext context() {
    return context;
  }

  /// Stops: requests under way are finished, everything acknowledged is on disk.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      context.close();
      stop(embedded, data);
    }
  }

  private static void stop(Optional<EmbeddedDatabase> embedded, DataDirectory data) {
    try {
      if (embedded.isPresent()) {
        embedded.get().close();
      }
      data.close();
    } catch (IOException failure) {
      LOG.error("event=service.stop-failed", failure);
    }
  }
}
