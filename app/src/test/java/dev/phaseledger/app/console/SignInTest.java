package dev.phaseledger.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions of browsers: opening, using and ending them.
@ExtendWith(ChromiumExtension.class)
final class SignInTest {

  private static final String ANSWER =
      "{\"contractId\": \"c\", \"dispatchId\": \"d\", \"granted\": true, \"reason\": \"r\"}";

  private static Console console;

  @BeforeAll
  static void start(Browser browser) throws IOException {
    console = Console.start(browser);
  }

  @AfterAll
  static void stop() throws IOException {
    console.close();
  }

  @AfterEach
  void leave() {
    console.leave();
    console.requireQuiet();
  }

  @Test
  void sendsWhoeverIsNotSignedInToTheFormAndBackAgain() {
    Page page = console.visit();
    page.navigate(console.url("/console/dispatches?verdict=VETOED&invariant=a%2Fb"));
    assertThat(page).hasTitle("Sign in · Phase Ledger");
    Console.requireAccessible(page);

    page.getByLabel("Access token").fill(console.ledger().token(OPERATOR));
    page.keyboard().press("Enter");

    page.waitForURL(console.url("/console/dispatches?verdict=VETOED&invariant=a%2Fb"));
    assertThat(page.getByRole(AriaRole.BANNER)).containsText("operator in default");
  }

  @Test
  void keepsTheSessionWhereNoScriptReadsItAndNoOtherSiteSendsIt() {
    Page page = console.signIn(OPERATOR);
    List<Cookie> cookies = page.context().cookies();
    assertThat(cookies).hasSize(1);
    assertThat(cookies.getFirst().httpOnly).isTrue();
    assertThat(cookies.getFirst().sameSite).isEqualTo(SameSiteAttribute.STRICT);
    assertThat(page.evaluate("document.cookie")).isEqualTo("");
    assertThat(cookies.getFirst().value)
        .isNotEqualTo(console.ledger().token(OPERATOR))
        .hasSizeGreaterThanOrEqualTo(43);
  }

  @Test
  void opensANewSessionAtEachSignInAndEndsTheOldOne() {
    Page page = console.signIn(OPERATOR);
    String first = page.context().cookies().getFirst().value;
    page.navigate(console.url("/console/sign-in"));
    page.getByLabel("Access token").fill(console.ledger().token(OPERATOR));
    page.keyboard().press("Enter");
    page.waitForURL(console.url("/"));

    assertThat(page.context().cookies().getFirst().value).isNotEqualTo(first);
    assertThat(withCookie(first, "/v1/agents").status()).isEqualTo(401);
  }

  @Test
  void endsTheSessionWhenSignedOut() {
    Page page = console.signInWithoutScripts(OPERATOR);
    String session = page.context().cookies().getFirst().value;
    assertThat(withCookie(session, "/v1/agents").status()).isEqualTo(200);

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")).click();

    assertThat(page).hasTitle("Sign in · Phase Ledger");
    assertThat(page.context().cookies()).isEmpty();
    assertThat(withCookie(session, "/v1/agents").status()).isEqualTo(401);
  }

  @Test
  void endsTheSessionAtOnceWhenItsTokenIsRevoked() throws IOException {
    var leaver =
        new Principal(
            new PrincipalId("leaver"),
            Principal.Kind.HUMAN,
            new TenantId("default"),
            Set.of(Role.AUDITOR),
            Optional.empty());
    Path principals = DataDirectory.principals(console.ledger().data());
    String before = Files.readString(principals);
    console.ledger().add(leaver);
    Page page = console.signIn("leaver");
    Files.writeString(principals, before);

    page.navigate(console.url("/console/agents"));

    assertThat(page).hasTitle("Sign in · Phase Ledger");
  }

  @Test
  void refusesWhatTheSessionDoesNotVouchFor() {
    Page page = console.signIn(SUPERVISOR);
    String session = page.context().cookies().getFirst().value;
    String csrf = page.locator("meta[name=csrf]").getAttribute("content");
    long position = console.ledger().position();

    assertThat(post(session, Map.of()).text()).contains("X-CSRF-Token");
    assertThat(post(session, Map.of("X-CSRF-Token", "guess")).status()).isEqualTo(403);
    assertThat(post(session, Map.of("X-CSRF-Token", csrf)).text())
        .as("it is the request that is wrong now")
        .contains("shown");
    assertThat(post("nonsense", Map.of("X-CSRF-Token", csrf)).status()).isEqualTo(401);
    assertThat(console.ledger().position()).isEqualTo(position);
  }

  @Test
  void refusesUnknownTokensAndAgents() {
    Page page = console.visit();
    page.navigate(console.url("/console/sign-in"));
    for (String token : List.of("pl_nobody", console.ledger().token(AGENT))) {
      page.getByLabel("Access token").fill(token);
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("token");
      assertThat(page.context().cookies()).isEmpty();
    }
    Console.requireAccessible(page);
  }

  @Test
  void refusesAFormOfAnotherSite() {
    for (var header :
        Map.of("Sec-Fetch-Site", "cross-site", "Origin", "http://elsewhere.example").entrySet()) {
      Answer answer =
          console
              .ledger()
              .send(
                  console
                      .ledger()
                      .request("nobody", "/console/sign-in")
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .header(header.getKey(), header.getValue())
                      .POST(BodyPublishers.ofString("token=" + console.ledger().token(OPERATOR))));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).contains("another site");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "http://elsewhere.example/",
        "javascript:alert(1)",
        "/\tx"
      })
  void goesOnToItsOwnPagesOnly(String to) {
    Page page = console.visit();
    page.navigate(
        console.url(
            "/console/sign-in?to="
                + java.net.URLEncoder.encode(to, java.nio.charset.StandardCharsets.UTF_8)));
    page.getByLabel("Access token").fill(console.ledger().token(OPERATOR));
    page.keyboard().press("Enter");
    page.waitForURL(console.url("/"));
  }

  @Test
  void saysWhatIsMissingAsAPage() {
    Page page = console.signIn(OPERATOR);
    console.open(page, "/console/nowhere/at/all");
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("There is no page");
    console.open(page, "/console/dispatches/d-missing");
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("There is no dispatch d-missing");
    console.open(page, "/console/dispatches?after=%00");
    assertThat(page.getByRole(AriaRole.MAIN)).containsText("This cannot be shown");
    Console.requireAccessible(page);
  }

  private static Answer withCookie(String session, String path) {
    return console
        .ledger()
        .send(
            console
                .ledger()
                .request("nobody", path)
                .header("Cookie", "phase-ledger-session=" + session)
                .GET());
  }

  private static Answer post(String session, Map<String, String> headers) {
    var request =
        console
            .ledger()
            .request("nobody", "/v1/approvals")
            .header("Cookie", "phase-ledger-session=" + session)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(ANSWER));
    headers.forEach(request::header);
    return console.ledger().send(request);
  }
}
