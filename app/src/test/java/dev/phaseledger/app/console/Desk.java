package dev.phaseledger.app.console;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// A desk at which an agent with bad manners works: some of what it asks for needs one human, some
/// two, some is rewritten, some vetoed.
final class Desk {

  static final String ADA = "ada";
  static final String BO = "bo";
  static final String AUDITOR = "audrey";

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: desk, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        parameters: {amount: int}
        invariants:
          - id: ONE
            severity: high
            enforcement: Enforce
            expression: command.action != 'pay'
            message: payments need a human
            onViolation: {effect: REQUIRE_APPROVAL}
          - id: TWO
            severity: high
            enforcement: Enforce
            expression: command.action != 'transfer'
            message: transfers need two humans
            onViolation: {effect: REQUIRE_APPROVAL, count: 2}
          - id: NEVER
            severity: high
            enforcement: Enforce
            expression: command.action != 'erase'
            message: nothing is erased here
            onViolation: {effect: VETO}
          - id: SMALL
            severity: medium
            enforcement: Enforce
            matchConditions: [{name: order, expression: "command.action == 'order'"}]
            expression: command.parameters.amount <= 10
            message: orders are small
            onViolation: {effect: CONSTRAIN, set: {amount: "10"}}
      """;

  private final RunningService ledger;
  private final String said;

  private Desk(RunningService ledger, String said) {
    this.ledger = ledger;
    this.said = said;
  }

  static Desk open(RunningService ledger) throws IOException {
    return open(ledger, Hostile.ALL);
  }

  /// @param said what the agent and others write wherever they may write anything
  static Desk open(RunningService ledger, String said) throws IOException {
    Desk desk = new Desk(ledger, said);
    desk.person(ADA, Role.APPROVER);
    desk.person(BO, Role.APPROVER);
    desk.person(AUDITOR, Role.AUDITOR);
    desk.write(
        OPERATOR,
        "/v1/agents",
        "{\"agentId\": \"writer-1\", \"level\": 3, \"owner\": \"boss\", \"description\": %s}"
            .formatted(Hostile.json(desk.said)));
    desk.write(OPERATOR, "/v1/invariant-maps", "{\"source\": %s}".formatted(Hostile.json(MAP)));
    return desk;
  }

  private void person(String id, Role role) throws IOException {
    ledger.add(
        new Principal(
            new PrincipalId(id),
            Principal.Kind.HUMAN,
            new TenantId("default"),
            Set.of(role),
            Optional.empty()));
  }

  void contract(String id) {
    write(
        OPERATOR,
        "/v1/contracts",
        """
        {"contractId": "%s", "agentId": "writer-1", "task": %s, "scope": ["desk/**"],
         "actions": ["read", "pay", "transfer", "order", "erase"], "openDispatchesMax": 100,
         "phases": [{"name": "plan", "requiredEvidence": []},
                    {"name": "submit", "requiredEvidence": ["tests"]}],
         "stopping": {"expiresAt": "2999-01-01T00:00:00Z", "actionsMax": 10, "costMicrosMax": 5000000}}
        """
            .formatted(id, Hostile.json(said)));
  }

  /// Asks with whatever an agent may write.
  Answer ask(String contract, String id, String action) {
    return write(
        AGENT,
        "/v1/dispatches",
        """
        {"dispatchId": "%s", "contractId": "%s", "action": "%s", "resources": ["desk/%s"],
         "parameters": {"amount": 250, "note": %s, "patch": %s},
         "justification": %s, "labels": {"ticket": %s}, "costMicros": 250000}
        """
            .formatted(
                id,
                contract,
                action,
                id,
                Hostile.json(said),
                Hostile.json("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+" + said + "\n"),
                Hostile.json(said),
                Hostile.json(said)));
  }

  void evidence(String contract, String dispatch) {
    write(
        OPERATOR,
        "/v1/evidence",
        """
        {"contractId": "%s", "dispatchId": "%s",
         "evidence": {"kind": "tests", "content": "%s", "producer": %s, "at": "2026-11-20T09:00:00Z",
                      "lineage": [], "claims": {"passed": true, "said": %s}},
         "facts": [{"name": "balance", "key": %s, "value": {"text": %s},
                    "observedAt": "2026-11-20T09:00:00Z"}]}
        """
            .formatted(
                contract,
                dispatch,
                Digest.of("report").value(),
                Hostile.json(said),
                Hostile.json(said),
                Hostile.json(said),
                Hostile.json(said)));
  }

  String state(String dispatch) {
    return Members.text(ledger.get(OPERATOR, "/v1/dispatches/" + dispatch).json(), "state");
  }

  Answer write(String caller, String path, String body) {
    Answer answer = ledger.post(caller, path, body);
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    return answer;
  }
}
