package dev.phaseledger.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.phaseledger.app.console.MapsStory.ADA;
import static dev.phaseledger.app.console.MapsStory.expect;
import static dev.phaseledger.app.console.MapsStory.map;
import static dev.phaseledger.app.console.MapsStory.press;
import static dev.phaseledger.app.console.MapsStory.source;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.STRANGER;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Maps, their versions, what differs between them, going back, and what back-tests have found.
@ExtendWith(ChromiumExtension.class)
final class MapPagesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Console console;

  /// The digest of a signed result.
  private static String result = "";

  @BeforeAll
  static void start(Browser browser) throws IOException {
    console = Console.start(browser);
    MapsStory.record(console.ledger());
    expect(201, console.ledger().post(OPERATOR, "/v1/invariant-maps", source(map(2, 25))));
    expect(
        201,
        console
            .ledger()
            .post(
                OPERATOR,
                "/v1/invariant-maps",
                source("# " + MapsStory.HOSTILE + "\n" + map(3, 5))));
    result = backtest(map(4, 5));
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

  private static String backtest(String map) {
    Fields job = expect(202, console.ledger().post(ADA, "/v1/backtests", source(map))).json();
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      Fields now = console.ledger().get(ADA, "/v1/backtests/" + Members.text(job, "id")).json();
      if (Members.text(now, "state").equals("DONE")) {
        return Members.text(now, "digest");
      }
      assertThat(Members.text(now, "state")).isIn("WAITING", "RUNNING");
      assertThat(Instant.now()).isBefore(end);
    }
  }

  @Test
  void saysOfEachMapHowItStands() {
    MapsStory.saveDraft(console.ledger(), ADA, "unfinished", "kind: InvariantMap");
    Page page = console.signIn(ADA);
    console.open(page, "/console/maps");
    Locator rows = page.locator("main tbody tr");
    assertThat(rows).hasCount(2);
    assertThat(rows.first()).containsText("in force");
    assertThat(rows.first()).containsText("version ");
    assertThat(rows.nth(1)).containsText("never published");
    assertThat(rows.nth(1)).containsText("draft unfinished");
    assertThat(rows.nth(1)).containsText("by ada");
    Console.requireAccessible(page);
    Pictures.take(page, "maps");
    page.getByLabel("Name").fill("limits");
    press(page, "Open the editor");
    assertThat(page.locator("h1")).containsText("limits");
    assertThat(page.locator("#check-state")).containsText("Version 1 is valid");
  }

  @Test
  void tellsAnotherTenantNothing() {
    Page page = console.signIn(STRANGER);
    console.open(page, "/console/maps");
    assertThat(page.locator("main")).containsText("No map is in force or being written");
    Console.requireAccessible(page);
    Pictures.take(page, "maps-empty");
    for (String path : new String[] {"/console/maps/amounts", "/console/backtests/" + result}) {
      console.open(page, path);
      assertThat(page.locator("main")).containsText("There is no");
    }
    console.open(page, "/console/map-editor?name=amounts");
    assertThat(page.locator(".CodeMirror-code")).not().containsText("SMALL");
  }

  @Test
  void comparesTwoVersionsByMoreThanColour() {
    Page page = console.signIn(SUPERVISOR);
    console.open(page, "/console/maps/amounts");
    page.getByLabel(Pattern.compile("Compare from version 1, .*")).first().check();
    page.getByLabel(Pattern.compile("Compare to version 2, .*")).first().check();
    press(page, "Compare");
    Locator diff = page.locator("#diff");
    Locator gone = diff.locator("tr.gone").first().locator("td");
    assertThat(gone.nth(0)).hasText("3");
    assertThat(gone.nth(2)).hasText("−");
    assertThat(gone.nth(3)).containsText("version: 1");
    Locator added = diff.locator("tr.new").first().locator("td");
    assertThat(added.nth(1)).hasText("3");
    assertThat(added.nth(2)).hasText("+");
    assertThat(added.nth(3)).containsText("version: 2");
    assertThat(diff.locator("tr.fold")).not().hasCount(0);
    Console.requireAccessible(page);
    Pictures.take(page, "map-diff");
    diff.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Show every line"))
        .click();
    assertThat(page.locator("#diff tr.fold")).hasCount(0);
    // A reader goes back to nothing.
    assertThat(page.locator("#rollback")).hasCount(0);
  }

  @Test
  void goesBackByANewPublicationWithItsReason() {
    Page page = console.signIn(ADA);
    console.open(page, "/console/maps/amounts");
    page.locator("#rollback select")
        .selectOption(
            page.locator("#rollback option")
                .filter(new Locator.FilterOptions().setHasText("version 2,"))
                .getAttribute("value"));
    press(page, "Put it in force again");
    assertThat(page.locator("#rollback textarea:invalid")).hasCount(1);
    String reason = "it held up every payment " + MapsStory.HOSTILE;
    page.getByLabel("Reason").fill(reason);
    press(page, "Put it in force again");

    page.waitForURL(Pattern.compile(".*/console/maps/amounts\\?atLeast=.*"));
    Locator newest = page.locator("table.versions tbody tr").first();
    assertThat(newest.locator("td").nth(2)).containsText("2 in force");
    assertThat(newest).containsText(reason);
    Console.requireAccessible(page);
    Pictures.take(page, "map");
  }

  @Test
  void offersADraftInsteadWhereNobodyGoesBackAlone() {
    MapsStory.secondPerson(console.ledger(), true);
    try {
      Page page = console.signIn(ADA);
      console.open(page, "/console/maps/amounts");
      assertThat(page.locator("#rollback")).containsText("Nobody goes back alone here");
      page.locator("#rollback a")
          .filter(new Locator.FilterOptions().setHasText("version 1,"))
          .click();
      assertThat(page.locator("#check-state")).containsText("Version 4 is valid");
      assertThat(page.locator("#save-state")).containsText("Not saved yet");
    } finally {
      MapsStory.secondPerson(console.ledger(), false);
    }
  }

  @Test
  void showsWhatABacktestHasFoundByInvariantAndAgentWithTrails() {
    Page page = console.signIn(ADA);
    console.open(page, "/console/backtests/" + result);
    Locator cause = page.locator(".cause");
    assertThat(cause).hasCount(1);
    assertThat(cause).containsText("amounts/SMALL");
    Locator flip = cause.locator("tbody tr");
    assertThat(flip).containsText("writer-1");
    assertThat(flip).containsText("authorized");
    assertThat(flip).containsText("vetoed");
    assertThat(flip).containsText("and 2 more");
    assertThat(page.locator("#result")).containsText("<img src=x onerror=alert(1)>");
    assertThat(page.locator("main img")).hasCount(0);
    Console.requireAccessible(page);
    Pictures.take(page, "backtest");
    flip.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("p-1")).click();
    assertThat(page.locator("h1")).containsText("p-1");
  }

  @Test
  void readsWithoutScriptsAndInTheDark() {
    Page plain = console.signInWithoutScripts(SUPERVISOR);
    console.open(plain, "/console/maps");
    plain
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("amounts").setExact(true))
        .click();
    plain.getByLabel(Pattern.compile("Compare from version 2, .*")).first().check();
    plain.getByLabel(Pattern.compile("Compare to version 3, .*")).first().check();
    press(plain, "Compare");
    assertThat(plain.locator("#diff tr.new").first()).containsText("</textarea><script>");

    Page dark =
        console.signIn(ADA, new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
    for (String path :
        new String[] {"/console/maps", "/console/maps/amounts", "/console/backtests/" + result}) {
      console.open(dark, path);
      Console.requireAccessible(dark);
    }
    // Whoever may not read back-tests through the API does not read them here.
    console.open(plain, "/console/backtests/" + result);
    assertThat(plain.locator("main")).containsText("POLICY_AUTHOR or AUDITOR");
  }
}
