package dev.phaseledger.console;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Breach;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.CountsView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.HealthMeasure;
import dev.phaseledger.api.query.HealthView;
import dev.phaseledger.api.query.MapsView;
import dev.phaseledger.api.query.MapsView.DraftState;
import dev.phaseledger.api.query.MapsView.MapState;
import dev.phaseledger.api.query.MapsView.VersionInForce;
import dev.phaseledger.api.query.ReplayJobView;
import dev.phaseledger.api.query.ReplayView;
import dev.phaseledger.api.query.SummaryView;
import dev.phaseledger.api.query.TrailView;
import dev.phaseledger.api.query.TrailView.Step;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.console.page.Words;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fixed views with what pages find hard: long names, long JSON, markup in texts.
final class Views {

  static final TenantId TENANT = new TenantId("acme");
  static final String HOSTILE = "<script>alert('x')</script> & \"quotes\"";
  static final String LONG_ID = "agent-7." + "checkout-service-refactoring.".repeat(3) + "0001";

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00.123456789Z");
  private static final ContractId CONTRACT = new ContractId("checkout-refactoring-2026-11");
  private static final AgentId AGENT = new AgentId("agent-7");

  private Views() {}

  /// When pages are looked at.
  static final Instant LOOKED_AT = Instant.parse("2026-11-28T10:20:30Z");

  /// One of each: flagged, within its limit, too few to say; with what a map's author may have
  /// called a gate.
  static HealthView health(Instant from, Instant to) {
    return new HealthView(
        from,
        to,
        from.minus(java.time.Duration.between(from, to)),
        List.of(
            new HealthView.Rate(
                HealthMeasure.INCIDENTS,
                counted(40, "sign=INCIDENT"),
                counted(2_000, "sign=UNASKED")),
            new HealthView.Rate(
                HealthMeasure.VETOED,
                counted(12, "verdict=VETOED"),
                counted(2_300, "type=dispatch.decided")),
            new HealthView.Rate(
                HealthMeasure.REPLANS, counted(1, "sign=REPLAN"), counted(1, "sign=IN_RUN"))),
        List.of(
            new HealthView.Gate(
                "payments/<script>alert(1)</script>",
                counted(240, "gate=payments%2F%3Cscript%3E&from=x"),
                counted(239, "a"),
                counted(0, "b"),
                counted(1, "c")),
            new HealthView.Gate(
                "repo-writes/four-eyes",
                counted(100, "d"),
                counted(90, "e"),
                counted(10, "f"),
                counted(0, "g"))),
        new HealthView.Detection(counted(3, "type=failure.signalled"), 1_500, 90_000, 7_200_000),
        List.of(
            new HealthView.Drift(
                HealthView.Attribute.ACTION,
                "repo.write",
                counted(30, "h"),
                counted(100, "i"),
                counted(5, "j"),
                counted(100, "k"))),
        List.of("Failures that nobody signalled are in none of these numbers."),
        40_022);
  }

  private static HealthView.Counted counted(long count, String entries) {
    return new HealthView.Counted(count, entries);
  }

  static CountsView counts() {
    return new CountsView(
        List.of(
            count("2026-11-27T00:00:00Z", "AUTHORIZED", 400),
            count("2026-11-28T00:00:00Z", "AUTHORIZED", 100),
            count("2026-11-28T00:00:00Z", "VETOED", 1)),
        501);
  }

  private static CountsView.Count count(String from, String verdict, long entries) {
    return new CountsView.Count(Optional.of(Instant.parse(from)), Optional.of(verdict), entries);
  }

  static SummaryView summary() {
    Map<String, Long> verdicts = new LinkedHashMap<>();
    verdicts.put("AUTHORIZED", 10_482L);
    verdicts.put("CONSTRAINED", 611L);
    verdicts.put("APPROVAL_REQUIRED", 207L);
    verdicts.put("DEFERRED", 88L);
    verdicts.put("VETOED", 1_203L);
    Map<String, Long> vetoes = new LinkedHashMap<>();
    vetoes.put("repo-writes/no-force-push", 720L);
    vetoes.put("contract/scope", 301L);
    vetoes.put("payments/refund-within-policy-and-below-the-limit-of-the-autonomy-level", 121L);
    vetoes.put("contract/stopping.actionsPerHourMax", 61L);
    return new SummaryView(
        14,
        233,
        12_591,
        verdicts,
        vetoes,
        Map.of("SUCCEEDED", 9_801L, "FAILED", 212L, "UNKNOWN", 9L),
        7,
        31,
        40_022,
        40_022);
  }

