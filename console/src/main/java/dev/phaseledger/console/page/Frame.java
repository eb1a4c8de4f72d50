package dev.phaseledger.console.page;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Collectors;

/// What surrounds every page: who reads it, and what forms need to send.
///
/// @param roles the reader's roles, for people
/// @param csrf what a request that the session's cookie vouches for must repeat; empty without a
///   session, such as for a browser on the demonstration's own machine
/// @param operates whether the reader may do what operators do
/// @param approves whether the reader may answer what waits for humans
/// @param authors whether the reader may publish policies
/// @param path the page, with its query, to come back to after signing in
public record Frame(
    String who,
    String tenant,
    String roles,
    String csrf,
    boolean operates,
    boolean approves,
    boolean authors,
    String path) {

  /// Request attribute under which whoever opens sessions leaves the session's CSRF token.
  public static final String CSRF_ATTRIBUTE = "dev.phaseledger.console.csrf";

  /// Request parameter and header that repeat it.
  public static final String CSRF_PARAMETER = "_csrf";

  public static final String CSRF_HEADER = "X-CSRF-Token";

  static Frame of(Principal principal, HttpServletRequest request) {
    String csrf = request.getAttribute(CSRF_ATTRIBUTE) instanceof String token ? token : "";
    return new Frame(
        principal.id().value(),
        principal.tenant().value(),
        principal.roles().stream()
            .map(role -> Words.of(role.name()))
            .sorted()
            .collect(Collectors.joining(", ")),
        csrf,
        writes(principal, csrf, Role.OPERATOR),
        writes(principal, csrf, Role.APPROVER),
        writes(principal, csrf, Role.POLICY_AUTHOR),
        request.getQueryString() == null
            ? request.getRequestURI()
            : request.getRequestURI() + "?" + request.getQueryString());
  }

  /// Whether a session vouches for the reader; without one nothing can be written.
  public boolean signedIn() {
    return !csrf.isEmpty();
  }

  /// The API refuses the rest all the same: this only keeps forms from whom they do not serve.
  private static boolean writes(Principal principal, String csrf, Role role) {
    return !csrf.isEmpty() && principal.holds(role);
  }
}
