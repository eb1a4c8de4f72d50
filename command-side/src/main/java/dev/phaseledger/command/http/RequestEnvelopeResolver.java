package dev.phaseledger.command.http;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.command.LedgerCommand.Idempotency;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Hands endpoints the envelope of their request.
public final class RequestEnvelopeResolver implements HandlerMethodArgumentResolver {

  private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

  /// W3C Trace Context, section 3.2.
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

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
    return new RequestEnvelope(
        Optional.ofNullable(request.getHeader("Idempotency-Key"))
            .map(key -> new Idempotency(checked(key), digest(request))),
        Optional.ofNullable(request.getHeader("traceparent"))
            .filter(trace -> TRACEPARENT.matcher(trace).matches()));
  }

  private static String checked(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new InvalidFieldException(
          "Idempotency-Key", "must be 1 to 200 visible ASCII characters");
    }
    return key;
  }

  private static Digest digest(NativeWebRequest request) {
    Object digest =
        request.getAttribute(BodyDigestFilter.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    if (digest instanceof Digest known) {
      return known;
    }
    throw new IllegalStateException("the body digest filter did not see this request");
  }
}
