package dev.phaseledger.command.contract;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Silence;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A contract's events as they may follow each other, with arbitrary content, drawn from a seed.
final class RandomHistory {

  /// Open dispatches from which on outcomes are recorded before anything else.
  private static final int OPEN_MAX = 40;

  /// Steps on average between revocations; most histories see one.
  private static final int STEPS_PER_REVOCATION = 600;

  /// An event, and when and by whom it was caused.
  record Step(ContractEvent event, ContractState.Cause cause) {}

  private final Random random;
  private final ContractTerms terms =
      Scenario.terms(terms -> {
        terms.inputs = Map.of("write", Fields.with("type", new JsonValue.Text("object")).build());
        terms.durationMax = Optional.of(java.time.Duration.ofHours(1));
        return terms;
      });
  private Instant now = Scenario.NOW;
  private ContractState state;
  private int number;

  RandomHistory(long seed) {
    random = new Random(seed);
    state = ContractState.issued(new ContractIssued(contract(), terms));
  }

  /// The first event and as many more.
  List<Step> steps(int count) {
    var steps = new ArrayList<Step>();
    steps.add(new Step(new ContractIssued(contract(), terms), cause()));
    while (steps.size() <= count) {
      var step = new Step(event(), cause());
      state = state.evolve(step.event(), step.cause());
      steps.add(step);
    }
    return steps;
  }

  private ContractState.Cause cause() {
    int stride = random.nextInt(30) == 0 ? 90_000 : 200;
    now = now.plusSeconds(random.nextInt(stride)).plusNanos(1_000L * random.nextInt(1_000_000));
    return new ContractState.Cause(principal(), now);
  }

  private ContractEvent event() {
    Optional<DispatchId> pending = open(Pending.class::isInstance);
    Optional<DispatchId> released = open(OpenDispatch.Released.class::isInstance);
    if (released.isPresent() && (state.open().size() > OPEN_MAX || random.nextInt(4) == 0)) {
      return new OutcomeRecorded(
          contract(), Scenario.AGENT, released.get(), one(Outcome.values()), text(), maybe());
    }
    if (pending.isPresent() && (state.open().size() > OPEN_MAX || random.nextInt(3) == 0)) {
      return onPending(pending.get());
    }
    Optional<DispatchId> deferred = open(OpenDispatch.Deferred.class::isInstance);
    if (deferred.isPresent() && (state.open().size() > OPEN_MAX || random.nextInt(3) == 0)) {
      return random.nextInt(3) == 0
          ? closed(deferred.get())
          : new DispatchRejudged(contract(), Scenario.AGENT, deferred.get(), judgement());
    }
    if (state.active() && random.nextInt(STEPS_PER_REVOCATION) == 0) {
      return new ContractRevoked(contract(), Scenario.AGENT, text(), one(RevocationCause.values()));
    }
    return switch (random.nextInt(6)) {
      case 5 -> state.active() ? aboutTheContract() : decided();
      case 0 -> new EvidenceRecorded(contract(), Optional.empty(), evidence(), facts());
      case 1 ->
          new FailureSignalled(
              contract(),
              Scenario.AGENT,
              Optional.empty(),
              text(),
              one(new String[] {Silence.KIND, text()}),
              Severity.LOW,
              one(new String[] {Silence.DETECTOR, text()}),
              text(),
              now,
              now,
              List.of(),
              List.of());
      default -> decided();
    };
  }

