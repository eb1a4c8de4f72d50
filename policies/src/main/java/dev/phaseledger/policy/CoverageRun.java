package dev.phaseledger.policy;

import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.policy.Coverage.OfBranch;
import dev.phaseledger.policy.Coverage.OfInvariant;
import dev.phaseledger.policy.Coverage.State;
import dev.phaseledger.policy.cel.Branches;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Measures what a map's tests see of it. The map is compiled once more, so that its branches are
/// seen; what decides for everybody else is not slowed down by it.
final class CoverageRun {

  private final MapDefinition definition;
  private final Branches branches = new Branches();
  private final MapProgram program;
  private final Map<String, Set<State>> seen = new HashMap<>();

  /// Names the expressions of a map for people, by the paths of their members.
  private final Map<String, String> owners = new HashMap<>();

  private final Map<String, ExpressionSource> sources = new HashMap<>();

  /// @param yaml the source of a valid map
  CoverageRun(String yaml) {
    Problems problems = new Problems();
    this.definition = MapReader.read(PolicyDocument.read(yaml, "InvariantMap", problems), problems);
    problems.throwIfAny();
    this.program = MapCompiler.watched(definition, branches);
    definition.variables().forEach(each -> own(each.expression(), "variables." + each.name()));
    for (MapDefinition.Invariant each : definition.invariants()) {
      seen.put(each.id(), EnumSet.noneOf(State.class));
      each.conditions().forEach(condition -> own(condition, each.id()));
      own(each.expression(), each.id());
      each.messageExpression().ifPresent(message -> own(message, each.id()));
      each.reaction().set().values().forEach(value -> own(value, each.id()));
    }
    definition.exemptions().forEach(each -> own(each.expression(), each.id()));
  }

  private void own(ExpressionSource source, String owner) {
    owners.put(source.field(), owner);
    sources.put(source.field(), source);
  }

  /// The map to be tested.
  MapProgram program() {
    return program;
  }

  /// Notes what became of the invariants in one test.
  void saw(List<Finding> findings) {
    Map<String, State> states = new HashMap<>();
    definition.invariants().forEach(each -> states.put(each.id(), State.SKIPPED));
    for (Finding finding : findings) {
      String id = finding.invariant().id();
      switch (finding.result().outcome()) {
        case HOLDS -> states.put(id, State.HOLDS);
        case VIOLATED -> states.put(id, State.VIOLATED);
        case EXEMPTED -> states.put(id, State.EXEMPTED);
        // It says nothing about what the invariant would have said.
        case ERROR -> states.remove(id);
      }
    }
    states.forEach(
        (id, state) -> seen.computeIfAbsent(id, _ -> EnumSet.noneOf(State.class)).add(state));
  }

  Coverage coverage() {
    return new Coverage(
        definition.invariants().stream().map(this::invariant).toList(),
        branches.operands().stream().map(this::branch).toList());
  }

  private OfInvariant invariant(MapDefinition.Invariant invariant) {
    Set<State> possible = possible(invariant);
    Set<State> both =
        seen.getOrDefault(invariant.id(), Set.of()).stream()
            .filter(possible::contains)
            .collect(Collectors.toUnmodifiableSet());
    return new OfInvariant(invariant.id(), possible, both);
  }

  private Set<State> possible(MapDefinition.Invariant invariant) {
    Set<State> possible = EnumSet.noneOf(State.class);
    String expression = invariant.expression().text().strip();
    boolean released = invariant.reaction().effect() == Effect.REQUIRE_APPROVAL;
    if (released || !expression.equals("false")) {
      possible.add(State.HOLDS);
    }
    if (!expression.equals("true")) {
      possible.add(State.VIOLATED);
    }
    MapDefinition.Match match = invariant.match();
    if (!invariant.conditions().isEmpty()
        || !match.commands().isEmpty()
        || !match.phases().isEmpty()) {
      possible.add(State.SKIPPED);
    }
    if (definition.exemptions().stream()
        .anyMatch(each -> each.invariants().contains(invariant.id()))) {
      possible.add(State.EXEMPTED);
    }
    return possible;
  }

  private OfBranch branch(Branches.Operand operand) {
    ExpressionSource source = sources.get(operand.expression());
    if (source == null) {
      throw new IllegalStateException("no expression is called " + operand.expression());
    }
    return new OfBranch(
        owners.getOrDefault(operand.expression(), operand.expression()),
        source.at(operand.line(), operand.column()),
        operand.text(),
        operand.seenTrue(),
        operand.seenFalse());
  }
}
