package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.append.EventMetaData;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.AgentCommand.SuspendAgent;
import dev.phaseledger.api.command.ContractCommand.TakePath;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.command.path.PathFollower;
import dev.phaseledger.store.LedgerEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/// Revocation paths over stops and on several nodes of one database: each path is taken once, and
/// each thing that it demands is done once.
final class PathsNodesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SIGNALS = 12;
  private static final AtomicInteger VERSION = new AtomicInteger();

  private static final String PATHS =
      """
      apiVersion: governance/v1
      kind: RevocationPaths
      metadata: {name: nodes, version: VERSION, owner: tests}
      spec:
        paths:
          - id: first
            on: {signal: {kinds: [cut]}}
            do: [{notify: {webhook: hook}}, suspend-agent]
          - id: second
            on: {signal: {kinds: [cut]}}
            do: [{notify: {webhook: other}}]
          - id: told
            on: {signal: {kinds: [raced]}}
            do: [{notify: {webhook: hook}}]
      """;

  @TempDir private static Path root;

  private static DataDirectory data;
  private static EmbeddedDatabase database;
  private static ServiceAccess access;

  @BeforeAll
  static void startDatabase() throws IOException {
    data = DataDirectory.open(root.resolve("data"));
    database = EmbeddedDatabase.start(data);
    access = database.prepare();
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    database.close();
    data.close();
  }

  /// Nodes of one ledger sign with one key.
  private static RunningService start(String name) throws IOException {
    Path own = Files.createDirectories(root.resolve(name));
    Path shared = root.resolve("signing.key");
    if (Files.exists(shared)) {
      Files.copy(shared, Files.createDirectories(own.resolve("keys")).resolve("signing.key"));
    }
    RunningService node = RunningService.start(own, Optional.of(access));
    if (!Files.exists(shared)) {
      Files.copy(own.resolve("keys/signing.key"), shared);
    }
    return node;
  }

  private static void post(RunningService node, String path, String body) {
    var answer = node.post(OPERATOR, path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static void prepare(RunningService node, String agent) {
    String paths = PATHS.replace("VERSION", Integer.toString(VERSION.incrementAndGet()));
    String source = Json.text(new JsonValue.Text(paths));
    post(node, "/v1/revocation-paths", "{\"source\": %s}".formatted(source));
    post(
        node,
        "/v1/agents",
        "{\"agentId\": \"%s\", \"level\": 5, \"owner\": \"boss\"}".formatted(agent));
    post(
        node,
        "/v1/contracts",
        """
        {"contractId": "c-%s", "agentId": "%s", "task": "Serve", "scope": ["desk/**"],
         "actions": ["read"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
        """
            .formatted(agent, agent));
  }

  private static void signal(RunningService node, String agent, String kind) {
    post(
        node,
        "/v1/signals",
        """
        {"contractId": "c-%s", "kind": "%s", "occurredAt": "2026-01-01T00:00:00Z"}
        """
            .formatted(agent, kind));
  }

  private static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(deadline);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static void untilAnswered(RunningService node) {
    until(() ->
        processor(node).processingStatus().values().stream()
            .anyMatch(status -> status.getCurrentPosition().orElse(0) >= node.position()));
  }

  private static PooledStreamingEventProcessor processor(RunningService node) {
    return node.service()
        .context()
        .getBean(Configuration.class)
        .eventProcessingConfiguration()
        .eventProcessor(PathFollower.PROCESSING_GROUP, PooledStreamingEventProcessor.class)
        .orElseThrow();
  }

  private static <E> List<E> recorded(RunningService node, Class<E> type, Predicate<E> which) {
    LedgerEngine engine = node.service().context().getBean(LedgerEngine.class);
    return engine.read(1, 10_000).stream()
        .map(RecordedEvent::event)
        .filter(type::isInstance)
        .map(type::cast)
        .filter(which)
        .toList();
  }

  private static List<String> taken(RunningService node, String agent) {
    return recorded(node, PathTaken.class, each -> each.agent().value().equals(agent)).stream()
        .map(each -> each.causedBy().path())
        .toList();
  }

  private static List<String> told(RunningService node, String agent) {
    return recorded(node, NotificationRequested.class, each -> each.agent().value().equals(agent))
        .stream()
        .map(NotificationRequested::webhook)
        .toList();
  }

  private static List<AgentSuspended> suspended(RunningService node, String agent) {
    return recorded(node, AgentSuspended.class, each -> each.agent().value().equals(agent));
  }

  /// Has a node's store fail for some commands, as if the connection broke right before them.
  private static final class Cut {

    private final AtomicInteger failures = new AtomicInteger();
    private volatile Predicate<Object> which = _ -> false;

    Cut(RunningService node) {
      node.service()
          .context()
          .getBean(Configuration.class)
          .commandBus()
          .registerHandlerInterceptor((work, chain) -> {
            if (which.test(work.getMessage().getPayload())) {
              failures.incrementAndGet();
              throw new StoreException("cut off by the test");
            }
            return chain.proceed();
          });
    }

    /// Returns when commands that are meant have failed.
    void before(Predicate<Object> commands) {
      which = commands;
      failures.set(0);
      until(() -> failures.get() > 0);
    }
  }

  @Test
  void doesEachThingOnceAcrossAStopInTheMiddle() throws IOException {
    try (RunningService node = start("stopped")) {
      prepare(node, "cut");
      var cut = new Cut(node);
      cut.which = command -> isTake(command, "second");
      signal(node, "cut", "cut");
      // The entry sets off two paths: one is on record, the other is not.
      until(() -> cut.failures.get() > 0);
      assertThat(taken(node, "cut")).containsExactly("first");

      // So it is read again, to no harm. Then the taken path is cut off between its two actions.
      cut.before(SuspendAgent.class::isInstance);
      assertThat(taken(node, "cut")).containsExactly("first", "second");
      assertThat(told(node, "cut")).containsExactly("hook");
      assertThat(suspended(node, "cut")).isEmpty();
    }
    try (RunningService again = start("again")) {
      until(() -> !suspended(again, "cut").isEmpty());
      untilAnswered(again);
      assertThat(taken(again, "cut")).containsExactly("first", "second");
      assertThat(told(again, "cut")).containsExactly("hook", "other");
      assertThat(suspended(again, "cut")).hasSize(1);
      assertThat(
              again
                  .service()
                  .context()
                  .getBean(JdbcTemplate.class)
                  .queryForObject(
                      "SELECT count(*) FROM processing.delivery WHERE agent_id = 'cut'",
                      Long.class))
          .isEqualTo(2);
    }
  }

  private static boolean isTake(Object command, String path) {
    return command instanceof TakePath take && take.causedBy().path().equals(path);
  }

  @Test
  void takesEachPathOnceWhicheverOfTwoNodesReadsTheLog() throws Exception {
    try (RunningService one = start("one");
        RunningService other = start("other")) {
      prepare(one, "raced");
      processor(one).shutDown();
      processor(other).shutDown();
      for (int i = 0; i < SIGNALS; i++) {
        signal(i % 2 == 0 ? one : other, "raced", "raced");
      }
      // Both read all of it at the same time, as when a node is taken for dead and is not.
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var first = threads.submit(() -> followAll(one));
        var second = threads.submit(() -> followAll(other));
        first.get();
        second.get();
      } catch (ExecutionException failure) {
        throw new AssertionError("a node did not get through the log", failure);
      }
      assertThat(taken(one, "raced")).hasSize(SIGNALS);

      // One of them alone goes on from the processor's own place, then the other.
      processor(other).start();
      signal(one, "raced", "raced");
      // A processor's place says what it has read, not what that has led to.
      until(() -> told(one, "raced").size() > SIGNALS);
      untilAnswered(other);
      processor(other).shutDown();
      processor(one).start();
      signal(other, "raced", "raced");
      until(() -> told(one, "raced").size() > SIGNALS + 1);
      untilAnswered(one);

      assertThat(taken(one, "raced")).hasSize(SIGNALS + 2);
      assertThat(told(one, "raced")).hasSize(SIGNALS + 2);
    }
  }

  private static void followAll(RunningService node) {
    LedgerEngine engine = node.service().context().getBean(LedgerEngine.class);
    PathFollower follower = node.service().context().getBean(PathFollower.class);
    long position = 1;
    List<RecordedEvent> part = engine.read(position, 8);
    while (!part.isEmpty()) {
      for (RecordedEvent recorded : part) {
        if (recorded.event() instanceof ContractEvent event) {
          follower.follow(event, message(recorded));
        }
      }
      position = part.getLast().position() + 1;
      part = engine.read(position, 8);
    }
  }

  private static GenericDomainEventMessage<Object> message(RecordedEvent recorded) {
    return new GenericDomainEventMessage<>(
        "contract",
        recorded.stream().toString(),
        recorded.sequence(),
        recorded.event(),
        Map.of(EventMetaData.POSITION, recorded.position()),
        recorded.id(),
        recorded.time());
  }
}
