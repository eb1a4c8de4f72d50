package dev.phaseledger.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.phaseledger.app.console.MapsStory.ADA;
import static dev.phaseledger.app.console.MapsStory.press;
import static dev.phaseledger.app.service.RunningService.STRANGER;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Having recorded decisions made again.
@ExtendWith(ChromiumExtension.class)
final class ReplayPageTest {

  private static Console console;

  @BeforeAll
  static void start(Browser browser) throws IOException {
    console = Console.start(browser);
    MapsStory.record(console.ledger());
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

  private static Locator result(Page page) {
    return page.locator("#replay-result");
  }

  @Test
  void replaysAllADispatchARunOrAStretchOfTime() {
    Page page = console.signIn(ADA);
    console.open(page, "/console/replay?dispatch=p-1");
    press(page, "Start the replay");
    assertThat(result(page)).containsText("All 1 decisions come out as they are recorded.");
    assertThat(result(page)).containsText("Replayed: dispatch p-1");

    page.getByLabel("Everything on record").check();
    press(page, "Start the replay");
    assertThat(result(page)).containsText("All 8 decisions come out as they are recorded.");
    assertThat(page.locator("#replay-state")).containsText("Done");
    assertThat(page.locator("#replays tbody tr").first()).containsText("everything on record");
    Console.requireAccessible(page);
    Pictures.take(page, "replay");

    page.getByLabel("Label run").fill(MapsStory.HOSTILE);
    press(page, "Start the replay");
    assertThat(result(page)).containsText("No decision is in what was chosen.");
    assertThat(result(page)).containsText(MapsStory.HOSTILE);
    assertThat(page.locator("main img, main script:not([src])")).hasCount(0);

    page.getByLabel("To (UTC)").fill("2020-01-01T10:00:01");
    press(page, "Start the replay");
    assertThat(result(page)).containsText("before 2020-01-01T10:00:01Z");
    assertThat(result(page)).containsText("No decision is in what was chosen.");
    page.getByLabel("To (UTC)").fill("2100-01-01T10:00:01");
    page.getByLabel("From (UTC)").fill("2020-01-01T10:00:01");
    press(page, "Start the replay");
    assertThat(result(page)).containsText("All 8 decisions");

    // Whoever reloads the page finds the same replay.
    page.reload();
    assertThat(result(page)).containsText("All 8 decisions");
  }

  @Test
  void saysAtTheFieldWhatIsMissing() {
    Page page = console.signIn(ADA);
    console.open(page, "/console/replay");
    page.getByLabel("One dispatch").check();
    press(page, "Start the replay");
    assertThat(page.locator("#replay").getByRole(AriaRole.ALERT)).isVisible();
    assertThat(page.locator(".field-problem")).containsText("must name a dispatch");
    page.getByLabel("Dispatch", new Page.GetByLabelOptions().setExact(true)).fill("../x");
    press(page, "Start the replay");
    assertThat(page.locator(".field-problem")).containsText("must start with");
    Console.requireAccessible(page);
  }

  @Test
  void canBeReadWithoutScriptsAndInTheDark() {
    Page page = console.signIn(ADA);
    console.open(page, "/console/replay");
    press(page, "Start the replay");
    assertThat(result(page)).containsText("All 8 decisions");

    Page plain = console.signInWithoutScripts(ADA);
    console.open(plain, "/console/replay");
    assertThat(plain.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")))
        .isDisabled();
    plain
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Result for everything"))
        .first()
        .click();
    assertThat(plain.locator("main"))
        .containsText("All 8 decisions come out as they are recorded.");
    String address = plain.url();

    Page dark =
        console.signIn(ADA, new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
    dark.navigate(address);
    Console.requireAccessible(dark);
    console.open(dark, "/console/replay");
    Console.requireAccessible(dark);

    Page stranger = console.signIn(STRANGER);
    stranger.navigate(address);
    assertThat(stranger.locator("main")).containsText("There is no result");
    Page supervisor = console.signIn(SUPERVISOR);
    supervisor.navigate(address);
    assertThat(supervisor.locator("main")).containsText("AUDITOR or POLICY_AUTHOR");
  }
}
