package dev.phaseledger.app.client;

import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Talks to a service over HTTP/1.1 with connections kept open. Usable by many threads.
///
/// Creating requests carry an idempotency key, so sending one again is safe; that is done a few
/// times when the service is busy or the connection breaks.
public final class LedgerClient implements AutoCloseable {

  /// How long to wait for a connection.
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// How long to wait for an answer.
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  /// How often one request is sent, at most.
  static final int ATTEMPTS_MAX = 4;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int NOT_FOUND = 404;

  private final URI base;
  private final Optional<String> token;
  private final Duration answerTimeout;
  private final HttpClient http;

  /// Talks to the service at `base`, as the holder of the token.
  public LedgerClient(URI base, Optional<String> token) {
    this(base, token, ANSWER_TIMEOUT);
  }

  /// Talks to the service, and waits no longer than that for each answer.
  public LedgerClient(URI base, Optional<String> token, Duration answerTimeout) {
    this.base = base;
    this.token = token;
    this.answerTimeout = answerTimeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  /// Escapes one part of a path or a query parameter.
  public static String escape(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Reads an object.
  public Fields get(String path) {
    return sent(request(path).GET());
  }

  /// Reads an object that may not exist.
  public Optional<Fields> find(String path) {
    HttpResponse<byte[]> response = send(request(path).GET());
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(object(checked(response)));
  }

  /// Reads bytes as they are.
  public byte[] bytes(String path) {
    return checked(send(request(path).GET())).body();
  }

  /// Reads bytes that may not exist.
  public Optional<byte[]> findBytes(String path) {
    HttpResponse<byte[]> response = send(request(path).GET());
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(checked(response).body());
  }

  /// Reads into a file what may not fit into memory. The file is replaced; where this fails, what
  /// was written of it stays.
  public void download(String path, Path file) throws IOException {
    HttpResponse<InputStream> response = send(request(path).GET(), LedgerClient::stream);
    try (InputStream body = response.body()) {
      if (response.statusCode() / 100 != 2) {
        throw ServiceException.of(response.statusCode(), problem(body.readAllBytes()));
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        transfer(body, out);
      }
    }
  }

  /// Problems are read at once, so that no connection waits for somebody to read them.
  private static BodySubscriber<InputStream> stream(ResponseInfo head) {
    return head.statusCode() / 100 == 2
        ? BodySubscribers.ofInputStream()
        : BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
  }

  /// The service cutting off is another matter than the disk being full.
  private void transfer(InputStream body, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (true) {
      int read;
      try {
        read = body.read(buffer);
      } catch (IOException failure) {
        throw new UnreachableException(
            "the service at " + base + " broke off before everything was there", failure);
      }
      if (read < 0) {
        return;
      }
      out.write(buffer, 0, read);
    }
  }

  /// Reads text.
  public String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  /// Sends an object.
  ///
  /// @param key the idempotency key; the same for every repetition of this request
  public Fields post(String path, Fields body, String key) {
    return sent(
        written(path, "application/json", key).POST(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  /// Replaces an object, if it still is as the caller has seen it.
  ///
  /// @param key the idempotency key; the same for every repetition of this request
  /// @param tag the entity tag of what was seen, with its quotes
  public Fields put(String path, Fields body, String key, String tag) {
    return sent(
        written(path, "application/json", key)
            .header("If-Match", tag)
            .PUT(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  /// Puts an object where none is.
  ///
  /// @param key the idempotency key; the same for every repetition of this request
  public Fields putNew(String path, Fields body, String key) {
    return sent(
        written(path, "application/json", key)
            .header("If-None-Match", "*")
            .PUT(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  /// Sends an object about something that still is as the caller has seen it.
  ///
  /// @param key the idempotency key; the same for every repetition of this request
  /// @param tag the entity tag of what was seen, with its quotes
  public Fields post(String path, Fields body, String key, String tag) {
    return sent(
        written(path, "application/json", key)
            .header("If-Match", tag)
            .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  /// Puts an object, in place of what may be there.
  public Fields put(String path, Fields body) {
    return sent(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  /// Has something end.
  public Fields delete(String path) {
    return sent(request(path).DELETE());
  }

  /// Sends bytes as they are.
  ///
  /// @param key the idempotency key; the same for every repetition of this request
  public Fields post(String path, byte[] body, String key) {
    return sent(
        written(path, "application/octet-stream", key).POST(BodyPublishers.ofByteArray(body)));
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest.Builder written(String path, String type, String key) {
    return request(path).header("Content-Type", type).header("Idempotency-Key", key);
  }

  private Fields sent(HttpRequest.Builder request) {
    return object(checked(send(request)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(answerTimeout)
            .header("Accept", "application/json, application/problem+json, text/plain, */*");
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return request;
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder builder) {
    return send(builder, BodyHandlers.ofByteArray());
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder builder, BodyHandler<T> body) {
    HttpRequest request = builder.build();
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<T> response = http.send(request, body);
        if (!isWorthRepeating(response.statusCode()) || attempt == ATTEMPTS_MAX) {
          return response;
        }
      } catch (IOException failure) {
        if (attempt == ATTEMPTS_MAX) {
          throw unreachable(failure);
        }
      } catch (InterruptedException failure) {
        Thread.currentThread().interrupt();
        throw unreachable(failure);
      }
      pause(attempt);
    }
  }

  private static boolean isWorthRepeating(int status) {
    return status == UNAVAILABLE || status == TOO_MANY_REQUESTS || status == CONFLICT;
  }

  private void pause(int attempt) {
    try {
      Thread.sleep(PAUSE.multipliedBy(attempt));
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw unreachable(failure);
    }
  }

  private UnreachableException unreachable(Exception cause) {
    return new UnreachableException(
        "the service at " + base + " does not answer; start one with './ledger serve'", cause);
  }

  private static HttpResponse<byte[]> checked(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return response;
    }
    throw ServiceException.of(status, problem(response.body()));
  }

  private static Fields problem(byte[] body) {
    try {
      return Json.parse(body) instanceof Fields problem ? problem : Fields.EMPTY;
    } catch (InvalidJsonException _) {
      // Not one of the service's own answers; the status is all there is to say.
      return Fields.EMPTY;
    }
  }

  private Fields object(HttpResponse<byte[]> response) {
    JsonValue value = Json.parse(response.body());
    if (value instanceof Fields fields) {
      return fields;
    }
    throw new UnreachableException(
        "what answers at " + base + " is not a ledger: its answer is no JSON object",
        new IOException("unexpected answer"));
  }
}