  private ContractEvent onPending(DispatchId pending) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> answer(pending);
      case 2 -> closed(pending);
      case 3 ->
          approvers(pending).stream()
              .findFirst()
              .<ContractEvent>map(by -> new ApprovalWithdrawn(contract(), pending, by, text()))
              .orElseGet(() -> answer(pending));
      case 4 ->
          new ApprovalEscalated(
              contract(), pending, Set.of("lead", "r" + random.nextInt(3)), text());
      default -> new DispatchRejudged(contract(), Scenario.AGENT, pending, judgement());
    };
  }

  private DispatchClosed closed(DispatchId dispatch) {
    return new DispatchClosed(
        contract(), Scenario.AGENT, dispatch, one(Closing.values()), text(), Optional.empty());
  }

  private ContractEvent aboutTheContract() {
    int kind = random.nextInt(10);
    if (kind == 0 && state.delegations().children().size() < Delegation.CHILDREN_MAX) {
      return new ContractDelegated(
          contract(),
          new ContractId("child-" + number++),
          new AgentId("agent-" + random.nextInt(9)),
          random.nextBoolean() ? OptionalLong.of(random.nextInt(9)) : OptionalLong.empty(),
          random.nextBoolean() ? OptionalLong.of(random.nextInt(9_999)) : OptionalLong.empty());
    }
    if (kind == 1) {
      return new ContractAmended(
          contract(),
          Scenario.terms(terms -> {
            terms.phases =
                random.nextBoolean()
                    ? List.of()
                    : List.of(
                        new Phase("plan", Set.of()),
                        new Phase(
                            "build",
                            Set.of("diff"),
                            List.of(new Gate("tests", Optional.of("junit-xml"), true))));
            return terms;
          }),
          text());
    }
    return kind < 5 || state.terms().phases().isEmpty()
        ? new HeartbeatRecorded(contract(), Scenario.AGENT, text())
        : new PhaseDecided(
            contract(),
            Scenario.AGENT,
            one(new String[] {"plan", "build"}),
            random.nextBoolean(),
            text(),
            text(),
            List.of(Digest.of(text())));
  }

  private DispatchDecided decided() {
    DispatchRequest request = Scenario.deploy("d-" + number++, random.nextInt(1_000));
    return new DispatchDecided(
        contract(),
        Scenario.AGENT,
        request,
        Forms.digest(request),
        judgement(state.active() ? one(Verdict.values()) : Verdict.VETOED),
        random.nextBoolean() ? Optional.of(principal()) : Optional.empty());
  }

  private ApprovalRecorded answer(DispatchId dispatch) {
    var pending = (Pending) Objects.requireNonNull(state.open().get(dispatch));
    return new ApprovalRecorded(
        contract(),
        dispatch,
        principal(),
        random.nextBoolean() ? Optional.of(principal()) : Optional.empty(),
        Set.of("approver", "r" + random.nextInt(3)),
        random.nextInt(3) > 0,
        ApprovalBinding.digest(dispatch, pending.requestDigest(), pending.judgement().basis()),
        text());
  }

  private List<PrincipalId> approvers(DispatchId dispatch) {
    var pending = (Pending) Objects.requireNonNull(state.open().get(dispatch));
    return pending.approvals().stream().map(given -> given.event().approver()).toList();
  }

  private Judgement judgement() {
    return judgement(one(Verdict.values()));
  }

  private Judgement judgement(Verdict verdict) {
    return new Judgement(
        verdict,
        text(),
        new Basis(now, 1, random.nextInt(3), random.nextInt(9), Digest.of("p" + random.nextInt(2))),
        Optional.empty(),
        List.of(
            new Judgement.InvariantResult(
                "map",
                "INV-" + random.nextInt(9),
                one(Judgement.InvariantResult.Outcome.values()),
                one(Judgement.Effect.values()),
                one(Judgement.Enforcement.values()),
                text())),
        List.of(new Judgement.FactRead("stock", "k", now, Digest.of(text()))),
        random.nextBoolean()
            ? Optional.of(Fields.with("amount", number()).build())
            : Optional.empty(),
        Optional.of(new ApprovalRequirement(Set.of("approver"), 1 + random.nextInt(3))),
        random.nextBoolean()
            ? Optional.of(
                one(new String[] {text(), "EVIDENCE(tests)", "FACT(stock,k1) & AFTER(PT1H)"}))
            : Optional.empty(),
        random.nextBoolean()
            ? Optional.of(java.time.Duration.ofMinutes(1 + random.nextInt(90)))
            : Optional.empty());
  }

  private Evidence evidence() {
    return new Evidence(
        one(new String[] {"tests", "diff", "review"}),
        Digest.of(text()),
        text(),
        now,
        List.of(Digest.of(text())),
        Fields.with("passed", JsonValue.Bool.of(random.nextBoolean())).put("n", number()).build());
  }

  private List<Fact> facts() {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(_ ->
            new Fact(
                one(new String[] {"stock", "quota"}),
                random.nextBoolean() ? "" : "k" + random.nextInt(20),
                number(),
                now))
        .toList();
  }

  private Optional<Evidence> maybe() {
    return random.nextBoolean() ? Optional.of(evidence()) : Optional.empty();
  }

  private Optional<DispatchId> open(Predicate<OpenDispatch> kind) {
    return state.open().entrySet().stream()
        .filter(open -> kind.test(open.getValue()))
        .map(Map.Entry::getKey)
        .min((a, b) -> a.value().compareTo(b.value()));
  }

  private JsonValue number() {
    return new JsonValue.Num(new BigDecimal(random.nextInt(2_000_000)).movePointLeft(2));
  }

  private String text() {
    return one(new String[] {"plain", "with \"quotes\"", "ünïcode \u20ac", "line\nbreak", ""})
        + random.nextInt(100);
  }

  private PrincipalId principal() {
    int number = random.nextInt(5);
    return new PrincipalId(number == 0 ? Scenario.AGENT.value() : "someone-" + number);
  }

  private static ContractId contract() {
    return Scenario.CONTRACT;
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
