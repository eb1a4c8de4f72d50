package dev.phaseledger.app.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends signed messages, after the Standard Webhooks specification. Whoever answers is a stranger:
/// it is waited for no longer than the limits say, no redirect is followed, and of the answer
/// nothing is used but its status.
final class WebhookClient implements AutoCloseable {

  /// How long a stranger may take.
  ///
  /// @param answer from the first byte sent to the last byte of the answer
  /// @param answerBytesMax of an answer, in bytes; the rest is not read
  record Limits(Duration connect, Duration answer, int answerBytesMax) {
    static final Limits USUAL =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15), 16 * 1024);
  }

  private static final int STATUS_OK = 200;
  private static final int STATUS_AFTER_OK = 300;

  private final HttpClient http;
  private final Limits limits;

  WebhookClient(Limits limits) {
    this.limits = limits;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(limits.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /// One message.
  ///
  /// @param id the same for each attempt, so that its receiver knows a repetition
  record Message(String id, String body) {}

  /// Sends a message once.
  ///
  /// @return why it was not taken; empty if it was
  Optional<String> send(Webhook to, WebhookSecret secret, Message message, Instant now) {
    long timestamp = now.getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(to.url())
            .timeout(limits.answer())
            .header("content-type", "application/json")
            .header("webhook-id", message.id())
            .header("webhook-timestamp", Long.toString(timestamp))
            .header("webhook-signature", secret.signature(message.id(), timestamp, message.body()))
            .POST(BodyPublishers.ofString(message.body()))
            .build();
    Future<HttpResponse<InputStream>> answer =
        http.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      HttpResponse<InputStream> response =
          answer.get(limits.answer().toMillis(), TimeUnit.MILLISECONDS);
      // What it says does not matter, and a stream that is closed early ends the connection.
      response.body().close();
      int status = response.statusCode();
      return status >= STATUS_OK && status < STATUS_AFTER_OK
          ? Optional.empty()
          : Optional.of("it answered with status " + status);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Optional.of("it did not answer within " + limits.answer().toSeconds() + " s");
    } catch (ExecutionException e) {
      return Optional.of(reason(e.getCause() == null ? e : e.getCause()));
    } catch (IOException e) {
      return Optional.of(reason(e));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.of("the service stopped while it was sent");
    }
  }

  /// The kind of failure; its message may hold the address, which may hold a token.
  private static String reason(Throwable failure) {
    return "it was not reached: " + failure.getClass().getSimpleName();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
