package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Breach;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.Escalation;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.LogEvent.KeyRotated;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// One event of each type with every member present, as the approved files hold them.
final class ApprovedEvents {

  private static final CausedBy CAUSE =
      new CausedBy("too-many-failures", "sig-31", OptionalLong.of(411));

  static final List<LedgerEvent> ALL =
      List.of(
          new AgentRegistered(
              agent(), "Sorts \u201cincoming\u201d mail", 2, person(), Set.of("sorter", "reader")),
          new AgentLevelChanged(agent(), 3, 2, "5 failures within an hour", Optional.of(CAUSE)),
          new AgentSuspended(agent(), "8 failures within an hour", Optional.of(CAUSE)),
          new AgentRevoked(agent(), "acts on stale data", Optional.of(CAUSE)),
          new AgentReinstated(agent(), 1, "data source repaired"),
          new PromotionProposed(
              agent(),
              "promotion-3",
              2,
              3,
              "ladder office 4, level 2",
              "consecutivePasses 200 >= 200",
              new Competence(210, 205, 5, 200, 1, 9, time(-90), time(-60), 200, 200, 0, 5012),
              2,
              Set.of("mail"),
              time(600)),
          new PromotionAnswered(
              agent(), "promotion-3", person(), Set.of("mail", "approver"), true, "earned"),
          new AgentStepJudged(
              agent(), judged(EnforcementPoint.PROMOTION, "{\"promotion\":{\"from\":2,\"to\":3}}")),
          new PublicationJudged(
              judged(EnforcementPoint.PUBLISH, "{\"publication\":{\"kind\":\"map\"}}")),
          new StepJudged(
              contract(),
              agent(),
              Optional.of(dispatch()),
              judged(
                  EnforcementPoint.APPROVAL,
                  "{\"actor\":{\"id\":\"clerk\"},\"answer\":{\"approved\":true}}")),
          new LadderPublished("office", 4, Digest.of("ladder"), "kind: AutonomyLadder\n"),
          new PathsPublished("office", 2, Digest.of("paths"), "kind: RevocationPaths\n"),
          new TemplatePublished("sort", 1, Digest.of("template"), "kind: ContractTemplate\n"),
          new TenantHalted("mail server compromised"),
          new TenantResumed("mail server rebuilt"),
          new PolicyEvent.HoldPlaced(
              new HoldId("case-2026-17"), new SubjectId("customer-17"), "ordered by the court"),
          new PolicyEvent.HoldLifted(
              new HoldId("case-2026-17"), new SubjectId("customer-17"), "the case is closed"),
          new InvariantMapPublished(
              "mail",
              4,
              Digest.of("map"),
              "name: mail\nversion: 4\n# \"quoted\"\tand tabbed\n",
              Optional.of(
                  new PolicyEvent.Release(
                      Digest.of("environment"),
                      "cel=1.2 yaml=3.4",
                      Set.of(person()),
                      Optional.of(Digest.of("result")),
                      true,
                      Optional.of("the new one held up every payment")))),
          new PolicyEvent.InvariantMapDrafted(
              "mail", "name: mail\n", Optional.of(Digest.of("map")), Set.of(person())),
          new PolicyEvent.DraftDiscarded("mail"),
          new PolicyEvent.PublishingRuleSet(true, "two pairs of eyes"),
          new KeyRotated(
              "ledger.example/acme+0d6ae1ea+AWJNhtA/EvsTOaoIbBkfjmHTWxJM1dOm7s9O5+Q0jqOV",
              "ledger.example/acme+6a1ff4b2+AVmGdGS1ZcmYn8u3A6gSAQ0Cb+b6NQG5oZ5QeJsd3YQj",
              Instant.parse("2026-02-07T09:00:00Z"),
              person(),
              "yearly change"),
          new ContractIssued(contract(), terms()),
          new ContractAmended(contract(), terms(), "the archive moved"),
          new ContractDelegated(
              contract(),
              new ContractId("contract-2"),
              new AgentId("agent-8"),
              OptionalLong.of(10),
              OptionalLong.empty()),
          new ContractEnded(contract(), agent(), Ending.FULFILLED, "January is sorted"),
          new ContractRevoked(
              contract(), agent(), "failed too often", RevocationCause.PATH, Optional.of(CAUSE)),
          new PhaseDecided(
              contract(),
              agent(),
              "move",
              true,
              "the plan was reviewed",
              "every gate has passed",
              List.of(Digest.of("report"))),
          new DispatchDecided(
              contract(),
              agent(),
              request(),
              Forms.digest(request()),
              counting(noted(escalating())),
              Optional.of(person())),
          new ApprovalRecorded(
              contract(),
              dispatch(),
              person(),
              Optional.of(new PrincipalId("head@example.org")),
              Set.of("finance", "mail"),
              true,
              Digest.of("shown"),
              "checked with the sender"),
          new ApprovalWithdrawn(contract(), dispatch(), person(), "looked again"),
          new ApprovalEscalated(contract(), dispatch(), Set.of("board"), "nobody answered"),
          new DispatchClosed(
              contract(),
              agent(),
              dispatch(),
              Closing.CANCELLED,
              "the agent was suspended",
              Optional.of(CAUSE)),
          new DispatchRejudged(contract(), agent(), dispatch(), counting(noted(everythingElse()))),
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
              Optional.of(evidence()),
              OptionalLong.of(1750)),
          new FailureSignalled(
              contract(),
              agent(),
              Optional.of(dispatch()),
              "sig-31",
              "agent.overclaimed",
              Severity.HIGH,
              "mail-audit",
              "reported a move that did not happen",
              time(9),
              time(10),
              List.of(Digest.of("report")),
              List.of(407L, 409L)),
          new HeartbeatRecorded(contract(), agent(), "sorting the archive"),
          new PathTaken(
              contract(),
              agent(),
              Optional.of(dispatch()),
              CAUSE,
              List.of("demote 1", "cancel-open-dispatches"),
              "5 failures within PT1H, at least 5"),
          new RollbackRequested(
              contract(),
              agent(),
              dispatch(),
              new ContractId("contract-3"),
              "the move was wrong",
              CAUSE),
          new NotificationRequested(contract(), agent(), "on-call", CAUSE),
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

