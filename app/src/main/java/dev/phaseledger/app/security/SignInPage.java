package dev.phaseledger.app.security;

import dev.phaseledger.api.Principal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/// Where browsers sign in with a token, and out.
@Controller
final class SignInPage {

  static final String SIGN_IN = "/console/sign-in";
  static final String SIGN_OUT = "/console/sign-out";

  /// Where to go on: pages of this service only. What browsers read as another host, `//` and `/\`,
  /// is not among them.
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");

  /// Characters of an address to go on to, at most.
  private static final int TO_CHARACTERS_MAX = 2_000;

  private final PrincipalDirectory principals;
  private final BrowserSessions sessions;

  SignInPage(PrincipalDirectory principals, BrowserSessions sessions) {
    this.principals = principals;
    this.sessions = sessions;
  }

  static boolean isSignIn(HttpServletRequest request) {
    return request.getRequestURI().equals(SIGN_IN);
  }

  @GetMapping(SIGN_IN)
  ModelAndView ask(@RequestParam(defaultValue = "/") String to) {
    return form(HttpStatus.OK, to, "");
  }

  @PostMapping(SIGN_IN)
  ModelAndView open(
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam(defaultValue = "") String token,
      @RequestParam(defaultValue = "/") String to) {
    if (!isFromHere(request)) {
      return form(HttpStatus.FORBIDDEN, to, "The form came from another site. Sign in here.");
    }
    String given = token.strip();
    Optional<Principal> principal = principals.find(given);
    if (principal.isEmpty()) {
      return form(HttpStatus.FORBIDDEN, to, "The service does not know this token.");
    }
    if (!mayRead(principal.get())) {
      return form(
          HttpStatus.FORBIDDEN,
          to,
          "This token's roles do not read the console: it needs AUDITOR, OPERATOR, APPROVER,"
              + " POLICY_AUTHOR or PRIVACY_OFFICER.");
    }
    SessionCookie.of(request).ifPresent(sessions::close);
    Optional<String> session = sessions.open(given);
    if (session.isEmpty()) {
      return form(HttpStatus.FORBIDDEN, to, "The service does not know this token.");
    }
    SessionCookie.set(request, response, session.get());
    return seeOther(local(to));
  }

  @PostMapping(SIGN_OUT)
  ModelAndView close(HttpServletRequest request, HttpServletResponse response) {
    SessionCookie.of(request).ifPresent(sessions::close);
    SessionCookie.clear(request, response);
    return seeOther(SIGN_IN);
  }

  private static boolean mayRead(Principal principal) {
    return principal.roles().stream()
        .anyMatch(role ->
            switch (role) {
              case AUDITOR, OPERATOR, APPROVER, POLICY_AUTHOR, PRIVACY_OFFICER -> true;
              case AGENT -> false;
            });
  }

  /// Another site must not sign a browser in: its owner would then write under a name that is not
  /// theirs. Browsers say where a form comes from; what is no browser sends neither header.
  private static boolean isFromHere(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    String host = request.getHeader(HttpHeaders.HOST);
    return origin == null || (host != null && origin.endsWith("://" + host));
  }

  static String local(String to) {
    return to.length() <= TO_CHARACTERS_MAX && LOCAL.matcher(to).matches() ? to : "/";
  }

  private static ModelAndView form(HttpStatus status, String to, String problem) {
    ModelAndView page = new ModelAndView("console/sign-in");
    page.setStatus(status);
    page.addObject("to", local(to));
    page.addObject("problem", problem);
    return page;
  }

  private static ModelAndView seeOther(String to) {
    RedirectView view = new RedirectView(to);
    view.setStatusCode(HttpStatus.SEE_OTHER);
    view.setExpandUriTemplateVariables(false);
    view.setExposeModelAttributes(false);
    return new ModelAndView(view);
  }
}
