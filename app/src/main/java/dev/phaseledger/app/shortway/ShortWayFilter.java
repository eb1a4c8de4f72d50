package dev.phaseledger.app.shortway;

import dev.phaseledger.api.Principal;
import dev.phaseledger.app.security.Callers;
import dev.phaseledger.command.dispatch.DispatchExchange;
import dev.phaseledger.command.dispatch.DispatchExchange.Answered;
import dev.phaseledger.command.dispatch.DispatchExchange.Asked;
import dev.phaseledger.command.http.BufferedRequest;
import dev.phaseledger.command.http.RequestEnvelope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/// Answers plain requests to act, right behind the security filters: who calls is known, and what
/// every answer tells browsers is set. Every request that it is not sure to read and answer as the
/// framework does, it hands on, untouched or with its body to be read again. It refuses nobody.
///
/// Mappings, argument resolvers and converters cost such a request more than the decision; agents
/// ask so before each action.
final class ShortWayFilter extends HttpFilter {

  private final DispatchExchange dispatches;
  private final HandlerExceptionResolver problems;

  ShortWayFilter(DispatchExchange dispatches, HandlerExceptionResolver problems) {
    this.dispatches = dispatches;
    this.problems = problems;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    OptionalInt bytes = PlainHead.bodyBytes(request);
    Optional<Principal> caller = Callers.current();
    if (bytes.isEmpty() || caller.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    byte[] body = request.getInputStream().readNBytes(bytes.getAsInt());
    Optional<Asked> asked =
        body.length == bytes.getAsInt() ? dispatches.read(body) : Optional.empty();
    if (asked.isEmpty()) {
      chain.doFilter(new BufferedRequest(request, body), response);
      return;
    }
    try {
      answer(
          response,
          dispatches.decide(caller.get(), RequestEnvelope.of(request, body), asked.get()));
    } catch (RuntimeException failure) {
      refuse(request, response, failure);
    }
  }

  private static void answer(HttpServletResponse response, Answered answer) throws IOException {
    response.setStatus(answer.status());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }

  /// Through the advice that all endpoints share.
  private void refuse(
      HttpServletRequest request, HttpServletResponse response, RuntimeException failure)
      throws IOException {
    var whole = new ContentCachingResponseWrapper(response);
    if (problems.resolveException(request, whole, null, failure) == null) {
      throw failure;
    }
    whole.copyBodyToResponse();
  }
}
