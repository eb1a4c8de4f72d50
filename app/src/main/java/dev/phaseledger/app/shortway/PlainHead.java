package dev.phaseledger.app.shortway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The head of a request to act as most agents send it.
///
/// @param token the bearer token it names
/// @param bytes length of its body
record PlainHead(String token, int bytes) {

  /// Where agents ask, written in no other way.
  static final String PATH = "/v1/dispatches";

  /// Bytes of a body that takes the short way. Entries are not larger, so plain requests neither.
  static final int BODY_BYTES_MAX = 1 << 16;

  private static final Set<String> TYPES =
      Set.of(
          "application/json", "application/json;charset=UTF-8", "application/json;charset=utf-8");
  private static final Set<String> ACCEPTED = Set.of("application/json", "*/*");
  private static final Pattern BEARER = Pattern.compile("Bearer [A-Za-z0-9._~+/-]{1,512}+=*+");
  private static final int TOKEN_AT = "Bearer ".length();

  /// The head of a request that is plain. Everything else is for the framework to judge: other
  /// spellings, preferences, encrypted connections with headers of their own, what is wrong.
  static Optional<PlainHead> of(HttpServletRequest request) {
    if (!request.getMethod().equals("POST")
        || !request.getRequestURI().equals(PATH)
        || request.getQueryString() != null
        || request.isSecure()
        || request.getHeader("Prefer") != null
        || !isJson(request)) {
      return Optional.empty();
    }
    String authorization = request.getHeader("Authorization");
    long bytes = request.getContentLengthLong();
    return authorization != null
            && bytes > 0
            && bytes <= BODY_BYTES_MAX
            && BEARER.matcher(authorization).matches()
        ? Optional.of(new PlainHead(authorization.substring(TOKEN_AT), (int) bytes))
        : Optional.empty();
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
