package dev.phaseledger.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.phaseledger.app.console.Desk.ADA;
import static dev.phaseledger.app.console.Desk.AUDITOR;
import static dev.phaseledger.app.console.Desk.BO;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Humans who answer what waits for them, in their browsers.
@ExtendWith(ChromiumExtension.class)
final class InboxTest {

  private static Console console;
  private static Desk desk;

  @BeforeAll
  static void start(Browser browser) throws IOException {
    console = Console.start(browser);
    desk = Desk.open(console.ledger());
    desk.contract("desk");
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
  void twoPeopleReleaseWhatNeedsTwo() {
    desk.ask("desk", "two-1", "transfer");
    Page ada = console.signIn(ADA);
    Page bo = console.signIn(BO);

    answer(ada, "two-1", "Approve", "the invoice matches");

    assertThat(ada.getByRole(AriaRole.STATUS)).containsText("Your approval is on record");
    assertThat(ada.locator("main")).containsText("the invoice matches");
    assertThat(desk.state("two-1")).isEqualTo("PENDING");
    console.open(ada, "/console/inbox/two-1");
    assertThat(ada.locator("main")).containsText("1 of 2 approvals");
    assertThat(ada.locator("main")).containsText("You cannot answer this");
    assertThat(button(ada, "Approve")).hasCount(0);
    console.open(ada, "/console/inbox");
    assertThat(ada.locator("main")).not().containsText("two-1");

    console.open(bo, "/console/inbox/two-1");
    assertThat(bo.locator("main")).containsText("the invoice matches");
    answer(bo, "two-1", "Approve", "seen too");

    assertThat(bo.locator(".state")).containsText("released");
    assertThat(desk.state("two-1")).isEqualTo("RELEASED");
    console.open(bo, "/console/inbox/two-1");
    assertThat(bo).hasURL(console.url("/console/dispatches/two-1"));
  }

  @Test
  void aRejectionWithAReasonClosesIt() {
    desk.ask("desk", "no-1", "pay");
    Page ada = console.signIn(ADA);

    answer(ada, "no-1", "Reject", "not without an invoice");

    assertThat(ada.locator(".state")).containsText("rejected");
    assertThat(ada.locator("main")).containsText("not without an invoice");
    assertThat(desk.state("no-1")).isEqualTo("REJECTED");
  }

  @Test
  void nothingIsAnsweredWithoutAReason() {
    desk.ask("desk", "mute-1", "pay");
    long position = console.ledger().position();
    Page ada = console.signIn(ADA);
    console.open(ada, "/console/inbox/mute-1");

    ada.getByLabel("Reason").fill("   ");
    button(ada, "Approve").click();

    assertThat(ada.getByRole(AriaRole.ALERT)).containsText("not complete");
    assertThat(ada.locator(".field-problem")).containsText("must not be empty");
    Console.requireAccessible(ada);
    assertThat(console.ledger().position()).isEqualTo(position);
  }

  @Test
  void whatTheApiRefusesIsSaidAtTheForm() {
    desk.ask("desk", "late-1", "pay");
    Page ada = console.signIn(ADA);
    Page other = console.signIn(BO);
    console.open(ada, "/console/inbox/late-1");
    answer(other, "late-1", "Reject", "too late for ada");

    ada.getByLabel("Reason").fill("fine with me");
    button(ada, "Approve").click();

    assertThat(ada.getByRole(AriaRole.ALERT)).containsText("not valid");
    assertThat(button(ada, "Approve")).isEnabled();
    assertThat(desk.state("late-1")).isEqualTo("REJECTED");
  }

  @Test
  void anAuditorSeesNoFormAndIsRefusedByTheApi() {
    desk.ask("desk", "read-1", "pay");
    long position = console.ledger().position();
    Page page = console.signIn(AUDITOR);
    console.open(page, "/console/inbox");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("read-1").setExact(true))
        .click();

    assertThat(page.locator("main")).containsText("You cannot answer this");
    assertThat(page.locator("form[data-api]")).hasCount(0);
    Object status =
        page.evaluate(
            """
            () => ledger.call("POST", "/v1/approvals", {contractId: "desk", dispatchId: "read-1",
                granted: true, reason: "mine", shown: "sha256:" + "0".repeat(64)})
              .then(() => 201, (problem) => problem.status)
            """);
    assertThat(status).isEqualTo(403);
    assertThat(console.ledger().position()).isEqualTo(position);
  }

  @Test
  void showsExactlyWhatAnAnswerIsBoundTo() {
    desk.ask("desk", "bound-1", "transfer");
    desk.evidence("desk", "bound-1");
    Page page = console.signIn(ADA);
    console.open(page, "/console/inbox/bound-1");

    Locator main = page.locator("main");
    assertThat(main).containsText("desk/bound-1");
    assertThat(main).containsText("/amount");
    assertThat(main).containsText("250");
    assertThat(page.locator(".diff .removed").first()).hasText("-old");
    assertThat(main).containsText("desk/TWO");
    assertThat(main).containsText("transfers need two humans");
    assertThat(main).containsText("stated by whoever recorded it");
    assertThat(main).containsText("0 of 2 approvals");
    assertThat(main).containsText("It goes on waiting for 1 more");
    assertThat(main).containsText("closed without release in");
    assertThat(main).containsText("10 left");
    assertThat(page.locator("input[name=shown]")).hasValue(shown("bound-1"));
    assertThat(main).containsText(shown("bound-1"));
  }

  @Test
  void anAgentsTextsStayTexts() {
    desk.ask("desk", "evil-1", "pay");
    desk.evidence("desk", "evil-1");
    Page page = console.signIn(ADA);
    for (String path : new String[] {"/console/inbox/evil-1", "/console/dispatches/evil-1"}) {
      console.open(page, path);
      Hostile.requireHarmless(page);
      Console.requireAccessible(page);
    }
  }

  @Test
  void isReadWithoutScripts() {
    desk.ask("desk", "plain-1", "pay");
    Page page = console.signInWithoutScripts(ADA);
    console.open(page, "/console/inbox");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("plain-1").setExact(true))
        .click();
    assertThat(page.locator("main")).containsText("payments need a human");
    assertThat(button(page, "Approve")).isDisabled();
    assertThat(page.locator("noscript p")).containsText("answering needs it");
  }

  @Test
  void everyListIsAccessible() {
    desk.ask("desk", "list-1", "pay");
    Page page = console.signIn(ADA);
    for (String path : new String[] {"/console/inbox", "/console/inbox?all=true"}) {
      console.open(page, path);
      assertThat(page.locator("main")).containsText("list-1");
      Console.requireAccessible(page);
    }
  }

  private static void answer(Page page, String dispatch, String button, String reason) {
    console.open(page, "/console/inbox/" + dispatch);
    page.getByLabel("Reason").fill(reason);
    button(page, button).click();
    page.waitForURL(url -> url.contains("/console/dispatches/" + dispatch));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static String shown(String dispatch) {
    return Members.text(console.ledger().get(ADA, "/v1/dispatches/" + dispatch).json(), "shown");
  }
}
