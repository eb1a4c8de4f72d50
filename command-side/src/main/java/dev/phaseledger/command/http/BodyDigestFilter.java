package dev.phaseledger.command.http;

import dev.phaseledger.api.Digest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.web.filter.OncePerRequestFilter;

/// Takes the digest of what a keyed request asks for, so that the same key with another request is
/// recognized. It expects the body to be limited before it.
public final class BodyDigestFilter extends OncePerRequestFilter {

  /// Request attribute that holds the [Digest] of method, path, query and body.
  static final String ATTRIBUTE = BodyDigestFilter.class.getName() + ".digest";

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader("Idempotency-Key") == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body = request.getInputStream().readAllBytes();
    var asked = new ByteArrayOutputStream(body.length + 128);
    asked.writeBytes(
        (request.getMethod() + ' ' + request.getRequestURI() + query(request) + '\n')
            .getBytes(StandardCharsets.UTF_8));
    asked.writeBytes(body);
    request.setAttribute(ATTRIBUTE, Digest.of(asked.toByteArray()));
    chain.doFilter(new Buffered(request, body), response);
  }

  /// Nothing where there is none, so that keys used before queries counted keep their digests.
  private static String query(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? "" : '?' + query;
  }

  private static final class Buffered extends HttpServletRequestWrapper {
    private final byte[] body;

    Buffered(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      return new Replay(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class Replay extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Replay(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("a buffered body is read at once");
    }
  }
}
