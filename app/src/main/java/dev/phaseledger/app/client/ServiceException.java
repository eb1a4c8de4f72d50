package dev.phaseledger.app.client;

import dev.phaseledger.api.value.JsonValue.Fields;
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
    String detail = Members.find(problem, "detail").filter(text -> !text.isBlank()).orElse(title);
    StringJoiner errors = new StringJoiner("; ");
    for (Fields error : Members.objects(problem, "errors")) {
      String field = Members.find(error, "field").filter(text -> !text.isEmpty()).orElse("request");
      errors.add(field + ": " + Members.find(error, "reason").orElse("refused"));
    }
    // The errors say all that the sentence before them says in general.
    String sentence = errors.length() == 0 ? detail : detail + " " + errors;
    return new ServiceException(status, sentence);
  }

  /// The HTTP status.
  public int status() {
    return status;
  }
}
