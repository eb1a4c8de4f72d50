package dev.phaseledger.app.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The overview of a ledger with a gate that everything passes, and of an empty one.
@ExtendWith(ChromiumExtension.class)
final class OverviewTest {

  private static final int NARROW = 400;

  /// As many answers as a gate needs to be flagged, and one that waits.
  private static final int APPROVED = 50;

  private static final String HOSTILE = "<img src=x onerror=alert(1)>";

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: desk, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        parameters: {amount: int}
        invariants:
          - id: EVERY-REFUND
            severity: high
            enforcement: Enforce
            matchConditions: [{name: refund, expression: "command.action == 'refund'"}]
            expression: command.parameters.amount < 1
            message: refunds are looked at
            onViolation: {effect: REQUIRE_APPROVAL}
      """;

  private static Console console;
  private static Console empty;

  @BeforeAll
  static void start(Browser browser) throws IOException {
    empty = Console.start(browser);
    console = Console.start(browser);
    post(OPERATOR, "/v1/agents", "{\"agentId\": \"writer-1\", \"level\": 3, \"owner\": \"boss\"}");
    post(
        OPERATOR,
        "/v1/invariant-maps",
        Json.text(Fields.with("source", new JsonValue.Text(MAP)).build()));
    post(
        OPERATOR,
        "/v1/contracts",
        """
        {"contractId": "c-1", "agentId": "writer-1", "task": "Serve", "scope": ["desk/**"],
         "actions": ["read", "refund"], "onBreach": "SIGNAL_ONLY",
         "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
        """);
    for (int i = 0; i < APPROVED; i++) {
      String id = "refund-" + i;
      Fields asked = ask(id, "refund", "desk/a");
      post(
          SUPERVISOR,
          "/v1/approvals",
          """
          {"contractId": "c-1", "dispatchId": "%s", "granted": true, "reason": "fine", "shown": "%s"}
          """
              .formatted(id, Members.text(asked, "shown")));
      outcome(id, i % 10 == 0 ? "FAILED" : "SUCCEEDED");
    }
    ask("refund-last", "refund", "desk/a");
    for (int i = 0; i < 20; i++) {
      ask("read-" + i, "read", "desk/" + (i % 5 == 0 ? HOSTILE : "a"));
    }
    ask("breach", "read", "elsewhere/a");
  }

  @AfterAll
  static void stop() throws IOException {
    console.close();
    empty.close();
  }

  @AfterEach
  void leave() {
    console.leave();
    empty.leave();
    console.requireQuiet();
    empty.requireQuiet();
  }

  private static Fields post(String caller, String path, String body) {
    Answer answer = console.ledger().post(caller, path, body);
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    return answer.json();
  }

  private static Fields ask(String id, String action, String resource) {
    return post(
        AGENT,
        "/v1/dispatches",
        """
        {"dispatchId": "%s", "contractId": "c-1", "action": "%s", "resources": ["%s"],
         "parameters": {"amount": 5}, "justification": "%s"}
        """
            .formatted(id, action, resource, HOSTILE));
  }

  private static void outcome(String id, String outcome) {
    post(
        AGENT,
        "/v1/dispatches/" + id + "/outcome",
        """
        {"contractId": "c-1", "outcome": "%s", "detail": "done"}
        """
            .formatted(outcome));
  }

  @Test
  void saysWhatIsWorthALookAndLeadsToTheEntriesBehindIt() {
    Page page = console.signIn(OPERATOR);
    console.open(page, "/");

    Locator flag = section(page, "Worth a look").getByRole(AriaRole.LISTITEM).first();
    assertThat(flag).containsText("Gate desk/EVERY-REFUND: too sensitive");
    Locator gate = row(page, "Gates", "desk/EVERY-REFUND");
    assertThat(gate).containsText("100.0 %");
    assertThat(gate).containsText("Look: above 99 percent");
    String href = gate.getByRole(AriaRole.LINK).first().getAttribute("href");
    assertThat(href).startsWith("/console/entries?");
    Fields entries =
        console
            .ledger()
            .get(OPERATOR, href.replace("/console/", "/v1/audit/") + "&size=500")
            .json();
    // Asked of fifty that were approved, and of the one that waits.
    assertThat(Members.objects(entries, "items")).hasSize(APPROVED + 1);
    assertThat(row(page, "Shares", "Vetoed of all requests")).containsText("no limit");
    assertThat(section(page, "Waiting for approval")).containsText("refund-last");
    Console.requireAccessible(page);
    gate.getByRole(AriaRole.LINK).last().click();
    assertThat(page.locator("#found tbody tr")).hasCount(1);
    assertThat(page.locator("#found")).containsText("refund-last");
  }

  @Test
  void plotsRequestsOverTheTimeThatIsAskedFor() {
    Page page = console.signIn(OPERATOR);
    console.open(page, "/");
    page.getByLabel("Governance over").selectOption("day");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show")).click();

    page.waitForURL(console.url("/?period=day"));
    assertThat(page.getByLabel("Governance over")).hasValue("day");
    assertThat(
            page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("vetoed: 1 in all")))
        .hasCount(1);
    section(page, "Requests over time").getByText("In numbers").click();
    assertThat(section(page, "Requests over time").getByRole(AriaRole.TABLE)).isVisible();
    Console.requireAccessible(page);
  }

  @Test
  void readsWithoutScripts() {
    Page page = console.signInWithoutScripts(OPERATOR);
    console.open(page, "/?period=week");

    assertThat(section(page, "Worth a look")).containsText("too sensitive");
    page.getByLabel("Governance over").selectOption("quarter");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show")).click();
    page.waitForURL(console.url("/?period=quarter"));
    assertThat(row(page, "Gates", "desk/EVERY-REFUND")).containsText("100.0 %");
  }

  @Test
  void fitsAWindowAsNarrowAsATelephone() {
    Page page = console.signIn(OPERATOR);
    page.setViewportSize(NARROW, 800);
    console.open(page, "/");

    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(NARROW);
    Pictures.take(page, "overview");
  }

  @Test
  void saysWhatToDoFirstWhereNothingIsOnRecord() {
    Page page = empty.signIn(OPERATOR);
    empty.open(page, "/");

    assertThat(section(page, "Nothing is on record yet")).containsText("Register an agent");
    assertThat(page.getByText("Worth a look")).hasCount(0);
    Console.requireAccessible(page);
    Pictures.take(page, "overview-empty");
  }

  @Test
  void refusesATimeThatItDoesNotPlot() {
    Page page = console.signIn(OPERATOR);
    console.open(page, "/?period=century");

    assertThat(page.getByRole(AriaRole.MAIN)).containsText("period: must be one of day, week");
  }

  private static Locator section(Page page, String heading) {
    return page.locator("section")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(heading).setExact(true))));
  }

  private static Locator row(Page page, String heading, String name) {
    return section(page, heading)
        .getByRole(AriaRole.ROW)
        .filter(new Locator.FilterOptions().setHasText(name));
  }
}
