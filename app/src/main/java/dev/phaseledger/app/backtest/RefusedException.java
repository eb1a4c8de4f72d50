package dev.phaseledger.app.backtest;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// What is asked for does not fit how back-tests stand now.
final class RefusedException extends ErrorResponseException {

  RefusedException(HttpStatus status, String why) {
    super(status, ProblemDetail.forStatusAndDetail(status, why), null);
  }
}
