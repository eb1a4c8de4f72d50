package dev.phaseledger.command.http;

import dev.phaseledger.api.Digest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Hands endpoints the envelope of their request.
public final class RequestEnvelopeResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == RequestEnvelope.class;
  }

  @Override
  public RequestEnvelope resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    if (!(request.getNativeRequest() instanceof HttpServletRequest http)) {
      throw new IllegalStateException("an endpoint is asked over HTTP only");
    }
    return RequestEnvelope.of(http, () -> digest(http));
  }

  private static Digest digest(HttpServletRequest request) {
    if (request.getAttribute(BodyDigestFilter.ATTRIBUTE) instanceof Digest known) {
      return known;
    }
    throw new IllegalStateException("the body digest filter did not see this request");
  }
}
