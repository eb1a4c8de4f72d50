package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.cli.CommandLines;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.export.ExportVerdict;
import dev.phaseledger.proof.export.ExportVerifier;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kills the service, or its database server, under load: whatever was acknowledged is on record
/// exactly once, and what was not can be asked for again under its key.
final class CrashTest {

  /// Rounds of the build. Set the property `crash.rounds` for a long run.
  private static final int ROUNDS = 3;

  private static final int CALLERS = 8;

  /// Answers awaited before a kill, at most; how many is drawn anew for each round.
  private static final int ANSWERS_MAX = 200;

  private static final String AGENT =
      """
      {"agentId": "a", "description": "", "level": 3, "owner": "operator", "roles": []}
      """;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Logger LOG = LoggerFactory.getLogger(CrashTest.class);

  @TempDir private Path root;

  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, String> unanswered = new ConcurrentHashMap<>();
  private int askedAgain;
  private int recordedUnanswered;
  private final Random random = new Random(1);

  @Test
  void keepsEveryAcknowledgedDispatchExactlyOnceThroughKills() throws Exception {
    int rounds = Integer.getInteger("crash.rounds", ROUNDS);
    ServiceProcess service = ServiceProcess.start(root.resolve("data"));
    try {
      assertThat(post(service, "/v1/agents", AGENT, "agent").statusCode()).isEqualTo(201);
      String key = text(service, "/v1/ledger/key");
      for (int round = 0; round < rounds; round++) {
        load(service, round);
        service = ServiceProcess.start(root.resolve("data"));
        askAgain(service);
        verify(service, round, key);
      }
    } finally {
      service.close();
    }
    LOG.info(
        "event=crash.done rounds={} acknowledged={} asked-again={} recorded-unanswered={}",
        rounds,
        acknowledged.size(),
        askedAgain,
        recordedUnanswered);
  }

  /// Returns after the kill, once no caller waits any more.
  private void load(ServiceProcess service, int round) throws Exception {
    for (int caller = 0; caller < CALLERS; caller++) {
      String contract = contract(round, caller);
      assertThat(post(service, "/v1/contracts", contract, "c-" + round + "-" + caller).statusCode())
          .isEqualTo(201);
    }
    var answers = new Semaphore(0);
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      var done = new CompletableFuture<Void>();
      callers.add(done);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            call(service, round, caller, answers);
            // Whoever still awaits answers must not wait for a caller that is gone.
            answers.release(ANSWERS_MAX);
            done.complete(null);
          });
    }
    answers.acquire(1 + random.nextInt(ANSWERS_MAX));
    if (round % 2 == 0) {
      service.kill();
    } else {
      service.killDatabase();
    }
    callers.forEach(CompletableFuture::join);
  }

  /// Asks until the service is gone, or no longer answers as it should.
  private void call(ServiceProcess service, int round, int caller, Semaphore answers) {
    for (int number = 0; ; number++) {
      String id = "d-%d-%d-%d".formatted(round, caller, number);
      String body = dispatch(id, round, caller);
      unanswered.put(id, body);
      try {
        HttpResponse<String> answer = post(service, "/v1/dispatches", body, id);
        if (answer.statusCode() != 201) {
          return;
        }
        acknowledge(id, answer);
        answers.release();
      } catch (IOException _) {
        return;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void askAgain(ServiceProcess service) throws IOException, InterruptedException {
    for (var request : Map.copyOf(unanswered).entrySet()) {
      HttpResponse<String> answer =
          post(service, "/v1/dispatches", request.getValue(), request.getKey());
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
      askedAgain++;
      if (answer.statusCode() == 200) {
        recordedUnanswered++;
      }
      acknowledge(request.getKey(), answer);
    }
  }

  private void acknowledge(String id, HttpResponse<String> answer) {
    Fields json = (Fields) Json.parse(answer.body());
    assertThat(Members.text(json, "dispatchId")).isEqualTo(id);
    acknowledged.put(id, Members.number(json, "index"));
    unanswered.remove(id);
  }

  private void verify(ServiceProcess service, int round, String key)
      throws IOException, InterruptedException, ProofException {
    Path export = root.resolve("export-" + round);
    assertThat(
            CommandLines.run(
                "export",
                "--url",
                service.url().toString(),
                "--token",
                service.operatorToken(),
                "--out",
                export.toString()))
        .isZero();
    TrustedKeys keys = TrustedKeys.parse(key.getBytes(StandardCharsets.UTF_8));
    assertThat(new ExportVerifier(keys).verify(export, _ -> {}))
        .isInstanceOf(ExportVerdict.Verified.class);

    Map<String, Long> recorded = new HashMap<>();
    List<String> entries = Files.readAllLines(export.resolve("entries.ndjson"));
    for (int index = 0; index < entries.size(); index++) {
      Fields entry = (Fields) Json.parse(entries.get(index));
      if (Members.text(entry, "type").equals("dispatch.decided.v4")) {
        Fields request = Members.object(Members.object(entry, "data"), "request");
        Long before = recorded.put(Members.text(request, "dispatchId"), (long) index);
        assertThat(before).as("an earlier entry of entry %d's dispatch", index).isNull();
      }
    }
    assertThat(recorded).isEqualTo(acknowledged);
  }

  private static String contract(int round, int caller) {
    return """
    {"contractId": "c-%d-%d", "agentId": "a", "task": "Read", "scope": ["desk/**"], "actions": ["read"],
     "requiredLevel": 1, "openDispatchesMax": 1000, "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
    """
        .formatted(round, caller);
  }

  private static String dispatch(String id, int round, int caller) {
    return """
    {"dispatchId": "%s", "contractId": "c-%d-%d", "action": "read", "resources": ["desk/a"],
     "justification": "to know"}
    """
        .formatted(id, round, caller);
  }

  private static HttpResponse<String> post(
      ServiceProcess service, String path, String body, String key)
      throws IOException, InterruptedException {
    return HTTP.send(
        request(service, path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String text(ServiceProcess service, String path)
      throws IOException, InterruptedException {
    return HTTP.send(request(service, path).GET().build(), BodyHandlers.ofString()).body();
  }

  private static HttpRequest.Builder request(ServiceProcess service, String path)
      throws IOException {
    return HttpRequest.newBuilder(service.url().resolve(path))
        .header("Authorization", "Bearer " + service.operatorToken());
  }
}
