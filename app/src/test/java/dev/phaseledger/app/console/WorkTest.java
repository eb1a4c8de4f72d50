package dev.phaseledger.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.phaseledger.app.console.Desk.AUDITOR;
import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
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

/// Operators who look after agents and contracts in their browsers.
@ExtendWith(ChromiumExtension.class)
final class WorkTest {

  private static final String WRITER = "/console/agents/writer-1";

  private static Console console;
  private static Desk desk;

  @BeforeAll
  static void start(Browser browser) throws IOException {
    console = Console.start(browser);
    desk = Desk.open(console.ledger());
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
  void anOperatorChangesTheLevelSuspendsAndReinstates() {
    Page page = console.signIn(OPERATOR);
    console.open(page, WRITER);

    fill(page, "Change the level", "2", "smaller steps").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("change of level is on record");
    assertThat(page.locator(".state")).containsText("level 2, epoch 2");
    assertThat(page.locator("main")).containsText("smaller steps");

    fill(page, "Suspend", "", "looks odd").click();
    assertThat(page.locator(".state")).containsText("suspended");

    fill(page, "Reinstate", "2", "it was nothing").click();
    assertThat(page.locator(".state")).containsText("active");
    assertThat(page.locator(".state")).containsText("level 2, epoch 4");
    assertThat(Members.text(console.ledger().get(OPERATOR, "/v1/agents/writer-1").json(), "status"))
        .isEqualTo("ACTIVE");
  }

  @Test
  void aWrongLevelIsSaidAtItsField() {
    Page page = console.signIn(OPERATOR);
    console.open(page, WRITER);
    long position = console.ledger().position();

    fill(page, "Change the level", "many", "why not").click();
    assertThat(page.locator(".field-problem")).containsText("must be a number");
    fill(page, "Change the level", "-4", "why not").click();
    assertThat(page.locator(".field-problem, .problem").last()).isVisible();

    assertThat(console.ledger().position()).isEqualTo(position);
    Console.requireAccessible(page);
  }

  @Test
  void anAuditorChangesNothing() {
    desk.contract("read-only");
    Page page = console.signIn(AUDITOR);
    for (String path : new String[] {WRITER, "/console/contracts/read-only"}) {
      console.open(page, path);
      assertThat(page.locator("main")).containsText("writer-1");
      assertThat(page.locator("form[data-api]")).hasCount(0);
    }
    long position = console.ledger().position();
    for (String path :
        new String[] {"/v1/agents/writer-1/suspension", "/v1/contracts/read-only/revocation"}) {
      assertThat(
              page.evaluate(
                  "path => ledger.call('POST', path, {reason: 'mine'})"
                      + ".then(() => 200, problem => problem.status)",
                  path))
          .isEqualTo(403);
    }
    assertThat(console.ledger().position()).isEqualTo(position);
  }

  @Test
  void aContractShowsItsBudgetsAndPhasesAndIsRevoked() {
    desk.contract("job");
    desk.write(
        AGENT,
        "/v1/contracts/job/phase",
        "{\"phase\": \"plan\", \"justification\": \"to begin with\"}");
    desk.ask("job", "job-1", "read");
    Page page = console.signIn(OPERATOR);
    console.open(page, "/console/contracts/job");

    assertThat(page.locator(".budgets")).containsText("1 of 10");
    assertThat(page.locator(".budgets")).containsText("0.25 of 5");
    assertThat(page.locator(".budgets")).containsText("4.75 left");
    assertThat(page.locator(".phases li").first()).containsText("now");
    assertThat(page.locator(".phases li").last()).containsText("evidence: tests");
    assertThat(page.locator(".phases li").last()).containsText("ahead");
    assertThat(page.locator("main")).containsText("job-1");

    page.getByLabel("Reason").fill("the job is off");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Revoke the contract"))
        .click();

    assertThat(page.locator(".state")).containsText("revoked");
    assertThat(page.locator("main")).containsText("the job is off");
    assertThat(page.locator("form[data-api]")).hasCount(0);
  }

  @Test
  void anAgentsTextsStayTexts() {
    desk.contract("evil");
    desk.ask("evil", "evil-1", "read");
    Page page = console.signIn(OPERATOR);
    for (String path :
        new String[] {"/console/agents", WRITER, "/console/contracts", "/console/contracts/evil"}) {
      console.open(page, path);
      Hostile.requireHarmless(page);
      Console.requireAccessible(page);
    }
  }

  @Test
  void isReadWithoutScripts() {
    desk.contract("plain");
    Page page = console.signInWithoutScripts(OPERATOR);
    console.open(page, "/console/contracts?agent=writer-1&status=ACTIVE");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("plain").setExact(true))
        .click();
    assertThat(page.locator("main")).containsText("When it stops by itself");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("writer-1").setExact(true))
        .first()
        .click();
    assertThat(page.locator("main")).containsText("Competence on record");
  }

  private static Locator fill(Page page, String form, String level, String reason) {
    Locator filled =
        page.getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName(form).setExact(true));
    if (!level.isEmpty()) {
      filled.locator("[name=level]").fill(level);
    }
    filled.locator("[name=reason]").fill(reason);
    return filled.getByRole(AriaRole.BUTTON);
  }
}
