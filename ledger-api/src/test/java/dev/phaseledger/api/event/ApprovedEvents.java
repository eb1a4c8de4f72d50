package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Breach;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.LogEvent.KeyRotated;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// One event of each type with every member present, as the approved files hold them.
final class ApprovedEvents {

  static final List<LedgerEvent> ALL =
      List.of(
          new AgentRegistered(
              agent(), "Sorts \u201cincoming\u201d mail", 2, person(), Set.of("sorter", "reader")),
          new AgentLevelChanged(agent(), 2, 3, "200 dispatches without a finding"),
          new AgentRevoked(agent(), "acts on stale data"),
          new AgentReinstated(agent(), 1, "data source repaired"),
          new InvariantMapPublished(
              "mail", 4, Digest.of("map"), "name: mail\nversion: 4\n# \"quoted\"\tand tabbed\n"),
          new KeyRotated(
              "ledger.example/acme+0d6ae1ea+AWJNhtA/EvsTOaoIbBkfjmHTWxJM1dOm7s9O5+Q0jqOV",
              "ledger.example/acme+6a1ff4b2+AVmGdGS1ZcmYn8u3A6gSAQ0Cb+b6NQG5oZ5QeJsd3YQj",
              Instant.parse("2026-02-07T09:00:00Z"),
              person(),
              "yearly change"),
          new ContractIssued(contract(), terms()),
          new ContractRevoked(contract(), agent(), "left its scope", RevocationCause.BREACH),
          new DispatchDecided(
              contract(), agent(), request(), Forms.digest(request()), pendingApproval()),
          new ApprovalRecorded(
              contract(),
              dispatch(),
              person(),
              Set.of("finance", "mail"),
              true,
              Digest.of("shown"),
              "checked with the sender"),
          new DispatchRejudged(contract(), agent(), dispatch(), everythingElse()),
          new EvidenceRecorded(
              contract(),
              Optional.of(dispatch()),
              evidence(),
              List.of(
                  new Fact("quota", "inbox", Json.parse("10.50"), time(7)),
                  new Fact("holiday", "", Json.parse("{\"until\":null}"), time(8)))),
          new OutcomeRecorded(
              contract(),
              agent(),
              dispatch(),
              Outcome.FAILED,
              "the mailbox was full",
              Optional.of(evidence())),
          new FailureSignalled(
              contract(),
              agent(),
              Optional.of(dispatch()),
              "agent.overclaimed",
              "reported a move that did not happen",
              time(9),
              time(10)),
          new SubjectErased(new SubjectId("customer-17"), "asked to be forgotten"));

  private ApprovedEvents() {}

  static AgentId agent() {
    return new AgentId("agent-7");
  }

  static ContractId contract() {
    return new ContractId("contract-1");
  }

  static Instant time(int minute) {
    return Instant.parse("2026-01-31T09:00:00.120Z").plus(Duration.ofMinutes(minute));
  }

  private static DispatchId dispatch() {
    return new DispatchId("dispatch-1");
  }

  private static PrincipalId person() {
    return new PrincipalId("reviewer@example.org");
  }

  private static ContractTerms terms() {
    return new ContractTerms(
        1,
        agent(),
        "Sort the mail of January",
        List.of("mail/inbox/**", "mail/archive/*"),
        List.of("mail/inbox/board/**"),
        Set.of("mail.move", "mail.label"),
        Map.of("mail.move", fields("{\"type\":\"object\",\"required\":[\"to\"]}")),
        Set.of("personal", "internal"),
        2,
        5,
        new StoppingConditions(
            Instant.parse("2026-01-31T09:00:00Z"),
            Instant.parse("2026-02-28T23:59:59.999999999Z"),
            OptionalLong.of(1000),
            OptionalInt.of(60),
            OptionalLong.of(Form.INTEGER_MAX),
            Optional.of(Duration.ofHours(49).plusMillis(500))),
        List.of(new Phase("plan", Set.of()), new Phase("move", Set.of("plan-review", "dry-run"))),
        BreachAction.REVOKE_CONTRACT,
        fields("{\"region\":\"eu\",\"weights\":[0.10,1e2,12345678901234567890]}"));
  }

  private static DispatchRequest request() {
    return new DispatchRequest(
        dispatch(),
        "mail.move",
        List.of("mail/inbox/4711"),
        fields("{\"to\":\"mail/archive/2026\",\"limit\":9007199254740993,\"share\":2.50}"),
        "The thread is closed.",
        Map.of("team", "office", "batch", "31"),
        Set.of("personal"),
        1500,
        true,
        Optional.of("move"),
        Optional.of(time(1)));
  }

  private static Judgement pendingApproval() {
    return new Judgement(
        Verdict.APPROVAL_REQUIRED,
        "A person of finance or mail must approve.",
        new Basis(time(2), 1, 3, 2, Digest.of("policy")),
        Optional.empty(),
        List.of(
            result("within-hours", InvariantResult.Outcome.HOLDS, Effect.VETO, ""),
            result("addressee-known", InvariantResult.Outcome.HOLDS, Effect.VETO, ""),
            result(
                "irreversible-needs-a-person",
                InvariantResult.Outcome.VIOLATED,
                Effect.REQUIRE_APPROVAL,
                "the move cannot be undone"),
            result("archive-open", InvariantResult.Outcome.HOLDS, Effect.DEFER, "")),
        List.of(new FactRead("quota", "inbox", time(0), Digest.of("10.5"))),
        Optional.empty(),
        Optional.of(new ApprovalRequirement(Set.of("mail", "finance"), 2)),
        Optional.empty());
  }

  private static Judgement everythingElse() {
    return new Judgement(
        Verdict.DEFERRED,
        "Wait for the archive.",
        new Basis(time(3), 1, 4, 2, Digest.of("policy")),
        Optional.of(new Breach("open-dispatches", "6 are open, 5 may be", false)),
        List.of(),
        List.of(),
        Optional.of(fields("{\"to\":\"mail/archive/2026\",\"limit\":10}")),
        Optional.empty(),
        Optional.of("archive-open"));
  }

  private static InvariantResult result(
      String invariant, InvariantResult.Outcome outcome, Effect effect, String message) {
    return new InvariantResult("mail", invariant, outcome, effect, Enforcement.ENFORCE, message);
  }

  private static Evidence evidence() {
    return new Evidence(
        "dry-run",
        Digest.of("report"),
        "mail-simulator",
        time(6),
        List.of(Digest.of("second"), Digest.of("first")),
        fields("{\"passed\":true,\"moved\":12}"));
  }

  private static Fields fields(String json) {
    return (Fields) Json.parse(json);
  }
}
