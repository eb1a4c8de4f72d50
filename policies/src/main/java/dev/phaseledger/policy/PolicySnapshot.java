package dev.phaseledger.policy;

import com.google.common.collect.Sets;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.cel.JsonInputs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All invariant maps of a tenant that are in force at a time. Immutable and safe to share between
/// threads.
public final class PolicySnapshot {

  /// No map at all: invariants demand nothing, the contract alone decides.
  public static final PolicySnapshot EMPTY = of(List.of());

  private final List<CompiledMap> maps;
  private final Digest digest;
  private final Set<EnforcementPoint> points;
  private final boolean countsBeyondContracts;

  private PolicySnapshot(List<CompiledMap> maps) {
    this.maps = maps;
    this.digest = digest(maps);
    Set<EnforcementPoint> asked = EnumSet.noneOf(EnforcementPoint.class);
    maps.forEach(map -> asked.addAll(map.program().match().points()));
    this.points = Sets.immutableEnumSet(asked);
    this.countsBeyondContracts =
        maps.stream()
            .flatMap(map -> map.program().counters().values().stream())
            .anyMatch(counter -> counter.per() != Count.Per.CONTRACT);
  }

  /// The snapshot of these maps; their order does not matter.
  ///
  /// @throws IllegalArgumentException if two maps have the same name
  public static PolicySnapshot of(Collection<CompiledMap> maps) {
    List<CompiledMap> sorted =
        maps.stream().sorted(Comparator.comparing(CompiledMap::name)).toList();
    if (sorted.stream().map(CompiledMap::name).distinct().count() != sorted.size()) {
      throw new IllegalArgumentException("two maps of a snapshot have the same name");
    }
    return new PolicySnapshot(sorted);
  }

  /// The maps, sorted by name.
  public List<CompiledMap> maps() {
    return maps;
  }

  /// What approvals and replays are bound to: changes with any map and with the environment.
  public Digest digest() {
    return digest;
  }

  /// Evaluates every invariant that applies. A pure function of the snapshot and the input.
  public Evaluation evaluate(DecisionInput input) {
    FactReads facts = new FactReads(input.facts());
    List<Finding> findings = List.of();
    for (CompiledMap map : maps) {
      MapProgram program = map.program();
      Subject subject = new LiveSubject(input, program.json());
      List<Finding> more =
          map.unfit().isPresent()
              ? Unfit.findings(map, subject)
              : Examiner.examine(program, subject, facts);
      findings = findings.isEmpty() ? more : joined(findings, more);
    }
    return Tally.of(findings, facts, input.request().parameters());
  }

  /// Why maps have to be published again, by their names; in nearly every snapshot none has.
  public Map<String, String> unfit() {
    Map<String, String> reasons = new TreeMap<>();
    maps.forEach(map -> map.unfit().ifPresent(reason -> reasons.put(map.name(), reason)));
    return reasons;
  }

  /// Whether this release can read each of the maps.
  public boolean readable() {
    return maps.stream().allMatch(CompiledMap::readable);
  }

  /// The same maps, believed to mean what they meant when they were published. For reading history.
  public PolicySnapshot believed() {
    return new PolicySnapshot(maps.stream().map(CompiledMap::believed).toList());
  }

  /// Whether any invariant is asked at a point. Where none is, nothing needs to be gathered for it.
  public boolean asksAt(EnforcementPoint point) {
    return points.contains(point);
  }

  /// Whether any map counts what no contract's own history holds.
  public boolean countsBeyondContracts() {
    return countsBeyondContracts;
  }

