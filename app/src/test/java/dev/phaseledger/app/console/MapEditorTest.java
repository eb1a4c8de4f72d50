package dev.phaseledger.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.phaseledger.app.console.MapsStory.ADA;
import static dev.phaseledger.app.console.MapsStory.BOB;
import static dev.phaseledger.app.console.MapsStory.map;
import static dev.phaseledger.app.console.MapsStory.press;
import static dev.phaseledger.app.console.MapsStory.write;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Writing a map: checking, testing, trying it on history, and publishing it with a second person.
@ExtendWith(ChromiumExtension.class)
final class MapEditorTest {

  private static final String EDITOR = "/console/map-editor?name=";

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

  @Test
  void twoPeopleWriteCheckTestTryAndPublishAMap() {
    MapsStory.secondPerson(console.ledger(), true);
    try {
      writeTestAndSave();
      tryAndPublish();
    } finally {
      MapsStory.secondPerson(console.ledger(), false);
    }
  }

  private static void writeTestAndSave() {
    Page ada = console.signIn(ADA);
    console.open(ada, "/console/maps");
    ada.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("amounts").setExact(true))
        .click();
    ada.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Write the next version"))
        .click();
    // It opens on what is in force, under the next number.
    assertThat(ada.locator("#check-state")).containsText("Version 2 is valid");
    write(ada, map(2, 5));
    press(ada, "Run the map's tests");
    assertThat(ada.locator("#tests")).containsText("2 of 2 tests passed.");
    assertThat(ada.locator("#tests")).containsText("Covered: invariants 100 %, branches 100 %.");
    press(ada, "Save the draft");
    assertThat(ada.locator("#save-state")).containsText("Saved at position");
    assertThat(ada.locator("#standing")).containsText("A second person is missing");
    assertThat(ada.locator("#publish")).hasCount(0);
    Console.requireAccessible(ada);
    Pictures.take(ada, "map-editor");
  }

  private static void tryAndPublish() {
    Page bob = console.signIn(BOB);
    console.open(bob, EDITOR + "amounts");
    assertThat(bob.locator("#standing")).containsText("You are the second person");
    press(bob, "Start the back-test");
    assertThat(bob.locator("#backtest-state")).containsText("8 decisions judged, 7 changed");
    assertThat(bob.locator("#backtest-result"))
        .containsText("Dispatch p-1 was AUTHORIZED and would be VETOED, by amounts/SMALL");
    assertThat(bob.getByLabel("Back-test to name")).isVisible();
    Console.requireAccessible(bob);
    Pictures.take(bob, "map-editor-backtest");
    press(bob, "Publish the saved draft");

    bob.waitForURL(Pattern.compile(".*/console/maps/amounts\\?atLeast=.*"));
    assertThat(bob.getByRole(AriaRole.STATUS)).containsText("It is in force.");
    Locator newest = bob.locator("table.versions tbody tr").first();
    assertThat(newest).containsText("in force");
    assertThat(newest.locator("td").nth(4)).hasText(ADA);
    assertThat(newest.locator("td").nth(5)).hasText(BOB);
    newest.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Back-test of")).click();
    assertThat(bob.locator("h1")).containsText("amounts, version 2");
  }

  @Test
  void marksTheLineAndColumnOfWhatIsWrong() {
    Page page = console.signIn(ADA);
    console.open(page, EDITOR + "marked");
    write(page, map("marked", 2, 5).replace("params.most\n", "params.mst\n"));

    Locator problem = page.locator("#problems li.error");
    assertThat(problem).hasCount(1);
    assertThat(problem).containsText("line 12, column");
    assertThat(problem).containsText("spec.invariants[0].expression");
    assertThat(problem).containsText("most");
    assertThat(page.locator("#check-state")).containsText("1 problem");
    assertThat(page.locator(".CodeMirror-lint-marker-error")).hasCount(1);
    assertThat(
            String.valueOf(
                page.evaluate(
                    "() => document.querySelector('.CodeMirror').CodeMirror.lineInfo(11)"
                        + ".gutterMarkers['CodeMirror-lint-markers'].className")))
        .contains("error");
    Console.requireAccessible(page);
    Pictures.take(page, "map-editor-problem");

    // From the list with the keyboard to the place.
    problem.getByRole(AriaRole.BUTTON).focus();
    page.keyboard().press("Enter");
    assertThat(
            page.evaluate(
                "() => document.querySelector('.CodeMirror').CodeMirror.getCursor().line"))
        .isEqualTo(11);
    // Once to where it scrolls, once out of it.
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    assertThat(page.evaluate("() => document.activeElement.closest('.CodeMirror') === null"))
        .as("Tab leaves the editor")
        .isEqualTo(true);

    // An unfinished map can be saved, and is not offered for publishing.
    press(page, "Save the draft");
    assertThat(page.locator("#standing")).containsText("The check is missing");
    assertThat(page.locator("#publish")).hasCount(0);
  }

  @Test
  void saysOfATestThatFailsWhatCameOutAndWhatWasNotSeen() {
    Page page = console.signIn(ADA);
    console.open(page, EDITOR + "tested");
    write(
        page,
        map("tested", 2, 5)
            .replace(
                "{amount: 41}}}, expect: {decision: VETO}",
                "{amount: 4}}}, expect: {decision: VETO}"));
    press(page, "Run the map's tests");
    assertThat(page.locator("#tests")).containsText("1 of 2 tests passed.");
    assertThat(page.locator("#tests")).containsText("expected VETO");
    assertThat(page.locator("#tests")).containsText("got ALLOW");
    assertThat(page.locator("#tests td.flip")).hasText("never");
    Console.requireAccessible(page);

    write(page, "kind: InvariantMap");
    press(page, "Run the map's tests");
    assertThat(page.locator("#tests").getByRole(AriaRole.ALERT)).containsText("not valid");
  }

  @Test
  void aConflictShowsBothTextsAndLosesNeither() {
    MapsStory.saveDraft(console.ledger(), ADA, "shared", map("shared", 2, 1));
    Page ada = console.signIn(ADA);
    console.open(ada, EDITOR + "shared");
    Page bob = console.signIn(BOB);
    console.open(bob, EDITOR + "shared");
    write(ada, map("shared", 2, 11));
    press(ada, "Save the draft");
    assertThat(ada.locator("#save-state")).containsText("Saved at position");

    write(bob, map("shared", 2, 12));
    press(bob, "Save the draft");
    Locator conflict = bob.locator("#conflict");
    assertThat(conflict).containsText("Somebody else has saved meanwhile");
    assertThat(conflict.locator("tr.gone .sign")).hasText("−");
    assertThat(conflict.locator("tr.gone .text")).containsText("most: 11");
    assertThat(conflict.locator("tr.new .sign")).hasText("+");
    assertThat(conflict.locator("tr.new .text")).containsText("most: 12");
    assertThat(MapsStory.text(bob)).isEqualTo(map("shared", 2, 12));
    Console.requireAccessible(bob);
    Pictures.take(bob, "map-editor-conflict");
    press(bob, "Save mine over it");
    assertThat(bob.locator("#save-state")).containsText("Saved at position");
    assertThat(conflict).isHidden();

    write(ada, map("shared", 2, 13));
    press(ada, "Save the draft");
    press(ada, "Open the saved one, keep mine beside it");
    assertThat(ada.getByLabel("What you had written")).hasValue(map("shared", 2, 13));
    assertThat(MapsStory.text(ada)).isEqualTo(map("shared", 2, 12));
  }

  @Test
  void saysThatADraftIsGoneAndKeepsTheText() {
    MapsStory.saveDraft(console.ledger(), ADA, "gone", map("gone", 2, 5));
    Page ada = console.signIn(ADA);
    console.open(ada, EDITOR + "gone");
    Page bob = console.signIn(BOB);
    console.open(bob, EDITOR + "gone");
    press(bob, "Publish the saved draft");
    bob.waitForURL(Pattern.compile(".*/console/maps/gone\\?atLeast=.*"));

    write(ada, map("gone", 3, 6));
    press(ada, "Save the draft");
    assertThat(ada.locator("#conflict")).containsText("was published or thrown away meanwhile");
    assertThat(MapsStory.text(ada)).isEqualTo(map("gone", 3, 6));
    press(ada, "Save mine as a new draft");
    assertThat(ada.locator("#save-state")).containsText("Saved at position");
    ada.getByText("Throw the draft away").click();
    press(ada, "Throw it away");
    ada.waitForURL(Pattern.compile(".*/console/maps\\?atLeast=.*"));
    assertThat(ada.getByRole(AriaRole.STATUS)).containsText("thrown away");
  }

  @Test
  void showsReadersTheTextAndNothingToWriteWith() {
    MapsStory.saveDraft(console.ledger(), ADA, "readable", map("readable", 2, 5));
    Page page = console.signIn(SUPERVISOR);
    console.open(page, EDITOR + "readable");
    assertThat(page.locator("main")).containsText("Writing maps needs the role policy author");
    assertThat(page.locator(".CodeMirror-code")).containsText("most: 5");
    assertThat(
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save the draft")))
        .hasCount(0);
    write(page, "overwritten");
    assertThat(MapsStory.text(page)).isEqualTo(map("readable", 2, 5));
    Console.requireAccessible(page);
  }

  @Test
  void canBeReadWithoutScriptsAndInTheDark() {
    MapsStory.saveDraft(console.ledger(), ADA, "plain", "kind: InvariantMap");
    Page plain = console.signInWithoutScripts(BOB);
    console.open(plain, EDITOR + "plain");
    assertThat(plain.locator("#source")).hasValue("kind: InvariantMap");
    assertThat(plain.locator("#problems")).containsText("metadata");
    assertThat(plain.locator("#standing")).containsText("The check is missing");
    assertThat(
            plain.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save the draft")))
        .isDisabled();

    Page dark =
        console.signIn(BOB, new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
    console.open(dark, EDITOR + "plain");
    assertThat(dark.locator("#problems li.error").first()).isVisible();
    Console.requireAccessible(dark);
  }

  @Test
  void showsHostileTextsAsTexts() {
    String hostile =
        "# "
            + MapsStory.HOSTILE
            + "\n"
            + map("hostile", 2, 5)
                .replace(
                    "a small amount",
                    MapsStory.HOSTILE.replace("'", "").replace("&", "").replace("=", ""));
    MapsStory.saveDraft(console.ledger(), ADA, "hostile", hostile);
    Page page = console.signIn(BOB);
    console.open(page, EDITOR + "hostile");
    assertThat(page.locator("#check-state")).containsText("Version 2 is valid");
    assertThat(MapsStory.text(page)).isEqualTo(hostile);
    press(page, "Run the map's tests");
    assertThat(page.locator("#tests")).containsText("<script>alert");
    write(page, hostile.replace("kind: InvariantMap", "kind: <img src=x onerror=alert(1)>"));
    assertThat(page.locator("#problems")).containsText("kind");
    page.locator(".CodeMirror-lint-marker-error").first().hover();
    assertThat(page.locator(".CodeMirror-lint-tooltip").first()).isVisible();
    press(page, "Start the back-test");
    assertThat(page.locator("#backtest-result").getByRole(AriaRole.ALERT)).isVisible();
    assertThat(page.locator("img, main script:not([src])")).hasCount(0);
  }
}
