package dev.phaseledger.query.testing;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.ApprovalBinding;
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
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
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
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.value.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Events as tests need them.
public final class Samples {

  public static final AgentId AGENT = new AgentId("agent-7");
  public static final ContractId CONTRACT = new ContractId("contract-1");
  public static final Digest POLICY = Digest.of("policy");
  public static final Instant NOW = Instant.parse("2026-11-20T09:00:00.000000001Z");

  private Samples() {}

  public static AgentRegistered registered(AgentId agent) {
    return new AgentRegistered(
        agent, "writes code", 2, new PrincipalId("team-lead"), Set.of("coder", "builder"));
  }

  public static ContractIssued issued(ContractId contract, AgentId agent) {
    return new ContractIssued(
        contract,
        new ContractTerms(
            1,
            agent,
            "fix the build",
            List.of("repo/**"),
            List.of("repo/secrets/**"),
            Set.of("repo.write", "repo.read"),
            Map.of(
                "repo.write", JsonValue.Fields.with("type", new JsonValue.Text("object")).build()),
            Set.of("internal"),
            1,
            3,
            new StoppingConditions(
                NOW,
                NOW.plus(Duration.ofDays(1)),
                OptionalLong.of(100),
                OptionalInt.of(10),
                OptionalLong.empty(),
                Optional.of(Duration.ofHours(2))),
            List.of(new Phase("plan", Set.of()), new Phase("submit", Set.of("tests"))),
            BreachAction.REVOKE_CONTRACT,
            JsonValue.Fields.with("risk", JsonValue.Num.of(3)).build()));
  }

  public static ContractRevoked revoked(ContractId contract, RevocationCause cause) {
    return new ContractRevoked(contract, AGENT, "no longer needed", cause);
  }

  public static DispatchDecided decided(ContractId contract, String dispatch, Verdict verdict) {
    return decided(contract, AGENT, dispatch, judgement(verdict));
  }

  public static DispatchDecided decided(
      ContractId contract, AgentId agent, String dispatch, Judgement judgement) {
    DispatchRequest request = request(dispatch);
    return new DispatchDecided(contract, agent, request, Forms.digest(request), judgement);
  }

  public static DispatchRequest request(String dispatch) {
    return new DispatchRequest(
        new DispatchId(dispatch),
        "repo.write",
        List.of("repo/main.c"),
        JsonValue.Fields.builder()
            .put("amount", new JsonValue.Num(new BigDecimal("10.000000000000000000000000001")))
            .put("lines", 1_000)
            .put("note", "a \"quoted\" <b>text</b>, {braces} \\ and null")
            .build(),
        "the build is red",
        Map.of("ticket", "T-1"),
        Set.of("internal"),
        250,
        true,
        Optional.of("plan"),
        Optional.empty());
  }

  public static Judgement judgement(Verdict verdict) {
    InvariantResult holds =
        new InvariantResult(
            "repo-writes",
            "small-changes",
            InvariantResult.Outcome.HOLDS,
            Effect.NONE,
            Enforcement.ENFORCE,
            "");
    List<InvariantResult> results =
        switch (verdict) {
          case AUTHORIZED -> List.of(holds);
          case CONSTRAINED -> List.of(holds, violated("limit-lines", Effect.CONSTRAIN));
          case APPROVAL_REQUIRED -> List.of(holds, violated("four-eyes", Effect.REQUIRE_APPROVAL));
          case DEFERRED -> List.of(holds, violated("tests-fresh", Effect.DEFER));
          case VETOED -> List.of(holds, violated("no-force-push", Effect.VETO));
        };
    return new Judgement(
        verdict,
        "It is " + verdict + ".",
        basis(1),
        Optional.empty(),
        results,
        List.of(new FactRead("reservation", "R1", NOW, Digest.of("fact"))),
        verdict == Verdict.CONSTRAINED
            ? Optional.of(JsonValue.Fields.with("lines", JsonValue.Num.of(10)).build())
            : Optional.empty(),
        verdict == Verdict.APPROVAL_REQUIRED
            ? Optional.of(new ApprovalRequirement(Set.of("reviewer"), 1))
            : Optional.empty(),
        verdict == Verdict.DEFERRED ? Optional.of("fresh tests") : Optional.empty());
  }

  public static Judgement breach(String clause) {
    return new Judgement(
        Verdict.VETOED,
        "The contract does not grant this.",
        basis(1),
        Optional.of(new Breach(clause, "outside", true)),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static Basis basis(long epoch) {
    return new Basis(NOW, 1, epoch, 2, POLICY);
  }

  public static DispatchRejudged rejudged(ContractId contract, String dispatch, Verdict verdict) {
    return new DispatchRejudged(contract, AGENT, new DispatchId(dispatch), judgement(verdict));
  }

  public static Digest shown(String dispatch) {
    return ApprovalBinding.digest(
        new DispatchId(dispatch), Forms.digest(request(dispatch)), basis(1));
  }

  public static ApprovalRecorded answered(ContractId contract, String dispatch, boolean granted) {
    return new ApprovalRecorded(
        contract,
        new DispatchId(dispatch),
        new PrincipalId("reviewer-1"),
        Optional.empty(),
        Set.of("reviewer"),
        granted,
        shown(dispatch),
        granted ? "looks right" : "too risky");
  }

  public static OutcomeRecorded ended(ContractId contract, String dispatch, Outcome outcome) {
    return new OutcomeRecorded(
        contract, AGENT, new DispatchId(dispatch), outcome, "all done", Optional.empty());
  }

  public static EvidenceRecorded evidence(ContractId contract, Optional<String> dispatch) {
    return new EvidenceRecorded(
        contract,
        dispatch.map(DispatchId::new),
        new Evidence("tests", Digest.of("report"), "ci", NOW, List.of(), JsonValue.Fields.EMPTY),
        List.of(new Fact("reservation", "R1", JsonValue.Num.of(7), NOW)));
  }

  public static FailureSignalled signalled(ContractId contract, Optional<String> dispatch) {
    return new FailureSignalled(
        contract,
        AGENT,
        dispatch.map(DispatchId::new),
        "sig-1",
        "agent.overclaimed",
        Severity.HIGH,
        "ci",
        "said done, was not",
        NOW,
        NOW.plusSeconds(5),
        List.of(),
        List.of());
  }

  public static InvariantMapPublished published(String name, int version) {
    return new InvariantMapPublished(
        name, version, Digest.of(name + version), "map: " + name + "\nversion: " + version + "\n");
  }

  private static InvariantResult violated(String invariant, Effect effect) {
    return new InvariantResult(
        "repo-writes",
        invariant,
        InvariantResult.Outcome.VIOLATED,
        effect,
        Enforcement.ENFORCE,
        invariant + " is violated");
  }
}