  /// The labels whose values its maps tell apart.
  public Set<String> countedLabels() {
    return maps.stream()
        .flatMap(map -> map.program().counters().values().stream())
        .filter(counter -> counter.per() == Count.Per.LABEL)
        .map(CounterDeclaration::label)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Evaluates every invariant that is asked about a step that is no dispatch.
  public Evaluation evaluate(StepInput input) {
    FactReads facts = new FactReads(input.facts());
    List<Finding> findings = new ArrayList<>();
    for (CompiledMap map : maps) {
      MapProgram program = map.program();
      Subject subject = new StepSubject(input, program.json());
      findings.addAll(
          Unfit.refuses(map, subject.point())
              ? Unfit.findings(map, subject)
              : Examiner.examine(program, subject, facts));
    }
    return Tally.of(findings, facts);
  }

  /// Evaluates a step about a dispatch that holds personal values, as a dispatch is evaluated that
  /// does.
  ///
  /// @param recorded the request as it is recorded, with digests at its personal places
  public Evaluation evaluate(StepInput input, DispatchRequest recorded) {
    StepInput sayable = input.with(recorded);
    FactReads sayableFacts = new FactReads(input.facts());
    FactReads facts = new FactReads(input.facts(), sayableFacts);
    Map<String, String> digests =
        input.under().map(under -> Sayable.digests(under.request(), recorded)).orElse(Map.of());
    return Tally.of(
        withoutPersonal(
            json -> new StepSubject(input, json),
            facts,
            json -> new StepSubject(sayable, json),
            sayableFacts,
            digests),
        facts);
  }

  /// Evaluates a request that holds personal values. What each invariant demands follows from the
  /// values themselves; every word and value of the evaluation follows from what is recorded of the
  /// request, so that nothing personal can get into it whichever way an expression turns it.
  ///
  /// @param recorded the request as it is recorded, with digests at its personal places
  public Evaluation evaluate(DecisionInput input, DispatchRequest recorded) {
    DecisionInput sayable = input.with(recorded);
    FactReads sayableFacts = new FactReads(input.facts());
    FactReads facts = new FactReads(input.facts(), sayableFacts);
    Map<String, String> digests = Sayable.digests(input.request(), recorded);
    return Tally.of(
        withoutPersonal(
            json -> new LiveSubject(input, json),
            facts,
            json -> new LiveSubject(sayable, json),
            sayableFacts,
            digests),
        facts,
        recorded.parameters());
  }

  /// What is said of a subject with personal values.
  ///
  /// @param sayable the same with digests in their place, for what may be said
  private List<Finding> withoutPersonal(
      Function<JsonInputs, Subject> real,
      FactReads facts,
      Function<JsonInputs, Subject> sayable,
      FactReads sayableFacts,
      Map<String, String> digests) {
    List<Finding> findings = new ArrayList<>();
    for (CompiledMap map : maps) {
      MapProgram program = map.program();
      Subject subject = real.apply(program.json());
      findings.addAll(
          Unfit.refuses(map, subject.point())
              ? Unfit.findings(map, subject)
              : Examiner.examine(
                  program,
                  subject,
                  facts,
                  new Sayable(
                      new Scope(program, sayable.apply(program.json()), sayableFacts), digests)));
    }
    return findings;
  }

  private static List<Finding> joined(List<Finding> findings, List<Finding> more) {
    List<Finding> all = new ArrayList<>(findings.size() + more.size());
    all.addAll(findings);
    all.addAll(more);
    return all;
  }

  /// Takes apart what invariants said of a dispatch.
  ///
  /// @param recorded everything they read, with the recorded form of the request
  /// @param results what they said; others are left out
  public Explanation explain(DecisionInput recorded, List<InvariantResult> results) {
    List<Explanation.Invariant> invariants = new ArrayList<>();
    for (CompiledMap map : maps) {
      Set<String> ids =
          results.stream()
              .filter(result -> result.map().equals(map.name()))
              .map(InvariantResult::invariant)
              .collect(Collectors.toUnmodifiableSet());
      if (!ids.isEmpty() && map.readable()) {
        MapProgram program = map.program();
        invariants.addAll(
            Explainer.explain(
                map,
                new Scope(
                    program,
                    new LiveSubject(recorded, program.json()),
                    new FactReads(recorded.facts())),
                recorded.request(),
                ids));
      }
    }
    return new Explanation(invariants);
  }

  /// Lines cannot be confused: no name of a map holds white space.
  private static Digest digest(List<CompiledMap> maps) {
    StringBuilder lines = new StringBuilder(Digest.of(Environment.describe()).value());
    for (CompiledMap map : maps) {
      lines.append('\n').append(map.name());
      lines.append(' ').append(map.version());
      lines.append(' ').append(map.digest().value());
      lines.append(map.unfit().isPresent() ? " unfit" : "");
    }
    return Digest.of(lines.toString());
  }
}
