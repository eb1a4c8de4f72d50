package dev.phaseledger.app.console;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.service.RunningService;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the tests of the pages of maps have in common: two authors, a map in force, and payments
/// that were judged by it.
final class MapsStory {

  static final String ADA = "ada";
  static final String BOB = "bob";

  /// What must never become an element, wherever it is shown.
  static final String HOSTILE =
      "</textarea><script>alert('ran')</script><img src=x onerror=alert(1)> & 'quoted'";

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: amounts, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        failurePolicy: Fail
        parameters: {amount: int}
        params: {most: 20}
        invariants:
          - id: SMALL
            description: Nothing large is spent
            expression: command.parameters.amount <= params.most
            messageExpression: "'amount ' + string(command.parameters.amount) + ' <img src=x onerror=alert(1)>'"
            onViolation: {effect: VETO}
        tests:
          fixture:
            now: 2026-01-31T10:00:00Z
            command: {parameters: {amount: 1}}
          cases:
            - {name: a small amount, expect: {decision: ALLOW}}
            - {name: a large amount, given: {command: {parameters: {amount: 41}}}, expect: {decision: VETO}}
      """;

  private MapsStory() {}

  /// A version of the map.
  ///
  /// @param most what may be spent at once
  static String map(int version, int most) {
    return MAP.replace("version: 1", "version: " + version).replace("most: 20", "most: " + most);
  }

  /// The same under another name.
  static String map(String name, int version, int most) {
    return map(version, most).replace("name: amounts", "name: " + name);
  }

  /// Makes two authors known, and records payments of 10 that were granted and one of 30 that was
  /// not.
  static void record(RunningService ledger) throws IOException {
    for (String author : List.of(ADA, BOB)) {
      ledger.add(
          new Principal(
              new PrincipalId(author),
              Principal.Kind.HUMAN,
              new TenantId("default"),
              Set.of(Role.POLICY_AUTHOR),
              Optional.empty()));
    }
    expect(201, ledger.post(OPERATOR, "/v1/invariant-maps", source(map(1, 20))));
    expect(
        201, ledger.post(OPERATOR, "/v1/agents", "{\"agentId\": \"" + AGENT + "\", \"level\": 3}"));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "ctr", "agentId": "writer-1", "task": "spend", "scope": ["shop/**"],
             "actions": ["pay"], "openDispatchesMax": 50,
             "stopping": {"expiresAt": "2100-01-01T00:00:00Z"}}
            """));
    for (int n = 1; n <= 7; n++) {
      pay(ledger, "p-" + n, 10);
    }
    pay(ledger, "large", 30);
  }

  private static void pay(RunningService ledger, String id, int amount) {
    expect(
        201,
        ledger.post(
            AGENT,
            "/v1/dispatches",
            """
            {"dispatchId": "%s", "contractId": "ctr", "action": "pay", "resources": ["shop/x"],
             "parameters": {"amount": %d}, "justification": "asked for"}
            """
                .formatted(id, amount),
            id));
  }

  /// Has publishing need a second person, or not.
  static void secondPerson(RunningService ledger, boolean needed) {
    expect(
        200,
        ledger.send(
            ledger
                .request(OPERATOR, "/v1/tenant/publishing")
                .header("Content-Type", "application/json")
                .PUT(
                    BodyPublishers.ofString(
                        "{\"secondPerson\": %s, \"reason\": \"tests\"}".formatted(needed)))));
  }

  /// Saves a draft where there is none.
  static void saveDraft(RunningService ledger, String author, String name, String map) {
    expect(
        201,
        ledger.send(
            ledger
                .request(author, "/v1/invariant-maps/" + name + "/draft")
                .header("Content-Type", "application/json")
                .header("If-None-Match", "*")
                .PUT(BodyPublishers.ofString(source(map)))));
  }

  static String source(String map) {
    return Json.text(Fields.with("source", new Text(map)).build());
  }

  static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }

  /// Puts a text into the editor as somebody who pastes it.
  static void write(Page page, String text) {
    page.locator(".CodeMirror-lines").click();
    page.keyboard().press("Control+A");
    page.keyboard().insertText(text);
  }

  /// What the editor holds.
  static String text(Page page) {
    return String.valueOf(
        page.evaluate("() => document.querySelector('.CodeMirror').CodeMirror.getValue()"));
  }

  static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }
}
