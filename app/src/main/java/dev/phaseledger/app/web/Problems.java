package dev.phaseledger.app.web;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/// Makes problems (RFC 9457). All of them have `errors`, which may be empty.
final class Problems {

  private Problems() {}

  static ProblemDetail of(HttpStatus status, String detail) {
    return of(status, detail, List.of());
  }

  static ProblemDetail of(HttpStatus status, String detail, String field, String reason) {
    return of(status, detail, List.of(new FieldError(field, reason)));
  }

  static ProblemDetail of(HttpStatus status, String detail, List<FieldError> errors) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("errors", errors);
    return problem;
  }
}
