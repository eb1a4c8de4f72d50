package dev.phaseledger.app.shortway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.OptionalInt;
import java.util.Set;

/// The head of a request to act as most agents send it.
final class PlainHead {

  /// Where agents ask, written in no other way.
  static final String PATH = "/v1/dispatches";

  /// Bytes of a body that takes the short way. Entries are not larger, so plain requests neither.
  static final int BODY_BYTES_MAX = 1 << 16;

  private static final Set<String> TYPES =
      Set.of(
          "application/json", "application/json;charset=UTF-8", "application/json;charset=utf-8");
  private static final Set<String> ACCEPTED = Set.of("application/json", "*/*");

  private PlainHead() {}

  /// The length of a plain request's body. Everything else is for the framework to judge: other
  /// spellings, preferences, what is wrong.
  static OptionalInt bodyBytes(HttpServletRequest request) {
    if (!request.getMethod().equals("POST")
        || !request.getRequestURI().equals(PATH)
        || request.getQueryString() != null
        || request.getHeader("Prefer") != null
        || !isJson(request)) {
      return OptionalInt.empty();
    }
    long bytes = request.getContentLengthLong();
    return bytes > 0 && bytes <= BODY_BYTES_MAX ? OptionalInt.of((int) bytes) : OptionalInt.empty();
  }

  private static boolean isJson(HttpServletRequest request) {
    String type = request.getContentType();
    if (type == null || !TYPES.contains(type)) {
      return false;
    }
    Enumeration<String> accepted = request.getHeaders("Accept");
    return !accepted.hasMoreElements()
        || (ACCEPTED.contains(accepted.nextElement()) && !accepted.hasMoreElements());
  }
}
