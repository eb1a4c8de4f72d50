package dev.phaseledger.app.web;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.DamagedRecordException;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.StaleVersionException;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.SubjectHeldException;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.command.http.RefusedStepException;
import dev.phaseledger.policy.InvalidMapException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// The one place where failures become problems (RFC 9457). What the caller did wrong is named by
/// field; what is wrong with the service is logged and named by an incident only.
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final String KEY_HEADER = "Idempotency-Key";
  private static final String PERSONAL = "personal";
  private static final String RETRY_SECONDS = "1";

  private final IdSource ids;

  ProblemAdvice(IdSource ids) {
    this.ids = ids;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalid(InvalidFieldException failure) {
    // Well-formed, but at odds with the rest of the request or with an earlier one.
    boolean atOdds =
        failure.field().equals(KEY_HEADER)
            || failure.field().equals(PERSONAL)
            || failure.field().startsWith(PERSONAL + ".");
    HttpStatus status = atOdds ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.BAD_REQUEST;
    return answer(
        Problems.of(status, "The request is not valid.", failure.field(), failure.reason()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalid(InvalidJsonException failure) {
    return answer(
        Problems.of(
            HttpStatus.BAD_REQUEST,
            "The request holds a value that the ledger does not accept.",
            failure.pointer().isEmpty() ? "body" : failure.pointer(),
            failure.reason()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalid(InvalidMapException failure) {
    List<FieldError> errors =
        failure.problems().stream()
            .map(problem ->
                new FieldError(
                    problem.field().isEmpty() ? "source" : problem.field(),
                    "line %d, column %d: %s"
                        .formatted(problem.line(), problem.column(), problem.advice())))
            .toList();
    return answer(
        Problems.of(HttpStatus.UNPROCESSABLE_CONTENT, "The document is not valid.", errors));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> missing(NotFoundException failure) {
    return answer(
        Problems.of(
            HttpStatus.NOT_FOUND,
            String.valueOf(failure.getMessage()),
            failure.field(),
            String.valueOf(failure.getMessage())));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> stale(StaleVersionException failure) {
    return answer(
        Problems.of(
            HttpStatus.PRECONDITION_FAILED,
            "It is no longer as it was seen; nothing was recorded.",
            failure.field(),
            failure.reason()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> forbidden(ForbiddenException failure) {
    return answer(Problems.of(HttpStatus.FORBIDDEN, String.valueOf(failure.getMessage())));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> held(SubjectHeldException failure) {
    return answer(Problems.of(HttpStatus.CONFLICT, String.valueOf(failure.getMessage())));
  }

  /// Recorded, like a veto: the problem says where.
  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(RefusedStepException failure) {
    ProblemDetail problem =
        Problems.of(HttpStatus.UNPROCESSABLE_CONTENT, failure.judgement().explanation());
    problem.setProperty("point", failure.judgement().point().text());
    problem.setProperty("position", failure.position());
    return answer(problem);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> conflict(ConflictException failure) {
    return answer(
        Problems.of(
            HttpStatus.CONFLICT,
            "What the decision was made on kept changing; nothing was recorded. Try again."));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> taken(ClaimTakenException failure) {
    return answer(
        Problems.of(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The request is not valid.",
            KEY_HEADER,
            "'" + failure.claim().key() + "' was used for another request"));
  }

  /// Said in full: whoever reads the ledger is to know what of it no longer holds.
  @ExceptionHandler
  ResponseEntity<ProblemDetail> damaged(DamagedRecordException failure) {
    LOG.error("event=record.damaged", failure);
    return answer(
        Problems.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "The record is damaged, so nothing is answered from it: " + failure.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> gone(StoreException failure) {
    LOG.error("event=store.unavailable", failure);
    ProblemDetail problem =
        Problems.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The ledger's store is not available. Whether the request was recorded may be unknown:"
                + " send it again under the same Idempotency-Key.");
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .body(problem);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> wrongType(MethodArgumentTypeMismatchException failure) {
    return answer(
        Problems.of(
            HttpStatus.BAD_REQUEST,
            "The request is not valid.",
            failure.getName(),
            "is not a valid value"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unexpected(Exception failure) throws Exception {
    if (failure instanceof AccessDeniedException || failure instanceof AuthenticationException) {
      throw failure;
    }
    Optional<BodyTooLargeException> tooLarge = BodyTooLargeException.find(failure);
    if (tooLarge.isPresent()) {
      return answer(BodyLimitFilter.problem(tooLarge.get().bytesMax()));
    }
    String incident = ids.next();
    LOG.error("event=request.failed incident={}", incident, failure);
    ProblemDetail problem =
        Problems.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "The service failed on this request; its log tells more under incident "
                + incident
                + ".");
    problem.setProperty("incident", incident);
    return answer(problem);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException failure,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem =
        BodyTooLargeException.find(failure)
            .map(tooLarge -> BodyLimitFilter.problem(tooLarge.bytesMax()))
            .orElseGet(() ->
                Problems.of(
                    HttpStatus.BAD_REQUEST,
                    "The request is not valid.",
                    List.of(UnreadableBody.explain(failure))));
    return handleExceptionInternal(
        failure, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (body instanceof ProblemDetail problem
        && (problem.getProperties() == null || !problem.getProperties().containsKey("errors"))) {
      problem.setProperty("errors", List.of());
    }
    return super.createResponseEntity(body, headers, status, request);
  }

  private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
