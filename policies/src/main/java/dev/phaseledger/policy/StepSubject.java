package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.DecisionInput.ActingAgent;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.JsonInputs;
import dev.phaseledger.policy.cel.Path;
import dev.phaseledger.policy.cel.StructView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A step that is no dispatch, as expressions see it: the inputs of its point, and what the
/// contract shows that it is taken under.
final class StepSubject implements Subject {

  private final StepInput input;
  private final JsonInputs json;
  private final Optional<LiveSubject> under;

  StepSubject(StepInput input, JsonInputs json) {
    this.input = input;
    this.json = json;
    this.under = input.under().map(decision -> new LiveSubject(decision, json));
  }

  @Override
  public EnforcementPoint point() {
    return input.point();
  }

  @Override
  public Instant now() {
    return input.now();
  }

  @Override
  public FactBook facts() {
    return input.facts();
  }

  @Override
  public Optional<String> command() {
    return input.aboutDispatch() ? under.flatMap(LiveSubject::command) : Optional.empty();
  }

  /// At a transition, the phase that is to be entered.
  @Override
  public Optional<String> phase() {
    if (input.point() == EnforcementPoint.PHASE) {
      return input
          .step()
          .find("transition")
          .flatMap(transition ->
              transition instanceof JsonValue.Fields fields ? fields.find("to") : Optional.empty())
          .flatMap(to ->
              to instanceof JsonValue.Text(String phase) ? Optional.of(phase) : Optional.empty());
    }
    return input.aboutDispatch() ? under.flatMap(LiveSubject::phase) : Optional.empty();
  }

  /// No step is released by approvals: they release dispatches.
  @Override
  public List<Approver> approvers() {
    return List.of();
  }

  @Override
  public Optional<Object> variable(String name) {
    Optional<JsonValue> own = input.step().find(name);
    if (own.isPresent()) {
      FieldType type = GovShapes.variables().get(name);
      return type == null ? Optional.empty() : json.read(type, Path.of(name), own.get());
    }
    return switch (name) {
      case "now" -> Optional.of(input.now());
      case "command", "approvals" ->
          input.aboutDispatch() ? under.flatMap(each -> each.variable(name)) : Optional.empty();
      case "agent" ->
          under.isPresent()
              ? under.get().variable(name)
              : input.agent().map(StepSubject::agentView);
      default -> under.flatMap(each -> each.variable(name));
    };
  }

  @Override
  public OptionalLong count(CounterDeclaration counter, Counted what, FactReads reads) {
    boolean keyed = input.aboutDispatch() || counter.per() != Count.Per.ACTION;
    return under.isPresent() && keyed
        ? under.get().count(counter, what, reads)
        : LiveSubject.count(counter, what, keyOf(counter), input.counts(), input.now(), reads);
  }

  private Optional<String> keyOf(CounterDeclaration counter) {
    return switch (counter.per()) {
      case TENANT -> Optional.of("");
      case AGENT -> input.agent().map(agent -> agent.id().value());
      case CONTRACT, ACTION, LABEL -> Optional.empty();
    };
  }

  private static Object agentView(ActingAgent agent) {
    return new StructView(
        GovShapes.AGENT.name(), Path.of("agent"), field -> LiveSubject.agentField(agent, field));
  }
}
