package dev.phaseledger.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies that are too large, whether they say so up front or come in chunks.
final class BodyLimitFilter extends OncePerRequestFilter {

  /// Bytes of a request's body, at most.
  static final int BODY_BYTES_MAX = 1 << 20;

  private final ProblemWriter problems;

  BodyLimitFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > BODY_BYTES_MAX) {
      refuse(response);
      return;
    }
    try {
      chain.doFilter(new Limited(request), response);
    } catch (IOException | ServletException | RuntimeException failure) {
      // What reads the body before the endpoints do is not covered by their advice.
      if (BodyTooLargeException.find(failure).isEmpty() || response.isCommitted()) {
        throw failure;
      }
      refuse(response);
    }
  }

  private void refuse(HttpServletResponse response) throws IOException {
    problems.write(
        response,
        Problems.of(
            HttpStatus.CONTENT_TOO_LARGE,
            "The request is too large.",
            "body",
            "must not be larger than " + BODY_BYTES_MAX + " bytes"));
  }

  private static final class Limited extends HttpServletRequestWrapper {

    Limited(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new Counted(super.getInputStream());
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class Counted extends ServletInputStream {

    private final ServletInputStream source;
    private long bytes;

    Counted(ServletInputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      int next = source.read();
      if (next >= 0) {
        count(1);
      }
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = source.read(target, offset, length);
      if (read > 0) {
        count(read);
      }
      return read;
    }

    private void count(int read) throws BodyTooLargeException {
      bytes += read;
      if (bytes > BODY_BYTES_MAX) {
        throw new BodyTooLargeException();
      }
    }

    @Override
    public boolean isFinished() {
      return source.isFinished();
    }

    @Override
    public boolean isReady() {
      return source.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      source.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
