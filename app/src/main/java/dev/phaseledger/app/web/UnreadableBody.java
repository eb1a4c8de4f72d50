package dev.phaseledger.app.web;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.InvalidJsonException;
import java.util.List;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Says which field of a body could not be read, and why, without repeating what it holds.
final class UnreadableBody {

  private static final String BODY = "body";

  private UnreadableBody() {}

  static FieldError explain(HttpMessageNotReadableException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      switch (cause) {
        case InvalidFieldException invalid -> {
          return new FieldError(path(failure, invalid.field()), invalid.reason());
        }
        case InvalidJsonException invalid -> {
          return new FieldError(path(failure, dotted(invalid.pointer())), invalid.reason());
        }
        default -> {}
      }
    }
    return switch (failure.getCause()) {
      case StreamReadException syntax -> new FieldError(BODY, position(syntax));
      case UnrecognizedPropertyException unknown ->
          new FieldError(path(unknown.getPath()), "is unknown");
      case JacksonException mismatch ->
          new FieldError(path(mismatch.getPath()), "does not have the type that is asked for");
      case null, default -> new FieldError(BODY, "is missing or cannot be read");
    };
  }

  private static String position(StreamReadException syntax) {
    TokenStreamLocation location = syntax.getLocation();
    return "is not JSON (line %d, column %d): %s"
        .formatted(
            location.getLineNr(), location.getColumnNr(), firstLine(syntax.getOriginalMessage()));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /// The path of what failed inside a value, below the path of the value.
  private static String path(HttpMessageNotReadableException failure, String inner) {
    String outer =
        failure.getCause() instanceof JacksonException jackson ? path(jackson.getPath()) : BODY;
    if (inner.isEmpty()) {
      return outer;
    }
    return outer.equals(BODY) ? inner : outer + "." + inner;
  }

  /// An RFC 6901 pointer as a dotted path.
  private static String dotted(String pointer) {
    return pointer.isEmpty()
        ? ""
        : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
  }

  private static String path(List<JacksonException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference reference : references) {
      if (reference.getPropertyName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
      }
    }
    return path.isEmpty() ? BODY : path.toString();
  }
}
