package dev.phaseledger.app.security;

import dev.phaseledger.api.Principal;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/// Who is being answered, as the security filters have found out.
public final class Callers {

  private Callers() {}

  /// The caller of the request that this thread answers; empty if nobody is logged in.
  public static Optional<Principal> current() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof LedgerCaller caller
        ? Optional.of(caller.principal())
        : Optional.empty();
  }
}
