package dev.phaseledger.app.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Receivers that mean no good: each costs no more than the limits say.
final class WebhookClientTest {

  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WebhookClient client = new WebhookClient(new WebhookClient.Limits(ANSWER, ANSWER));
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
    client.close();
    server.close();
  }

  private Optional<String> send(Behaviour behaviour) {
    Thread.ofVirtual().start(() -> serve(behaviour));
    Webhook webhook =
        new Webhook(
            "hook", URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), "hook.secret");
    long start = System.nanoTime();
    Optional<String> problem =
        client.send(
            webhook,
            WebhookSecret.parse(WebhookSecret.create()),
            new WebhookClient.Message("ntf-1", "{}"),
            Instant.EPOCH);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    return problem;
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
    assertThat(send(_ -> Thread.sleep(PATIENCE.multipliedBy(2)))).isPresent();
  }

  @Test
  void waitsNoLongerThanItsLimitForAHeadThatTrickles() {
    assertThat(
            send(out -> {
              write(out, "HTTP/1.1 200 OK\r\n");
              for (int i = 0; i < 1_000; i++) {
                write(out, "x-" + i + ": y\r\n");
                Thread.sleep(50);
              }
            }))
        .isPresent();
  }

  @Test
  void doesNotWaitForABodyThatTrickles() {
    assertThat(
            send(out -> {
              write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
              for (int i = 0; i < 1_000; i++) {
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
