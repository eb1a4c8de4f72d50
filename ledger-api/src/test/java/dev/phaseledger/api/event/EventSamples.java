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
        new AgentLevelChanged(agent(), small(), small(), text()),
        new AgentRevoked(agent(), text()),
        new AgentReinstated(agent(), small(), text()),
        new InvariantMapPublished(text(), small(), digest(), text()),
        new KeyRotated(text(), text(), instant(), principal(), text()),
        new ContractIssued(contract(), terms()),
        new ContractRevoked(contract(), agent(), text(), one(RevocationCause.values())),
        new DispatchDecided(contract(), agent(), request(), digest(), judgement()),
        new ApprovalRecorded(
            contract(), dispatch(), principal(), set(), random.nextBoolean(), digest(), text()),
        new DispatchRejudged(contract(), agent(), dispatch(), judgement()),
        new EvidenceRecorded(contract(), maybe(this::dispatch), evidence(), list(this::fact)),
        new OutcomeRecorded(
            contract(),
            agent(),
            dispatch(),
            one(ContractEvent.Outcome.values()),
            text(),
            maybe(this::evidence)),
        new FailureSignalled(
            contract(), agent(), maybe(this::dispatch), text(), text(), instant(), instant()),
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
            random.nextBoolean() ? OptionalLong.of(integer()) : OptionalLong.empty(),
            random.nextBoolean() ? OptionalInt.of(small()) : OptionalInt.empty(),
            random.nextBoolean() ? OptionalLong.of(integer()) : OptionalLong.empty(),
            maybe(() -> Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000)))),
        list(() -> new Phase(text(), set())),
        one(BreachAction.values()),
        fields());
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
        maybe(() -> new ApprovalRequirement(set(), small())),
        maybe(this::text));
  }

  Evidence evidence() {
    return new Evidence(text(), digest(), text(), instant(), list(this::digest), fields());
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
                random.nextInt(4) > 0 ? "" : text()))
        .toList();
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
