package dev.phaseledger.command.http;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.LedgerCommand.Idempotency;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// What a request carries beside its body.
///
/// @param trace the W3C `traceparent` header
public record RequestEnvelope(Optional<Idempotency> idempotency, Optional<String> trace) {

  static final String KEY_HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

  /// W3C Trace Context, section 3.2.
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /// The envelope of a request that was read as a whole.
  ///
  /// @throws InvalidFieldException if its idempotency key is none
  public static RequestEnvelope of(HttpServletRequest request, byte[] body) {
    return of(request, () -> BodyDigestFilter.digest(request, body));
  }

  /// @param digest of what the request asks for; asked for if it has a key
  static RequestEnvelope of(HttpServletRequest request, Supplier<Digest> digest) {
    return new RequestEnvelope(
        Optional.ofNullable(request.getHeader(KEY_HEADER))
            .map(key -> new Idempotency(checked(key), digest.get())),
        Optional.ofNullable(request.getHeader("traceparent"))
            .filter(trace -> TRACEPARENT.matcher(trace).matches()));
  }

  private static String checked(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new InvalidFieldException(KEY_HEADER, "must be 1 to 200 visible ASCII characters");
    }
    return key;
  }

  /// The context of the command that the request stands for.
  public Context context(Principal caller) {
    return new Context(caller, idempotency, trace);
  }
}