  static List<DispatchView> dispatches() {
    return List.of(
        dispatch("d-0191f7c4-5d2e-7c11", Verdict.AUTHORIZED, "SUCCEEDED", Optional.empty()),
        dispatch("d-0191f7c4-5d2e-7c12", Verdict.CONSTRAINED, "RELEASED", Optional.empty()),
        dispatch(LONG_ID, Verdict.VETOED, "VETOED", Optional.of(NOW.minusSeconds(900_000))),
        dispatch("d-0191f7c4-5d2e-7c14", Verdict.DEFERRED, "DEFERRED", Optional.empty()),
        pending());
  }

  static DispatchView pending() {
    return dispatch("d-0191f7c4-5d2e-7c15", Verdict.APPROVAL_REQUIRED, "PENDING", Optional.empty());
  }

  static DispatchView recordedCall() {
    return dispatch(
        "d-recorded", Verdict.AUTHORIZED, "RELEASED", Optional.of(NOW.minusSeconds(900_000)));
  }

  static TrailView trail(String id) {
    DispatchView dispatch =
        dispatch(id, Verdict.AUTHORIZED, "SUCCEEDED", Optional.of(NOW.minusSeconds(900_000)));
    DispatchId dispatchId = new DispatchId(id);
    return new TrailView(
        dispatch,
        List.of(
            step(
                101,
                new DispatchDecided(
                    CONTRACT,
                    AGENT,
                    dispatch.request(),
                    Forms.digest(dispatch.request()),
                    judgement(Verdict.APPROVAL_REQUIRED)),
                "Agent agent-7 asked for payments.refund: needs approval. " + HOSTILE),
            step(
                104,
                new EvidenceRecorded(
                    CONTRACT,
                    Optional.of(dispatchId),
                    new Evidence(
                        "tool-output",
                        Digest.of("report"),
                        "reservation-service",
                        NOW,
                        List.of(),
                        JsonValue.Fields.EMPTY),
                    List.of(new Fact("reservation", "ZFA04Y", parameters(), NOW))),
                "Evidence of kind tool-output by reservation-service was put on record. It shows one"
                    + " fact."),
            step(
                107,
                new ApprovalRecorded(
                    CONTRACT,
                    dispatchId,
                    new PrincipalId("reviewer-1"),
                    Optional.empty(),
                    Set.of("reviewer"),
                    true,
                    Digest.of("shown"),
                    "within policy"),
                "reviewer-1 approved. Reason: within policy"),
            step(
                108,
                new DispatchRejudged(CONTRACT, AGENT, dispatchId, judgement(Verdict.CONSTRAINED)),
                "It was judged anew: authorized with rewritten parameters."),
            step(
                120,
                new OutcomeRecorded(
                    CONTRACT, AGENT, dispatchId, Outcome.SUCCEEDED, "refunded", Optional.empty()),
                "Agent agent-7 reported: it succeeded. refunded"),
            step(
                126,
                new FailureSignalled(
                    CONTRACT,
                    AGENT,
                    Optional.of(dispatchId),
                    "sig-1",
                    "agent.overclaimed",
                    Severity.HIGH,
                    "ci",
                    "only part of it was refunded",
                    NOW,
                    NOW,
                    List.of(),
                    List.of()),
                "ci detected a failure (agent.overclaimed, high): only part of it was refunded")));
  }

  static List<AgentView> agents() {
    return List.of(
        agent("agent-7", "ACTIVE", 3, "refactors services", Set.of("coder", "reviewer")),
        agent(LONG_ID, "REVOKED", 0, HOSTILE, Set.of()));
  }

  static MapsView maps() {
    return new MapsView(
        List.of(
            new MapState(
                "repo-writes",
                Optional.of(
                    new VersionInForce(
                        2, Digest.of("v2"), Optional.of("it was published elsewhere " + HOSTILE))),
                2,
                2,
                Optional.empty()),
            new MapState(
                HOSTILE,
                Optional.empty(),
                0,
                0,
                Optional.of(new DraftState(false, Set.of("author-1", "author-2"), 90)))),
        true);
  }

  static List<ReplayJobView> replays() {
    return List.of(
        new ReplayJobView(
            "rp-2",
            "FAILED",
            "run " + HOSTILE,
            40_022,
            1_024,
            300,
            0,
            "auditor-1",
            NOW,
            Optional.empty(),
            Optional.of("the log ends early " + HOSTILE)),
        new ReplayJobView(
            "rp-1",
            "DONE",
            "",
            40_022,
            40_022,
            12_591,
            2,
            "auditor-1",
            NOW,
            Optional.of(Digest.of("replay")),
            Optional.empty()));
  }

  /// A replay that has found what must never be found.
  static ReplayView replay(Digest digest) {
    return new ReplayView(
        digest,
        JsonValue.Fields.builder()
            .put("selection", JsonValue.Fields.builder().put("run", HOSTILE).build())
            .put("toPosition", 40_022)
            .put("by", "auditor-1")
            .put("at", NOW.toString())
            .put("decisions", 12_591)
            .put("equal", 12_589)
            .put("different", 2)
            .put("unreadable", 3)
            .put(
                "firstDifference",
                JsonValue.Fields.builder()
                    .put("position", 101)
                    .put("dispatchId", "d-first")
                    .put("contractId", CONTRACT.value())
                    .put("agentId", AGENT.value())
                    .put("recorded", said("AUTHORIZED"))
                    .put("derived", said("VETOED"))
                    .put("because", "the policy's digest: recorded " + HOSTILE)
                    .build())
            .build());
  }

