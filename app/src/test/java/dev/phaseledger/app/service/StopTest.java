package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.app.webhook.WebhooksFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stop in the middle of everything that the service does by itself.
final class StopTest {

  private static final int SIGNALS = 25;

  private static final String PATHS =
      """
      apiVersion: governance/v1
      kind: RevocationPaths
      metadata: {name: stops, version: 1, owner: tests}
      spec:
        paths:
          - id: told
            on: {signal: {kinds: [odd]}}
            do: [{notify: {webhook: silent}}, {demote: {levels: 1}}]
      """;

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final HttpServer silent;

  StopTest() throws IOException {
    silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void listen() {
    silent.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    silent.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    silent.start();
    // Where the service logs to.
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void forget() {
    System.setErr(before);
    over.countDown();
    silent.stop(0);
  }

  /// Entries are being held against the paths, duties are at work, and a receiver does not answer.
  @Test
  void saysNothingOfWhatIsTakenUpAgainAtTheNextStart() throws Exception {
    RunningService ledger = RunningService.start();
    new WebhooksFile(ledger.data())
        .add("silent", "http://127.0.0.1:" + silent.getAddress().getPort() + "/");
    String source = Json.text(new JsonValue.Text(PATHS));
    post(ledger, "/v1/revocation-paths", "{\"source\": %s}".formatted(source));
    post(ledger, "/v1/agents", "{\"agentId\": \"w\", \"level\": 99, \"owner\": \"boss\"}");
    post(
        ledger,
        "/v1/contracts",
        """
        {"contractId": "c-1", "agentId": "w", "task": "Serve", "scope": ["desk/**"],
         "actions": ["read"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
        """);
    String signal =
        "{\"contractId\": \"c-1\", \"kind\": \"odd\", \"occurredAt\": \"2026-01-01T00:00:00Z\"}";
    post(ledger, "/v1/signals", signal);
    assertThat(asked.await(90, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < SIGNALS; i++) {
      post(ledger, "/v1/signals", signal);
    }

    ledger.close();

    assertThat(logged.toString(StandardCharsets.UTF_8))
        .doesNotContain(" WARN ", " ERROR ", "\tat ");
  }

  private static void post(RunningService ledger, String path, String body) {
    Answer answer = ledger.post(OPERATOR, path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }
}
