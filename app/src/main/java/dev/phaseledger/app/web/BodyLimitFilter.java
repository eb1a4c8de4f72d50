package dev.phaseledger.app.web;

import dev.phaseledger.command.evidence.report.Reports;
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
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies that are too large, whether they say so up front or come in chunks.
final class BodyLimitFilter extends OncePerRequestFilter {

  /// Bytes of a request's body, at most, unless it is a report.
  static final int BODY_BYTES_MAX = 1 << 20;

  /// Where reports are sent. Written in any other way, the path gets the smaller limit.
  private static final String REPORTS = "/v1/evidence/reports";

  private final ProblemWriter problems;

  BodyLimitFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    int bytesMax =
        request.getRequestURI().equals(REPORTS) ? Reports.REPORT_BYTES_MAX : BODY_BYTES_MAX;
    if (request.getContentLengthLong() > bytesMax) {
      refuse(response, bytesMax);
      return;
    }
    try {
      chain.doFilter(new Limited(request, bytesMax), response);
    } catch (IOException | ServletException | RuntimeException failure) {
      // What reads the body before the endpoints do is not covered by their advice.
      if (BodyTooLargeException.find(failure).isEmpty() || response.isCommitted()) {
        throw failure;
      }
      refuse(response, bytesMax);
    }
  }

  private void refuse(HttpServletResponse response, int bytesMax) throws IOException {
    problems.write(response, problem(bytesMax));
  }

  /// What a body that is too large is answered with.
  static ProblemDetail problem(int bytesMax) {
    return Problems.of(
        HttpStatus.CONTENT_TOO_LARGE,
        "The request is too large.",
        "body",
        "must not be larger than " + bytesMax + " bytes");
  }

  private static final class Limited extends HttpServletRequestWrapper {

    private final int bytesMax;

    Limited(HttpServletRequest request, int bytesMax) {
      super(request);
      this.bytesMax = bytesMax;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new Counted(super.getInputStream(), bytesMax);
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }

  private static final class Counted extends ServletInputStream {

    private final ServletInputStream source;
    private final int bytesMax;
    private long bytes;

    Counted(ServletInputStream source, int bytesMax) {
      this.source = source;
      this.bytesMax = bytesMax;
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
      if (bytes > bytesMax) {
        throw new BodyTooLargeException(bytesMax);
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