  private static JsonValue.Fields said(String verdict) {
    return JsonValue.Fields.builder()
        .put("verdict", verdict)
        .put("explanation", "says so " + HOSTILE)
        .build();
  }

  private static AgentView agent(
      String id, String status, int level, String description, Set<String> roles) {
    Map<String, Long> verdicts = new LinkedHashMap<>();
    verdicts.put("AUTHORIZED", 4_102L);
    verdicts.put("CONSTRAINED", 0L);
    verdicts.put("APPROVAL_REQUIRED", 12L);
    verdicts.put("VETOED", 380L);
    return new AgentView(
        id,
        description,
        status,
        level,
        5,
        "team-lead",
        roles,
        verdicts,
        Map.of("SUCCEEDED", 4_000L, "FAILED", 3L),
        4,
        NOW,
        new Competence(4_003, 4_000, 3, 12, 0, 380, NOW, NOW, 12, 12, 0, 99),
        99);
  }

  private static DispatchView dispatch(
      String id, Verdict verdict, String state, Optional<Instant> recordedAt) {
    DispatchRequest request =
        new DispatchRequest(
            new DispatchId(id),
            "payments.refund",
            List.of("crm/customers/8812/reservations/ZFA04Y", "payments/refunds/8812"),
            parameters(),
            "The customer says: \"" + HOSTILE + "\"\nand wants the money back.",
            Map.of("ticket", "T-4711", "channel", "chat"),
            Set.of("personal", "payment"),
            1_250_000,
            true,
            Optional.of("submit"),
            recordedAt);
    return new DispatchView(
        id,
        CONTRACT.value(),
        AGENT.value(),
        state,
        request,
        judgement(verdict),
        List.of(),
        state.equals("PENDING") ? Optional.of(Digest.of("shown").value()) : Optional.empty(),
        NOW,
        100,
        101);
  }

  private static Judgement judgement(Verdict verdict) {
    return new Judgement(
        verdict,
        "payments/refund-within-policy says: a refund above 100 needs a human, and this is "
            + Words.of(verdict.name())
            + ".",
        new Basis(NOW, 1, 4, 3, Digest.of("policy")),
        verdict == Verdict.VETOED
            ? Optional.of(new Breach("scope", "resource 'crm/x' is outside", true))
            : Optional.empty(),
        List.of(
            new InvariantResult(
                "payments",
                "known-customer",
                InvariantResult.Outcome.HOLDS,
                Effect.NONE,
                Enforcement.ENFORCE,
                ""),
            new InvariantResult(
                "payments",
                "refund-within-policy-and-below-the-limit-of-the-autonomy-level",
                InvariantResult.Outcome.VIOLATED,
                Effect.REQUIRE_APPROVAL,
                Enforcement.ENFORCE,
                "a refund of 1250.50 is above 100, which the agent's level does not cover"),
            new InvariantResult(
                "payments",
                "polite",
                InvariantResult.Outcome.ERROR,
                Effect.SIGNAL,
                Enforcement.AUDIT,
                "no such key: tone")),
        List.of(new FactRead("reservation", "ZFA04Y", NOW, Digest.of("fact"))),
        verdict == Verdict.CONSTRAINED ? Optional.of(parameters()) : Optional.empty(),
        verdict == Verdict.APPROVAL_REQUIRED
            ? Optional.of(new ApprovalRequirement(Set.of("reviewer", "lead"), 2))
            : Optional.empty(),
        verdict == Verdict.DEFERRED ? Optional.of("fresh tests") : Optional.empty());
  }

  private static JsonValue.Fields parameters() {
    return JsonValue.Fields.builder()
        .put("amount", "1250.50")
        .put("note", "x".repeat(220))
        .put("nested", JsonValue.Items.ofTexts(List.of("one", "two")))
        .put("empty", JsonValue.Fields.EMPTY)
        .build();
  }

  private static Step step(long position, LedgerEvent event, String sentence) {
    byte[] entry =
        EntryCodec.encode(
            "event-" + position,
            StreamId.contract(TENANT, CONTRACT),
            position,
            NOW.plusSeconds(position),
            new PrincipalId("agent-7"),
            Optional.empty(),
            event);
    return new Step(
        position,
        position - 1,
        NOW.plusSeconds(position),
        "agent-7",
        EventCodec.typeOf(event),
        sentence,
        new String(entry, StandardCharsets.UTF_8));
  }
}
