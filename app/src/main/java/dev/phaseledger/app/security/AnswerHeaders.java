package dev.phaseledger.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.XXssProtectionHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter.XFrameOptionsMode;

/// What every answer tells browsers: keep nothing, guess no types, load nothing from elsewhere,
/// show it in no frame.
public final class AnswerHeaders {

  private static final String POLICY =
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'";

  private final List<HeaderWriter> writers =
      List.of(
          new XContentTypeOptionsHeaderWriter(),
          new XXssProtectionHeaderWriter(),
          new CacheControlHeadersWriter(),
          // Over an encrypted connection only.
          new HstsHeaderWriter(),
          new XFrameOptionsHeaderWriter(XFrameOptionsMode.DENY),
          new ContentSecurityPolicyHeaderWriter(POLICY));

  /// Made once and shared.
  AnswerHeaders() {}

  List<HeaderWriter> writers() {
    return writers;
  }

  /// Sets them, before anything of the body is sent.
  public void write(HttpServletRequest request, HttpServletResponse response) {
    for (HeaderWriter writer : writers) {
      writer.writeHeaders(request, response);
    }
  }
}
