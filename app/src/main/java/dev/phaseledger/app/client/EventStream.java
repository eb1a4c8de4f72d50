package dev.phaseledger.app.client;

import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Reads server-sent events, and goes on behind the last one when the connection breaks or the
/// service ends the stream.
public final class EventStream implements AutoCloseable {

  /// How often in a row a stream may break without an event, before it is given up.
  static final int ATTEMPTS_MAX = 10;

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /// Takes events.
  @FunctionalInterface
  public interface Reader {

    /// Takes one event.
    ///
    /// @param event its data
    /// @return whether more is wanted
    boolean read(String event);
  }

  private final URI base;
  private final Optional<String> token;
  private final HttpClient http;
  private Optional<String> lastId = Optional.empty();
  private int attempts;

  /// Reads from the service at `base`, as the holder of the token.
  public EventStream(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LedgerClient.CONNECT_TIMEOUT)
            .build();
  }

  /// Reads until no more is wanted.
  ///
  /// @throws ServiceException if the service refuses
  /// @throws UnreachableException if it does not answer, [#ATTEMPTS_MAX] times in a row
  public void follow(String path, Reader reader) throws InterruptedException {
    while (true) {
      try {
        if (!once(path, reader)) {
          return;
        }
        again(new IOException("the stream ended"));
      } catch (IOException broken) {
        again(broken);
      }
    }
  }

  private void again(IOException why) throws InterruptedException {
    attempts++;
    if (attempts >= ATTEMPTS_MAX) {
      throw new UnreachableException(
          "the service at " + base + " does not answer; start one with './ledger serve'", why);
    }
    Thread.sleep(PAUSE);
  }

  /// @return whether more is wanted
  private boolean once(String path, Reader reader) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/event-stream");
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    lastId.ifPresent(id -> request.header("Last-Event-ID", id));
    HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
        throw new IOException("the service has no room for another stream");
      }
      if (status != OK) {
        throw ServiceException.of(status, problem(body.readAllBytes()));
      }
      return read(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), reader);
    }
  }

  /// Events end with an empty line; of their fields only the id and the data matter.
  private boolean read(BufferedReader lines, Reader reader) throws IOException {
    StringBuilder data = new StringBuilder();
    Optional<String> id = Optional.empty();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id:")) {
        id = Optional.of(line.substring(3).strip());
      } else if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).stripLeading());
      } else if (line.isEmpty() && !data.isEmpty()) {
        lastId = id;
        attempts = 0;
        if (!reader.read(data.toString())) {
          return false;
        }
        data.setLength(0);
      }
    }
    return true;
  }

  private static Fields problem(byte[] body) {
    try {
      return Json.parse(body) instanceof Fields problem ? problem : Fields.EMPTY;
    } catch (InvalidJsonException _) {
      // Not one of the service's own answers; the status is all there is to say.
      return Fields.EMPTY;
    }
  }

  @Override
  public void close() {
    // Not close(): it would wait for an answer that has no end.
    http.shutdownNow();
  }
}
