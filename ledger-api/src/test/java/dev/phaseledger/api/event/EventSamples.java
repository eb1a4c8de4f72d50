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
import dev.phaseledger.api.value.JsonSamples;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Events of every type with arbitrary content, drawn from a seeded source.
final class EventSamples {

  private static final int LONGEST_LIST = 4;

  private final RandomGenerator random;
  private final JsonSamples json;

  EventSamples(RandomGenerator random) {
    this.random = random;
    this.json = new JsonSamples(random);
  }

  /// One event of each type.
  Stream<LedgerEvent> ofEachType() {
    return Stream.of(
        new AgentRegistered(agent(), text(), small(), principal(), set()),
        new AgentLevelChanged(agent(), small(), small(), text(), maybe(this::cause)),
        new AgentSuspended(agent(), text(), maybe(this::cause)),
        new AgentRevoked(agent(), text(), maybe(this::cause)),
        new PromotionProposed(
            agent(),
            text(),
            small(),
            small(),
            text(),
            text(),
            competence(),
            small(),
            set(),
            instant()),
        new PromotionAnswered(agent(), text(), principal(), set(), random.nextBoolean(), text()),
        new AgentStepJudged(agent(), stepJudgement()),
        new PublicationJudged(stepJudgement()),
        new StepJudged(contract(), agent(), maybe(this::dispatch), stepJudgement()),
        new LadderPublished(text(), small(), digest(), text()),
        new PathsPublished(text(), small(), digest(), text()),
        new TemplatePublished(text(), small(), digest(), text()),
        new TenantHalted(text()),
        new TenantResumed(text()),
        new PolicyEvent.HoldPlaced(new HoldId(identifier()), new SubjectId(identifier()), text()),
        new PolicyEvent.HoldLifted(new HoldId(identifier()), new SubjectId(identifier()), text()),
        new AgentReinstated(agent(), small(), text()),
        new InvariantMapPublished(
            text(),
            small(),
            digest(),
            text(),
            maybe(() ->
                new PolicyEvent.Release(
                    digest(),
                    text(),
                    Set.of(principal()),
                    maybe(this::digest),
                    random.nextBoolean(),
                    maybe(this::text)))),
        new PolicyEvent.InvariantMapDrafted(
            text(), text(), maybe(this::digest), Set.of(principal())),
        new PolicyEvent.DraftDiscarded(text()),
        new PolicyEvent.PublishingRuleSet(random.nextBoolean(), text()),
        new KeyRotated(text(), text(), instant(), principal(), text()),
        new ContractIssued(contract(), terms()),
        new ContractAmended(contract(), terms(), text()),
        new ContractDelegated(contract(), contract(), agent(), maybeInteger(), maybeInteger()),
        new ContractEnded(contract(), agent(), one(Ending.values()), text()),
        new ContractRevoked(
            contract(), agent(), text(), one(RevocationCause.values()), maybe(this::cause)),
        new PhaseDecided(
            contract(), agent(), text(), random.nextBoolean(), text(), text(), list(this::digest)),
        new DispatchDecided(
            contract(), agent(), request(), digest(), judgement(), maybe(this::principal)),
        new ApprovalWithdrawn(contract(), dispatch(), principal(), text()),
        new ApprovalEscalated(contract(), dispatch(), set(), text()),
        new DispatchClosed(
            contract(), agent(), dispatch(), one(Closing.values()), text(), maybe(this::cause)),
        new ApprovalRecorded(
            contract(),
            dispatch(),
            principal(),
            maybe(this::principal),
            set(),
            random.nextBoolean(),
            digest(),
            text()),
        new DispatchRejudged(contract(), agent(), dispatch(), judgement()),
        new EvidenceRecorded(contract(), maybe(this::dispatch), evidence(), list(this::fact)),
        new OutcomeRecorded(
            contract(),
            agent(),
            dispatch(),
            one(ContractEvent.Outcome.values()),
            text(),
            maybe(this::evidence),
            maybeInteger()),
        new FailureSignalled(
            contract(),
            agent(),
            maybe(this::dispatch),
            text(),
            text(),
            one(Severity.values()),
            text(),
            text(),
            instant(),
            instant(),
            list(this::digest),
            list(this::integer)),
        new HeartbeatRecorded(contract(), agent(), text()),
        new PathTaken(
            contract(), agent(), maybe(this::dispatch), cause(), list(this::text), text()),
        new RollbackRequested(contract(), agent(), dispatch(), contract(), text(), cause()),
        new NotificationRequested(contract(), agent(), text(), cause()),
        new SubjectErased(new SubjectId(identifier()), text()));
  }

