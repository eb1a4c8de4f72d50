package dev.phaseledger.app.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Receivers that mean no good: each costs no more than the limits say. None of them ends by itself
/// what it does, so that a client without limits would never return.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD)
final class WebhookClientTest {

  /// For receivers that never answer.
  private static final WebhookClient.Limits SHORT = limits(Duration.ofSeconds(1));

  /// For receivers that answer at once, on however busy a machine.
  private static final WebhookClient.Limits LONG = limits(Duration.ofMinutes(5));

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong answered = new AtomicLong();
  private ServerSocket server;

  /// What a receiver does with a connection once it has seen a request's head.
  @FunctionalInterface
  private interface Behaviour {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private static WebhookClient.Limits limits(Duration each) {
    return new WebhookClient.Limits(each, each);
  }

  private Optional<String> send(Behaviour behaviour) {
    return send(LONG, behaviour);
  }

  private Optional<String> send(WebhookClient.Limits limits, Behaviour behaviour) {
    Thread.ofVirtual().start(() -> serve(behaviour));
    Webhook webhook =
        new Webhook(
            "hook", URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), "hook.secret");
    try (var client = new WebhookClient(limits)) {
      return client.send(
          webhook,
          WebhookSecret.parse(WebhookSecret.create()),
          new WebhookClient.Message("ntf-1", "{}"),
          Instant.EPOCH);
    }
  }

  private void serve(Behaviour behaviour) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        connections.incrementAndGet();
        InputStream in = socket.getInputStream();
        // The request ends with its body, `{}`.
        int last = in.read();
        while (last != '}' && last != -1) {
          last = in.read();
        }
        behaviour.answer(socket.getOutputStream());
      } catch (IOException _) {
        // The client has had enough, or the test is over.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }

  @Test
  void takesWhateverIsNoErrorForAnAnswer() {
    assertThat(send(out -> write(out, "HTTP/1.1 204 No Content\r\n\r\n"))).isEmpty();
  }

  @Test
  void waitsNoLongerThanItsLimitForAServerThatIsSilent() {
    assertThat(send(SHORT, _ -> Thread.sleep(FOR_EVER))).isPresent();
  }

  @Test
  void waitsNoLongerThanItsLimitForAHeadThatTrickles() {
    assertThat(
            send(
                SHORT,
                out -> {
                  write(out, "HTTP/1.1 200 OK\r\n");
                  for (int i = 0; true; i++) {
                    // One and the same name, lest the head be refused for its size.
                    write(out, i == 0 ? "x: " : "y");
                    Thread.sleep(50);
                  }
                }))
        .isPresent();
  }

  @Test
  void doesNotWaitForABodyThatTrickles() {
    assertThat(
            send(out -> {
              write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
              while (true) {
                write(out, "x");
                Thread.sleep(50);
              }
            }))
        .isEmpty();
  }

  @Test
  void doesNotReadAHugeBody() {
    byte[] part = new byte[64 * 1024];
    assertThat(
            send(out -> {
              write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n");
              while (true) {
                out.write(part);
                answered.addAndGet(part.length);
              }
            }))
        .isEmpty();
    // What the system buffers on the way, and no more.
    assertThat(answered).hasValueLessThan(32L << 20);
  }

  @Test
  void doesNotReadAnEndlessHead() {
    String line = "x: " + "y".repeat(8_000) + "\r\n";
    assertThat(
            send(out -> {
              write(out, "HTTP/1.1 200 OK\r\n");
              while (true) {
                write(out, line);
                answered.addAndGet(line.length());
              }
            }))
        .isPresent();
    assertThat(answered).hasValueLessThan(32L << 20);
  }

  @Test
  void followsNoRedirect() {
    String elsewhere = "http://127.0.0.1:" + server.getLocalPort() + "/elsewhere";
    assertThat(
            send(out ->
                write(
                    out,
                    "HTTP/1.1 307 Temporary Redirect\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .formatted(elsewhere))))
        .contains("it answered with status 307");
    assertThat(connections).hasValue(1);
  }

  @Test
  void saysWhatHappenedWithoutTheAddress() {
    assertThat(send(_ -> {}))
        .hasValueSatisfying(problem -> assertThat(problem).doesNotContain("127.0.0.1"));
    assertThat(send(out -> write(out, "no protocol of this world\r\n\r\n")))
        .hasValueSatisfying(problem -> assertThat(problem).doesNotContain("127.0.0.1"));
  }
}
