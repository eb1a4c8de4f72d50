package dev.phaseledger.command.http;

import dev.phaseledger.api.Digest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes the digest of what a keyed request asks for, so that the same key with another request is
/// recognized. It expects the body to be limited before it.
public final class BodyDigestFilter extends OncePerRequestFilter {

  /// Request attribute that holds the [Digest] of method, path, query and body.
  static final String ATTRIBUTE = BodyDigestFilter.class.getName() + ".digest";

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(RequestEnvelope.KEY_HEADER) == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body = request.getInputStream().readAllBytes();
    request.setAttribute(ATTRIBUTE, digest(request, body));
    chain.doFilter(new BufferedRequest(request, body), response);
  }

  /// The digest of what a request asks for.
  static Digest digest(HttpServletRequest request, byte[] body) {
    return Digest.of(
        (request.getMethod() + ' ' + request.getRequestURI() + query(request) + '\n')
            .getBytes(StandardCharsets.UTF_8),
        body);
  }

  /// Nothing where there is none, so that keys used before queries counted keep their digests.
  private static String query(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? "" : '?' + query;
  }
}