  ContractTerms terms() {
    return new ContractTerms(
        small(),
        agent(),
        text(),
        list(this::text),
        list(this::text),
        set(),
        map(this::fields),
        set(),
        small(),
        small(),
        new StoppingConditions(
            instant(),
            instant(),
            maybeInteger(),
            random.nextBoolean() ? OptionalInt.of(small()) : OptionalInt.empty(),
            maybeInteger(),
            maybe(this::duration),
            maybe(this::text),
            maybe(this::duration)),
        list(() -> new Phase(text(), set(), list(this::gate))),
        one(BreachAction.values()),
        fields(),
        set(),
        maybe(this::contract),
        maybe(this::text));
  }

  private Gate gate() {
    return new Gate(text(), maybe(this::text), random.nextBoolean());
  }

  private Competence competence() {
    return new Competence(
        integer(), integer(), integer(), integer(), integer(), integer(), instant(), instant(),
        integer(), integer(), integer(), integer());
  }

  private CausedBy cause() {
    return new CausedBy(text(), text(), maybeInteger());
  }

  private OptionalLong maybeInteger() {
    return random.nextBoolean() ? OptionalLong.of(integer()) : OptionalLong.empty();
  }

  private Duration duration() {
    return Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000));
  }

  DispatchRequest request() {
    return new DispatchRequest(
        dispatch(),
        text(),
        list(this::text),
        fields(),
        text(),
        map(this::text),
        set(),
        integer(),
        random.nextBoolean(),
        maybe(this::text),
        maybe(this::instant));
  }

  Judgement judgement() {
    return new Judgement(
        one(Verdict.values()),
        text(),
        new Basis(instant(), small(), integer(), small(), digest()),
        maybe(() -> new Breach(text(), text(), random.nextBoolean())),
        results(),
        list(() -> new FactRead(text(), text(), instant(), digest())),
        maybe(this::fields),
        maybe(() ->
            new ApprovalRequirement(
                set(), small(), maybe(() -> new Escalation(duration(), set())))),
        maybe(this::text),
        maybe(this::duration),
        list(this::count));
  }

  StepJudgement stepJudgement() {
    return new StepJudgement(
        one(EnforcementPoint.values()),
        random.nextBoolean(),
        text(),
        fields(),
        new Basis(instant(), small(), integer(), small(), digest()),
        results(),
        list(() -> new FactRead(text(), text(), instant(), digest())),
        list(this::count));
  }

  private CountRead count() {
    return new CountRead(text(), text(), text(), duration(), integer(), integer());
  }

  Evidence evidence() {
    return new Evidence(
        text(), digest(), text(), instant(), list(this::digest), fields(), maybe(this::text));
  }

  Fact fact() {
    return new Fact(text(), text(), json.value(3), instant());
  }

  /// Few different values, so that neighbours often agree.
  private List<InvariantResult> results() {
    return IntStream.range(0, random.nextInt(12))
        .mapToObj(_ ->
            new InvariantResult(
                one("map-a", "map-b"),
                "invariant-" + random.nextInt(5),
                random.nextInt(3) > 0
                    ? InvariantResult.Outcome.HOLDS
                    : one(InvariantResult.Outcome.values()),
                one(Effect.NONE, Effect.VETO),
                random.nextInt(4) > 0 ? Enforcement.ENFORCE : one(Enforcement.values()),
                random.nextInt(4) > 0 ? "" : text(),
                random.nextInt(4) > 0 ? InvariantResult.Notes.NONE : notes()))
        .toList();
  }

  private InvariantResult.Notes notes() {
    return new InvariantResult.Notes(
        maybe(() -> one(Severity.values())), maybe(this::text), Map.of(text(), text()));
  }

  private String text() {
    return json.text();
  }

  private Fields fields() {
    return json.fields(3);
  }

  private String identifier() {
    return one("a", "7", "agent-1", "ci:job.3@host_2") + random.nextInt(100);
  }

  private AgentId agent() {
    return new AgentId(identifier());
  }

  private ContractId contract() {
    return new ContractId(identifier());
  }

  private DispatchId dispatch() {
    return new DispatchId(identifier());
  }

  private PrincipalId principal() {
    return new PrincipalId(identifier());
  }

  private Digest digest() {
    return Digest.of(Long.toString(random.nextLong()));
  }

  private int small() {
    return random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(10);
  }

  private long integer() {
    return random.nextLong(-Form.INTEGER_MAX, Form.INTEGER_MAX + 1);
  }

  private Instant instant() {
    long nanos = one(0L, 120_000_000L, 123_456_000L, 1L, 999_999_999L);
    return Instant.ofEpochSecond(random.nextLong(-62_167_219_200L, 253_402_300_800L), nanos);
  }

  private Set<String> set() {
    return Set.copyOf(list(this::text));
  }

  private <T> List<T> list(Supplier<T> element) {
    return Stream.generate(element).limit(random.nextInt(LONGEST_LIST + 1)).toList();
  }

  private <T> Map<String, T> map(Supplier<T> value) {
    // Sorted: the order of a copied set differs from run to run, and the seed must tell everything.
    return new TreeSet<>(set()).stream().collect(Collectors.toMap(key -> key, _ -> value.get()));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  @SafeVarargs
  private <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }
}
