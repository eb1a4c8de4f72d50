package dev.phaseledger.app.security;

import dev.phaseledger.app.security.BrowserSessions.Open;
import dev.phaseledger.app.web.ProblemWriter;
import dev.phaseledger.console.page.Frame;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets in browsers that are signed in. A request with its own `Authorization` is none of this
/// filter's business, and one that changes something must repeat the session's CSRF token: a
/// browser sends the cookie by itself, but no other site knows the token.
final class SessionFilter extends OncePerRequestFilter {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final BrowserSessions sessions;
  private final ProblemWriter problems;
  private final RequestAttributeSecurityContextRepository contexts =
      new RequestAttributeSecurityContextRepository();

  SessionFilter(BrowserSessions sessions, ProblemWriter problems) {
    this.sessions = sessions;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Open> session =
        request.getHeader(HttpHeaders.AUTHORIZATION) == null
                && SecurityContextHolder.getContext().getAuthentication() == null
            ? SessionCookie.of(request).flatMap(sessions::find)
            : Optional.empty();
    // Signing in replaces whatever session there is, and must work without its token.
    if (session.isEmpty() || SignInPage.isSignIn(request)) {
      chain.doFilter(request, response);
      return;
    }
    if (!SAFE.contains(request.getMethod()) && !session.get().vouchesFor(repeated(request))) {
      problems.forged(response);
      return;
    }
    request.setAttribute(Frame.CSRF_ATTRIBUTE, session.get().csrf());
    LedgerCaller caller = new LedgerCaller(session.get().principal());
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        new PreAuthenticatedAuthenticationToken(caller, "", caller.authorities()));
    SecurityContextHolder.setContext(context);
    // Answers that go on after this thread has left, such as streams, find the caller again.
    contexts.saveContext(context, request, response);
    chain.doFilter(request, response);
  }

  /// From the header, or from a form that works without scripts. No other body is read here.
  private static String repeated(HttpServletRequest request) {
    String header = request.getHeader(Frame.CSRF_HEADER);
    if (header != null) {
      return header;
    }
    String type = request.getContentType();
    String parameter =
        type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)
            ? request.getParameter(Frame.CSRF_PARAMETER)
            : null;
    return parameter == null ? "" : parameter;
  }
}
