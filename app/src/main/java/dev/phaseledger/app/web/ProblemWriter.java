package dev.phaseledger.app.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/// Writes problems where no endpoint is at work: in filters and for whoever is not let in.
public final class ProblemWriter {

  private final JsonMapper json;

  ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem));
  }

  /// Answers that nobody is logged in.
  public void unauthorized(HttpServletResponse response) throws IOException {
    response.setHeader("WWW-Authenticate", "Bearer realm=\"phase-ledger\"");
    write(
        response,
        Problems.of(
            org.springframework.http.HttpStatus.UNAUTHORIZED,
            "Send a token that the service knows: Authorization: Bearer <token>."));
  }

  /// Answers that nothing shows that the signed-in person wanted this.
  public void forged(HttpServletResponse response) throws IOException {
    write(
        response,
        Problems.of(
            org.springframework.http.HttpStatus.FORBIDDEN,
            "A request of a signed-in browser must repeat the session's token in X-CSRF-Token."
                + " Reload the page and try again."));
  }

  /// Answers that the caller may not do this.
  public void forbidden(HttpServletResponse response) throws IOException {
    write(
        response,
        Problems.of(
            org.springframework.http.HttpStatus.FORBIDDEN,
            "None of the caller's roles allows this request."));
  }
}
