package dev.phaseledger.app.client;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import java.util.StringJoiner;

/// The service refused a request: its problem (RFC 9457) as a sentence.
public final class ServiceException extends RuntimeException {

  private final int status;

  private ServiceException(int status, String message) {
    super(message);
    this.status = status;
  }

  /// Reads a problem.
  static ServiceException of(int status, Fields problem) {
    String title = Members.find(problem, "title").orElse("the service answered " + status);
    StringJoiner sentence = new StringJoiner("; ");
    sentence.add(Members.find(problem, "detail").filter(text -> !text.isBlank()).orElse(title));
    if (problem.members().get("errors") instanceof Items errors) {
      for (JsonValue error : errors.values()) {
        if (error instanceof Fields fields) {
          sentence.add(
              Members.find(fields, "field").orElse("request")
                  + ": "
                  + Members.find(fields, "reason").orElse("refused"));
        }
      }
    }
    return new ServiceException(status, sentence.toString());
  }

  /// The HTTP status.
  public int status() {
    return status;
  }
}
