package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.Principal;
import dev.phaseledger.command.http.RequestEnvelope;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// Requests to act, from the bytes of their body to the bytes of their answer: what the endpoint
/// decides, read and written as for the endpoint, without looking for who reads and writes it.
@Component
public final class DispatchExchange {

  private final DispatchCommandEndpoint endpoint;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  DispatchExchange(DispatchCommandEndpoint endpoint, JsonMapper json) {
    this.endpoint = endpoint;
    this.reader = json.readerFor(DispatchForm.class);
    this.writer = json.writerFor(DispatchAnswer.class);
  }

  /// A request that was read, and not decided on.
  public static final class Asked {
    private final DispatchForm form;

    private Asked(DispatchForm form) {
      this.form = form;
    }
  }

  /// What a request is answered with.
  public static final class Answered {
    private final int status;
    private final byte[] body;

    private Answered(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    /// The status of HTTP.
    public int status() {
      return status;
    }

    /// JSON; whoever is answered sends it and keeps nothing.
    public byte[] body() {
      return body;
    }
  }

  /// Reads a request; empty if it is none, or is written in a way that is the endpoint's to read.
  public Optional<Asked> read(byte[] body) {
    try (JsonParser in = reader.createParser(body)) {
      return Optional.of(new Asked(PlainForm.read(in)));
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Decides on a request, as the endpoint does, and fails as it does.
  public Answered decide(Principal caller, RequestEnvelope envelope, Asked asked) {
    ResponseEntity<DispatchAnswer> answer = endpoint.request(caller, envelope, null, asked.form);
    return new Answered(
        answer.getStatusCode().value(),
        writer.writeValueAsBytes(Objects.requireNonNull(answer.getBody())));
  }
}
