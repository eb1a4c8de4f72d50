package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.Rebuild;
import dev.phaseledger.app.service.ServiceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From paths in a file to somebody who was told, by commands alone.
final class RevocationCommandsTest {

  private static final String PATHS =
      """
      apiVersion: governance/v1
      kind: RevocationPaths
      metadata: {name: desk, version: 1, owner: tests}
      spec:
        paths:
          - id: tell
            on: {signal: {kinds: [leak]}}
            do: [{notify: {webhook: hook}}]
      """;
  private static final int DELIVERY_LOOKS_MAX = 1_200;

  @TempDir private static Path home;

  private static LedgerService service;
  private static HttpServer receiver;
  private static final AtomicInteger STATUS = new AtomicInteger(204);

  private record Result(int exitCode, String out, String err) {}

  @BeforeAll
  static void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(STATUS.get(), -1);
          exchange.close();
        });
    receiver.start();
    Path data = home.resolve("data");
    service =
        LedgerService.start(
            new ServiceSettings(
                "127.0.0.1",
                0,
                data,
                Optional.empty(),
                new TenantId("default"),
                false,
                ServiceSettings.ORIGIN_DEFAULT));
    try (LedgerClient client =
        new LedgerClient(
            service.url(),
            Optional.of(Files.readString(DataDirectory.operatorToken(data)).strip()))) {
      client.post(
          "/v1/agents", json("{\"agentId\": \"w\", \"level\": 1, \"owner\": \"boss\"}"), "agent");
      client.post(
          "/v1/contracts",
          json(
              """
              {"contractId": "c-1", "agentId": "w", "task": "Serve", "scope": ["desk/**"],
               "actions": ["read"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
              """),
          "contract");
    }
  }

  @AfterAll
  static void stop() {
    service.close();
    receiver.stop(0);
  }

  private static Fields json(String text) {
    return (Fields) Json.parse(text.strip());
  }

  /// Runs a command that only needs the data directory, or none.
  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }

  private static Result local(String... arguments) {
    return run(with(arguments, "--data", home.resolve("data").toString()));
  }

  /// Asks the service once its views reflect what earlier commands have recorded.
  private static Result remote(String... arguments) {
    try {
      Rebuild.of(service).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return local(with(arguments, "--url", service.url().toString()));
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static Result expect(int exitCode, Result result) {
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    return result;
  }

  @Test
  void leadsFromAFileToSomebodyWhoWasTold() throws Exception {
    publishesPaths();
    addsAndTriesAWebhook();
    String signal = raisesASignal();
    showsWhatFollowed(signal);
  }

  private static void publishesPaths() throws IOException {
    String file = Files.writeString(home.resolve("paths.yaml"), PATHS).toString();
    String broken =
        Files.writeString(home.resolve("broken.yaml"), PATHS.replace("kinds", "kindz")).toString();

    assertThat(expect(ExitCode.OK, run("paths", "check", file)).out()).contains("are valid");
    assertThat(json(expect(ExitCode.OK, run("paths", "check", file, "--json")).out()).find("valid"))
        .contains(Bool.TRUE);
    assertThat(
            json(expect(ExitCode.NEGATIVE, run("paths", "check", broken, "--json")).out())
                .find("valid"))
        .contains(Bool.FALSE);
    expect(ExitCode.NEGATIVE, remote("paths", "show"));
    expect(ExitCode.NEGATIVE, remote("paths", "publish", broken));
    expect(ExitCode.OK, remote("paths", "publish", file));
    assertThat(expect(ExitCode.OK, remote("paths", "show")).out().strip()).isEqualTo(PATHS.strip());
    assertThat(
            Members.text(
                json(expect(ExitCode.OK, remote("paths", "show", "--json")).out()), "name"))
        .isEqualTo("desk");
    expect(ExitCode.UNREACHABLE, local("paths", "show", "--url", "http://127.0.0.1:1"));
  }

  private static void addsAndTriesAWebhook() {
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
    expect(ExitCode.NEGATIVE, local("webhook", "test", "hook"));
    expect(ExitCode.USAGE, local("webhook", "add", "hook", "http://example.org/"));
    String secret = expect(ExitCode.OK, local("webhook", "add", "hook", url)).out().strip();
    assertThat(secret).startsWith("whsec_");
    assertThat(expect(ExitCode.OK, local("webhook", "list")).out())
        .contains("hook  " + url)
        .doesNotContain(secret);

    expect(ExitCode.OK, local("webhook", "test", "hook"));
    STATUS.set(500);
    Fields refused =
        json(expect(ExitCode.NEGATIVE, local("webhook", "test", "hook", "--json")).out());
    assertThat(refused.find("taken")).contains(Bool.FALSE);
    assertThat(Members.text(refused, "problem")).contains("500");
    STATUS.set(204);
  }

  private static String raisesASignal() {
    expect(ExitCode.USAGE, remote("signals", "raise", "--kind", "leak"));
    expect(ExitCode.USAGE, remote("signal", "raise", "--contract", "c-1", "--kind", "path.failed"));
    Fields written =
        json(
            expect(
                    ExitCode.OK,
                    remote(
                        "signal",
                        "raise",
                        "--contract",
                        "c-1",
                        "--kind",
                        "leak",
                        "--severity",
                        "HIGH",
                        "--detail",
                        "seen outside",
                        "--occurred-at",
                        "2026-01-01T00:00:00Z",
                        "--json"))
                .out());
    assertThat(
            expect(ExitCode.OK, remote("signals", "raise", "--contract", "c-1", "--kind", "noise"))
                .out())
        .contains("is on record at position");
    return Members.text(written, "id");
  }

  private static void showsWhatFollowed(String signal) throws InterruptedException {
    for (int i = 0; i < DELIVERY_LOOKS_MAX && !delivered().contains("DELIVERED"); i++) {
      Thread.sleep(50);
    }
    assertThat(delivered()).contains("hook  DELIVERED  1 attempts");
    Fields deliveries = json(expect(ExitCode.OK, remote("webhook", "deliveries", "--json")).out());
    assertThat(Members.text(Members.objects(deliveries, "items").getFirst(), "signal"))
        .isEqualTo(signal);

    assertThat(expect(ExitCode.OK, remote("signals", "list", "--severity", "HIGH")).out())
        .contains(signal)
        .doesNotContain("noise");
    assertThat(
            Members.objects(
                json(expect(ExitCode.OK, remote("signals", "list", "--json")).out()), "items"))
        .hasSize(2);
    expect(ExitCode.USAGE, remote("signals", "list", "--severity", "BAD"));
    assertThat(expect(ExitCode.OK, remote("signals", "show", signal)).out())
        .contains("What followed:");
    assertThat(
            Members.objects(
                json(expect(ExitCode.OK, remote("signals", "show", signal, "--json")).out()),
                "followed"))
        .isNotEmpty();
    expect(ExitCode.NEGATIVE, remote("signals", "show", "sig-none"));
    assertThat(expect(ExitCode.OK, remote("signals", "detection")).out()).contains("leak  1  ");
    assertThat(
            Members.objects(
                json(expect(ExitCode.OK, remote("signals", "detection", "--json")).out()), "kinds"))
        .hasSize(2);
  }

  private static String delivered() {
    return expect(ExitCode.OK, remote("webhook", "deliveries")).out();
  }
}
