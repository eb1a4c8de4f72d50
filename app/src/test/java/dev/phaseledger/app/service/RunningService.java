package dev.phaseledger.app.service;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.Directories;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.security.PrincipalsFile;
import dev.phaseledger.query.projection.ProjectionProgress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The whole service on a free port, with an empty ledger and callers of each role.
public final class RunningService implements AutoCloseable {

  public static final String OPERATOR = "operator";
  public static final String SUPERVISOR = "supervisor";
  public static final String AGENT = "writer-1";
  public static final String STRANGER = "stranger";

  /// How often to wait for views, [ProjectionProgress#WAIT_MAX] each time.
  private static final int VIEWS_WAITS_MAX = 24;

  private final Path data;
  private final LedgerService service;
  private final Map<String, String> tokens;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningService(Path data, LedgerService service, Map<String, String> tokens) {
    this.data = data;
    this.service = service;
    this.tokens = tokens;
  }

  public static RunningService start() throws IOException {
    return start(Files.createTempDirectory("phase-ledger-test"), Optional.empty());
  }

  /// Starts one.
  ///
  /// @param data removed at the end
  public static RunningService start(Path data, Optional<ServiceAccess> database)
      throws IOException {
    TenantId tenant = new TenantId("default");
    LedgerService service =
        LedgerService.start(
            new ServiceSettings(
                "127.0.0.1", 0, data, database, tenant, false, ServiceSettings.ORIGIN_DEFAULT));
    Map<String, String> tokens = new java.util.HashMap<>();
    tokens.put(OPERATOR, Files.readString(DataDirectory.operatorToken(data)).strip());
    PrincipalsFile principals = new PrincipalsFile(DataDirectory.principals(data));
    principals.add(
        human(SUPERVISOR, tenant, Role.APPROVER), token -> tokens.put(SUPERVISOR, token));
    principals.add(
        new Principal(
            new PrincipalId(AGENT),
            Principal.Kind.AGENT,
            tenant,
            Set.of(Role.AGENT),
            Optional.of(new PrincipalId(OPERATOR))),
        token -> tokens.put(AGENT, token));
    principals.add(
        human(STRANGER, new TenantId("elsewhere"), Role.AUDITOR),
        token -> tokens.put(STRANGER, token));
    return new RunningService(data, service, tokens);
  }

  private static Principal human(String id, TenantId tenant, Role role) {
    return new Principal(
        new PrincipalId(id), Principal.Kind.HUMAN, tenant, Set.of(role), Optional.empty());
  }

  /// Makes another caller known.
  public void add(Principal principal) throws IOException {
    new PrincipalsFile(DataDirectory.principals(data))
        .add(principal, token -> tokens.put(principal.id().value(), token));
  }

  public LedgerService service() {
    return service;
  }

  public Path data() {
    return data;
  }

  public String token(String caller) {
    return java.util.Objects.requireNonNull(tokens.get(caller));
  }

  /// The last position of the ledger.
  public long position() {
    return service.context().getBean(dev.phaseledger.store.LedgerEngine.class).position();
  }

  /// An answer with its body.
  public record Answer(int status, String type, OptionalLong bytes, String text) {
    public Fields json() {
      return (Fields) Json.parse(text);
    }
  }

  /// Reads, once readers see everything that is on record: views follow the log a moment later, and
  /// how long that takes says nothing about what a test is about.
  public Answer get(String caller, String path) {
    awaitViews();
    return send(request(caller, path).GET());
  }

  /// The entity tag under which something is read.
  Optional<String> tag(String caller, String path) {
    awaitViews();
    return exchange(request(caller, path).GET()).headers().firstValue("ETag");
  }

  /// Waits until readers see everything that is on record.
  public void awaitViews() {
    ProjectionProgress progress = service.context().getBean(ProjectionProgress.class);
    long recorded = position();
    for (int wait = 0; !progress.await(recorded); wait++) {
      if (wait == VIEWS_WAITS_MAX) {
        throw new AssertionError(
            "readers see the log up to %d, not %d".formatted(progress.position(), recorded));
      }
    }
  }

  public Answer post(String caller, String path, String body) {
    return send(
        request(caller, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  public Answer post(String caller, String path, String body, String key) {
    return send(
        request(caller, path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  public HttpRequest.Builder request(String caller, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path));
    Optional.ofNullable(tokens.get(caller))
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  static BodyPublisher chunked(int bytes) {
    return BodyPublishers.ofInputStream(() ->
        new java.io.ByteArrayInputStream(
            " ".repeat(bytes).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  public Answer send(HttpRequest.Builder request) {
    HttpResponse<String> response = exchange(request);
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.headers().firstValueAsLong("Content-Length"),
        response.body());
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    service.close();
    Directories.delete(data);
  }
}
