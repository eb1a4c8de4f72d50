package dev.phaseledger.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.phaseledger.app.console.Desk.AUDITOR;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Auditors who look through the log in their browsers.
@ExtendWith(ChromiumExtension.class)
final class ExplorerTest {

  /// More than two pages of entries.
  private static final int DISPATCHES = 55;

  private static Console console;

  @BeforeAll
  static void start(Browser browser) throws IOException {
    console = Console.start(browser);
    Desk desk = Desk.open(console.ledger());
    desk.contract("desk");
    for (int i = 0; i < DISPATCHES; i++) {
      desk.ask("desk", "read-" + i, "pay");
    }
    desk.ask("desk", "small-1", "order");
    desk.ask("desk", "erase-1", "erase");
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
  void findsEntriesByWhatTheyAreAbout() {
    Page page = console.signIn(AUDITOR);
    console.open(page, "/console/entries");
    page.getByLabel("Verdict").selectOption("VETOED");

    assertThat(page.locator("#found tbody tr")).hasCount(1);
    assertThat(page).hasURL(java.util.regex.Pattern.compile(".*verdict=VETOED.*"));
    assertThat(page.locator("#found")).containsText("trail of erase-1");
    page.reload();
    assertThat(page.locator("#found tbody tr")).hasCount(1);
    assertThat(page.getByLabel("Verdict")).hasValue("VETOED");
    Console.requireAccessible(page);
  }

  @Test
  void goesThroughTheWholeLogInBothDirections() {
    Page page = console.signInWithoutScripts(AUDITOR);
    List<String> newest = positions(page, "newest", "Older");
    List<String> oldest = positions(page, "oldest", "Newer");

    assertThat(newest).hasSizeGreaterThan(DISPATCHES).doesNotHaveDuplicates();
    assertThat(oldest).containsExactlyElementsOf(newest.reversed());
  }

  private static List<String> positions(Page page, String order, String further) {
    List<String> positions = new java.util.ArrayList<>();
    console.open(page, "/console/entries?order=" + order);
    Locator link = page.locator(".pages a", new Page.LocatorOptions().setHasText(further));
    while (true) {
      positions.addAll(page.locator("#found tbody td.number").allInnerTexts());
      if (link.count() == 0) {
        return positions;
      }
      link.click();
    }
  }

  @Test
  void saysWhichFieldCannotBeRead() {
    Page page = console.signIn(AUDITOR);
    for (String query :
        List.of(
            "from=yesterday",
            "toPosition=x",
            "evidence=abc",
            "policy=x",
            "verdict=MAYBE",
            "state=pending",
            "sign=GOOD",
            "agnet=misspelt")) {
      console.open(page, "/console/entries?" + query);
      assertThat(page.locator("main")).containsText("This cannot be shown");
      assertThat(page.locator("main")).containsText(query.substring(0, query.indexOf('=')));
    }
  }

  @Test
  void checksAReceiptInThePage() {
    Page page = entry("erase-1");
    check(page);

    List<String> results = results(page);
    assertThat(results).hasSize(4);
    assertThat(results.subList(0, 3)).allSatisfy(line -> assertThat(line).startsWith("holds"));
    assertThat(results.get(2)).contains("Ed25519 by key");
    assertThat(results.get(3)).startsWith("not checked").contains("the same service");
    assertThat(page.locator("#receipt")).containsText(page.locator("dd.id").last().innerText());
    Console.requireAccessible(page);
  }

  @Test
  void findsAnEntryThatIsNotTheRecordedOne() {
    Page page = entry("erase-1");
    page.evaluate(
        "() => { const e = document.getElementById('entry');"
            + " e.dataset.entry = e.dataset.entry.replace('VETOED', 'AUTHORIZED'); }");
    check(page);
    assertThat(results(page).get(1)).startsWith("fails").contains("not the one");
    assertThat(results(page).get(2)).startsWith("holds");
  }

  @Test
  void findsAReceiptThatWasChanged() {
    Page page = entry("erase-1");
    // A hash of the path.
    alter(page, receipt -> swap(receipt, receipt.indexOf('\n', receipt.indexOf("index ")) + 1));
    check(page);
    assertThat(results(page).get(1)).startsWith("fails");
    // The signed root, and with it what is signed.
    alter(page, receipt -> swap(receipt, rootAt(receipt)));
    check(page);
    assertThat(results(page).get(1)).startsWith("fails");
    assertThat(results(page).get(2)).startsWith("fails");
    // The signature alone, behind the four bytes that name the key.
    alter(page, receipt -> swap(receipt, receipt.lastIndexOf(' ') + 20));
    check(page);
    assertThat(results(page).get(1)).startsWith("holds");
    assertThat(results(page).get(2)).startsWith("fails");
    // Another entry's receipt.
    alter(page, receipt -> receipt.replaceFirst("index [0-9]+", "index 0"));
    check(page);
    assertThat(results(page).get(1)).startsWith("fails");
  }

  @Test
  void everyEntryOfTheLogHolds() {
    Page page = console.signIn(AUDITOR);
    for (Fields entry :
        Members.objects(
            console.ledger().get(OPERATOR, "/v1/audit/entries?size=500").json(), "items")) {
      long position = Members.number(entry, "position");
      if (position % 7 == 0) {
        console.open(page, "/console/entries/" + position);
        check(page);
        assertThat(results(page).subList(0, 3))
            .allSatisfy(line -> assertThat(line).startsWith("holds"));
      }
    }
  }

  @Test
  void anAgentsTextsStayTexts() {
    Page page = entry("erase-1");
    Hostile.requireHarmless(page);
    console.open(page, "/console/dispatches/small-1");
    Hostile.requireHarmless(page);
    assertThat(page.locator("main")).containsText("changed");
    Console.requireAccessible(page);
    Locator picture = page.locator("img.picture");
    assertThat(picture).isVisible();
    assertThat((Integer) picture.evaluate("image => image.naturalWidth")).isPositive();
    console.open(page, "/console/dispatches");
    Console.requireAccessible(page);
    page.getByLabel("Verdict").selectOption("CONSTRAINED");
    assertThat(page.locator("#found tbody tr")).hasCount(1);
  }

  @Test
  void isReadWithoutScripts() {
    Page page = console.signInWithoutScripts(AUDITOR);
    console.open(page, "/console/entries?text=erased");
    page.locator("#found tbody td.number a").first().click();
    assertThat(page.locator("main")).containsText("As recorded");
    assertThat(page.locator("noscript p")).containsText("ledger verify receipt");
    assertThat(page.locator("#check-receipt")).isDisabled();
  }

  private static Page entry(String dispatch) {
    Page page = console.signIn(AUDITOR);
    long position =
        Members.number(
            console.ledger().get(OPERATOR, "/v1/dispatches/" + dispatch).json(), "position");
    console.open(page, "/console/entries/" + position);
    return page;
  }

  private static void check(Page page) {
    page.evaluate("() => document.getElementById('receipt').replaceChildren()");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Check the receipt"))
        .click();
    page.locator("#receipt li").first().waitFor();
  }

  private static List<String> results(Page page) {
    return page.locator("#receipt li").allInnerTexts();
  }

  private static void alter(Page page, UnaryOperator<String> change) {
    String receipts = "**/v1/ledger/proofs/inclusion*";
    page.unroute(receipts);
    page.route(
        receipts,
        route -> {
          APIResponse answer = route.fetch();
          route.fulfill(
              new Route.FulfillOptions().setResponse(answer).setBody(change.apply(answer.text())));
        });
  }

  /// Another character of the Base64 alphabet at a place.
  private static String swap(String text, int at) {
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private static int rootAt(String receipt) {
    int origin = receipt.indexOf("\n\n") + 2;
    int size = receipt.indexOf('\n', origin) + 1;
    return receipt.indexOf('\n', size) + 1;
  }
}