  static DispatchId dispatch() {
    return new DispatchId("dispatch-1");
  }

  static PrincipalId person() {
    return new PrincipalId("reviewer@example.org");
  }

  static ContractTerms terms() {
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
            Optional.of(Duration.ofHours(49).plusMillis(500)),
            Optional.of("contract.released >= 900"),
            Optional.of(Duration.ofMinutes(15))),
        List.of(
            new Phase("plan", Set.of()),
            new Phase(
                "move",
                Set.of("plan-review", "dry-run"),
                List.of(
                    new Gate("unit-tests", Optional.of("junit-xml"), true),
                    new Gate("rehearsal", Optional.empty(), false)))),
        BreachAction.REVOKE_CONTRACT,
        fields("{\"region\":\"eu\",\"weights\":[0.10,1e2,12345678901234567890]}"),
        Set.of("mail", "finance"),
        Optional.of(new ContractId("contract-0")),
        Optional.of("sort@1"));
  }

  static DispatchRequest request() {
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

  static Judgement pendingApproval() {
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

  /// With results that have more to say.
  private static Judgement noted(Judgement judgement) {
    var results = new ArrayList<>(judgement.results());
    results.add(
        new InvariantResult(
            "mail",
            "few-moves",
            InvariantResult.Outcome.EXEMPTED,
            Effect.CONSTRAIN,
            Enforcement.ENFORCE,
            "12 moves",
            new InvariantResult.Notes(
                Optional.of(Severity.HIGH),
                Optional.of("spring-cleaning"),
                Map.of("moves", "12", "folder", "archive"))));
    results.add(
        new InvariantResult(
            "mail",
            "quiet-hours",
            InvariantResult.Outcome.HOLDS,
            Effect.VETO,
            Enforcement.AUDIT,
            "",
            new InvariantResult.Notes(Optional.empty(), Optional.empty(), Map.of("hour", "9"))));
    return new Judgement(
        judgement.verdict(),
        judgement.explanation(),
        judgement.basis(),
        judgement.breach(),
        results,
        judgement.factsRead(),
        judgement.parameters(),
        judgement.approval(),
        judgement.until(),
        judgement.timeout());
  }

  static Judgement escalating() {
    Judgement pending = pendingApproval();
    return new Judgement(
        pending.verdict(),
        pending.explanation(),
        pending.basis(),
        pending.breach(),
        pending.results(),
        pending.factsRead(),
        pending.parameters(),
        Optional.of(
            new ApprovalRequirement(
                Set.of("mail", "finance"),
                2,
                Optional.of(new Escalation(Duration.ofHours(2), Set.of("board"))))),
        pending.until(),
        Optional.of(Duration.ofHours(8)));
  }

  private static Judgement counting(Judgement judgement) {
    return new Judgement(
        judgement.verdict(),
        judgement.explanation(),
        judgement.basis(),
        judgement.breach(),
        judgement.results(),
        judgement.factsRead(),
        judgement.parameters(),
        judgement.approval(),
        judgement.until(),
        judgement.timeout(),
        List.of(count()));
  }

  private static CountRead count() {
    return new CountRead("vetoes", "agent", "agent-7", Duration.ofHours(24), 3, 4711);
  }

  private static StepJudgement judged(EnforcementPoint point, String step) {
    Judgement pending = pendingApproval();
    return new StepJudgement(
        point,
        false,
        "Refused because mail/irreversible-needs-a-person: the move cannot be undone.",
        fields(step),
        pending.basis(),
        pending.results(),
        pending.factsRead(),
        List.of(count()));
  }

  static Judgement everythingElse() {
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

  static Evidence evidence() {
    return new Evidence(
        "dry-run",
        Digest.of("report"),
        "mail-simulator",
        time(6),
        List.of(Digest.of("second"), Digest.of("first")),
        fields("{\"passed\":true,\"moved\":12}"),
        Optional.of("junit-xml"));
  }

  private static Fields fields(String json) {
    return (Fields) Json.parse(json);
  }
}
