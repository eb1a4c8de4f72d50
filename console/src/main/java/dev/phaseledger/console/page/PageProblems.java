package dev.phaseledger.console.page;

import dev.phaseledger.api.DamagedRecordException;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/// Failures of the console's pages, as pages: what a reader asked wrongly is named, what is wrong
/// with the service is logged and named by an incident only.
@ControllerAdvice(basePackages = "dev.phaseledger.console")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PageProblems {

  private static final Logger LOG = LoggerFactory.getLogger(PageProblems.class);

  private final IdSource ids;

  PageProblems(IdSource ids) {
    this.ids = ids;
  }

  @ExceptionHandler
  ModelAndView missing(NotFoundException failure, Principal reader, HttpServletRequest request) {
    return page(
        HttpStatus.NOT_FOUND, "Not found", String.valueOf(failure.getMessage()), reader, request);
  }

  @ExceptionHandler
  ModelAndView forbidden(ForbiddenException failure, Principal reader, HttpServletRequest request) {
    return page(
        HttpStatus.FORBIDDEN, "Not for you", String.valueOf(failure.getMessage()), reader, request);
  }

  @ExceptionHandler
  ModelAndView invalid(
      InvalidFieldException failure, Principal reader, HttpServletRequest request) {
    return page(
        HttpStatus.BAD_REQUEST,
        "This cannot be shown",
        failure.field() + ": " + failure.reason(),
        reader,
        request);
  }

  @ExceptionHandler
  ModelAndView early(NotYetShownException failure, Principal reader, HttpServletRequest request) {
    return page(
        HttpStatus.SERVICE_UNAVAILABLE,
        "Not yet",
        String.valueOf(failure.getMessage()),
        reader,
        request);
  }

  @ExceptionHandler
  ModelAndView wrongType(
      MethodArgumentTypeMismatchException failure, Principal reader, HttpServletRequest request) {
    return page(
        HttpStatus.BAD_REQUEST,
        "This cannot be shown",
        failure.getName() + ": is not a valid value",
        reader,
        request);
  }

  @ExceptionHandler
  ModelAndView damaged(
      DamagedRecordException failure, Principal reader, HttpServletRequest request) {
    LOG.error("event=record.damaged", failure);
    return page(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "The record is damaged",
        "Nothing is shown from it: " + failure.getMessage(),
        reader,
        request);
  }

  @ExceptionHandler
  ModelAndView gone(StoreException failure, Principal reader, HttpServletRequest request) {
    LOG.error("event=store.unavailable", failure);
    return page(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The ledger's store is not available",
        "Nothing can be read now. Reload in a moment.",
        reader,
        request);
  }

  @ExceptionHandler
  ModelAndView unexpected(RuntimeException failure, Principal reader, HttpServletRequest request) {
    String incident = ids.next();
    LOG.error("event=page.failed incident={}", incident, failure);
    return page(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "The service failed on this page",
        "Its log tells more under incident " + incident + ".",
        reader,
        request);
  }

  static ModelAndView page(
      HttpStatus status,
      String heading,
      String sentence,
      Principal reader,
      HttpServletRequest request) {
    ModelAndView page = new ModelAndView("console/problem");
    page.setStatus(status);
    page.addObject("frame", Frame.of(reader, request));
    page.addObject("heading", heading);
    page.addObject("sentence", sentence);
    return page;
  }
}
