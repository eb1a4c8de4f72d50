package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Contracts over HTTP, from issue to end.
final class ContractLifecycleTest {

  private static final String CONTRACT =
      """
      {"contractId": "%s", "agentId": "%s", "task": "Serve", "scope": ["%s"], "actions": ["read"],
       %s "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
      """;
  private static final String PHASES =
      """
      "phases": [{"name": "plan"}, {"name": "act", "gates": [{"kind": "review"}]}],
      """;

  private static RunningService ledger;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    for (String agent : new String[] {"writer-1", "helper"}) {
      expect(
          201,
          ledger.post(
              OPERATOR,
              "/v1/agents",
              "{\"agentId\": \"%s\", \"level\": 3, \"owner\": \"boss\"}".formatted(agent)));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  @Test
  void anAmendmentNamesTheVersionItReplaces() {
    issue("amended", "");
    assertThat(Members.number(read("amended"), "version")).isEqualTo(1);
    expect(200, amend("amended", "\"1\""));
    long position = ledger.position();
    for (Answer stale :
        List.of(
            amend("amended", "\"1.7\""),
            amend("amended", "\"3\""),
            amend("amended", "", "\"version\": 1,"),
            amend("amended", "\"2\"", "\"version\": 1,"))) {
      assertThat(expect(412, stale).type()).startsWith("application/problem+json");
    }
    assertThat(amend("amended", "\"1\"").text())
        .contains("\"field\":\"version\"")
        .contains("is 2 by now, not 1: look at the contract again");
    for (String malformed : List.of("W/\"2\"", "*", "2", "\"2\", \"3\"")) {
      assertThat(expect(400, amend("amended", malformed)).text()).contains("If-Match");
    }
    assertThat(expect(400, amend("amended", "")).text()).contains("If-Match");
    assertThat(ledger.position()).isEqualTo(position);
    assertThat(Members.number(read("amended"), "version")).isEqualTo(2);
  }

  @Test
  void whoAmendsWhatItHasReadSendsItsTagOrItsVersion() {
    issue("tagged", "");
    String path = "/v1/contracts/tagged" + seen("?");
    String tag = ledger.tag(OPERATOR, path).orElseThrow();
    assertThat(tag).startsWith("\"1.");
    // Work under the contract changes the tag, and not the terms that it was read with.
    expect(
        201,
        ledger.post(
            AGENT,
            "/v1/dispatches",
            """
            {"contractId": "tagged", "action": "read", "resources": ["desk/a"],
             "justification": "needed"}
            """));
    assertThat(ledger.tag(OPERATOR, "/v1/contracts/tagged" + seen("?")))
        .isPresent()
        .isNotEqualTo(Optional.of(tag));
    expect(200, amend("tagged", tag));
    expect(200, amend("tagged", "", "\"version\": 2,"));
    expect(200, amend("tagged", "\"3\"", "\"version\": 3,"));
    assertThat(Members.number(read("tagged"), "version")).isEqualTo(4);
  }

  @Test
  void aPhaseIsEnteredOnEvidenceAndARefusalIsAnAnswer() {
    issue("phased", PHASES);
    assertThat(Members.text(read("phased"), "phase")).isEqualTo("plan");
    String wish = "{\"phase\": \"act\", \"justification\": \"the plan is done\"}";
    Fields refused = expect(200, ledger.post(AGENT, "/v1/contracts/phased/phase", wish)).json();
    assertThat(refused.members()).containsEntry("granted", JsonValue.Bool.FALSE);
    assertThat(Members.text(refused, "explanation")).contains("gate 'review'");
    expect(
        201,
        ledger.post(
            AGENT,
            "/v1/evidence",
            """
            {"contractId": "phased", "evidence": {"kind": "review", "producer": "me",
             "content": "sha256:%s", "at": "2026-01-01T00:00:00Z", "claims": {"passed": true}}}
            """
                .formatted("0".repeat(64))));
    Fields granted = expect(200, ledger.post(AGENT, "/v1/contracts/phased/phase", wish)).json();
    assertThat(granted.members()).containsEntry("granted", JsonValue.Bool.TRUE);
    assertThat(Members.text(read("phased"), "phase")).isEqualTo("act");
  }

  @Test
  void whatIsDelegatedIsShownAndEndsWithItsParent() {
    issue("whole", "");
    String part = CONTRACT.formatted("part", "helper", "desk/a/**", "");
    expect(201, ledger.post(AGENT, "/v1/contracts/whole/delegations", part));
    assertThat(Json.text(read("whole"))).contains("\"children\":[\"part\"]");
    assertThat(Members.text(read("part"), "parent")).isEqualTo("whole");
    String wider = CONTRACT.formatted("wider", "helper", "**", "");
    assertThat(expect(400, ledger.post(AGENT, "/v1/contracts/whole/delegations", wider)).text())
        .contains("scope[0]");

    expect(200, ledger.post(AGENT, "/v1/contracts/whole/fulfilment", "{\"reason\": \"done\"}"));

    assertThat(Members.text(read("whole"), "status")).isEqualTo("FULFILLED");
    assertThat(Members.text(read("part"), "status")).isEqualTo("REVOKED");
    assertThat(Members.text(read("part"), "endedReason"))
        .isEqualTo("Contract whole, under which it was delegated, is fulfilled.");
    expect(403, ledger.post(AGENT, "/v1/contracts/part/stop", "{\"reason\": \"no\"}"));
    String listed =
        ledger.get(OPERATOR, "/v1/contracts?agentId=helper&status=REVOKED" + seen("&")).text();
    assertThat(listed).contains("\"part\"").doesNotContain("\"wider\"");
    expect(400, ledger.get(OPERATOR, "/v1/contracts?status=GONE"));
  }

  @Test
  void aContractIsIssuedFromATemplate() {
    String source =
        """
        apiVersion: governance/v1
        kind: ContractTemplate
        metadata: {name: desk, version: 3, owner: boss}
        spec:
          parameters:
            place: {type: string}
          contract:
            agentId: writer-1
            task: "Serve at ${place}"
            scope: ["desk/${place}/**"]
            actions: [read]
            stopping: {expiresAfter: PT8H}
        """;
    String body = Json.text(Fields.with("source", new JsonValue.Text(source)).build());
    expect(201, ledger.post(OPERATOR, "/v1/contract-templates", body));
    String from =
        """
        {"contractId": "%s", "template": "desk", "parameters": {"place": "left"}, "agentId": "%s"}
        """;
    expect(201, ledger.post(OPERATOR, "/v1/contracts", from.formatted("filled", "writer-1")));
    Fields filled = read("filled");
    assertThat(Members.text(filled, "template")).isEqualTo("desk@3");
    assertThat(Json.text(filled)).contains("desk/left/**").contains("Serve at left");
    assertThat(
            expect(400, ledger.post(OPERATOR, "/v1/contracts", from.formatted("other", "helper")))
                .text())
        .contains("agentId");
    assertThat(
            expect(
                    400,
                    ledger.post(
                        OPERATOR,
                        "/v1/contracts",
                        "{\"template\": \"desk\", \"parameters\": {\"place\": \"../x\"}}"))
                .text())
        .contains("parameters.place");
  }

  private static void issue(String id, String more) {
    expect(
        201,
        ledger.post(
            OPERATOR, "/v1/contracts", CONTRACT.formatted(id, "writer-1", "desk/**", more)));
  }

  private static Answer amend(String id, String tag) {
    return amend(id, tag, "");
  }

  /// @param tag the header If-Match; left out if empty
  private static Answer amend(String id, String tag, String more) {
    String terms = CONTRACT.formatted(id, "writer-1", "desk/b/**", "\"reason\": \"less\"," + more);
    HttpRequest.Builder request =
        ledger
            .request(OPERATOR, "/v1/contracts/" + id)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(terms));
    return ledger.send(tag.isEmpty() ? request : request.header("If-Match", tag));
  }

  private static Fields read(String id) {
    return expect(200, ledger.get(OPERATOR, "/v1/contracts/" + id + seen("?"))).json();
  }

  private static String seen(String separator) {
    return separator + "atLeast=" + ledger.position();
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
