package dev.phaseledger.policy;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.DecisionInput.ActingAgent;
import dev.phaseledger.policy.DecisionInput.Approval;
import dev.phaseledger.policy.DecisionInput.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Builds inputs of live decisions.
final class Dispatches {

  static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private String action = "WriteFiles";
  private List<String> resources = List.of("src/main/A.java");
  private JsonValue.Fields parameters = JsonValue.Fields.EMPTY;
  private Map<String, String> labels = Map.of();
  private Optional<String> phase = Optional.of("EXECUTE");
  private JsonValue.Fields attributes = JsonValue.Fields.EMPTY;
  private Map<String, Long> counters = Map.of();
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<Approval> approvals = new ArrayList<>();
  private final List<Fact> facts = new ArrayList<>();
  private Instant now = NOW;

  static Dispatches dispatch() {
    return new Dispatches();
  }

  static JsonValue.Fields json(String text) {
    return (JsonValue.Fields) Json.parse(text);
  }

  Dispatches action(String value) {
    action = value;
    return this;
  }

  Dispatches resources(String... values) {
    resources = List.of(values);
    return this;
  }

  Dispatches parameters(String json) {
    parameters = json(json);
    return this;
  }

  Dispatches labels(Map<String, String> values) {
    labels = values;
    return this;
  }

  Dispatches withoutPhase() {
    phase = Optional.empty();
    return this;
  }

  Dispatches attributes(String json) {
    attributes = json(json);
    return this;
  }

  Dispatches counters(Map<String, Long> values) {
    counters = values;
    return this;
  }

  Dispatches evidence(String kind, Instant at, String claims) {
    evidence.add(new Evidence(kind, Digest.of(kind), "ci", at, List.of(), json(claims)));
    return this;
  }

  Dispatches approval(String by, String... roles) {
    approvals.add(new Approval(new PrincipalId(by), Set.of(roles), NOW, true));
    return this;
  }

  Dispatches rejection(String by) {
    approvals.add(new Approval(new PrincipalId(by), Set.of(), NOW, false));
    return this;
  }

  Dispatches fact(String name, String key, String json) {
    return fact(name, key, json, NOW);
  }

  Dispatches fact(String name, String key, String json, Instant observedAt) {
    facts.add(new Fact(name, key, Json.parse(json), observedAt));
    return this;
  }

  Dispatches at(Instant value) {
    now = value;
    return this;
  }

  DecisionInput input() {
    return new DecisionInput(
        new DispatchRequest(
            new DispatchId("d-1"),
            action,
            resources,
            parameters,
            "because",
            labels,
            Set.of("internal"),
            1_000,
            false,
            phase,
            Optional.empty()),
        new ActingAgent(
            new AgentId("agent-1"), new PrincipalId("user:alice"), 3, Set.of("writer"), true),
        new ContractId("ctr-1"),
        new ContractTerms(
            1,
            new AgentId("agent-1"),
            "task",
            List.of("src/main/**"),
            List.of("**/*.pem"),
            Set.of("WriteFiles"),
            Map.of(),
            Set.of("internal", "public"),
            2,
            10,
            new StoppingConditions(
                NOW.minusSeconds(3_600),
                NOW.plusSeconds(86_400),
                OptionalLong.empty(),
                OptionalInt.of(100),
                OptionalLong.of(5_000_000),
                Optional.empty()),
            List.of(),
            BreachAction.REVOKE_CONTRACT,
            attributes),
        new History(20_000, counters),
        evidence,
        approvals,
        new Book(List.copyOf(facts)),
        now);
  }

  /// Facts in a list.
  private record Book(List<Fact> facts) implements FactBook {
    @Override
    public Optional<Fact> find(String name, String key) {
      return facts.stream()
          .filter(fact -> fact.name().equals(name) && fact.key().equals(key))
          .findFirst();
    }

    @Override
    public Iterable<String> keys(String name) {
      return facts.stream().filter(fact -> fact.name().equals(name)).map(Fact::key).toList();
    }
  }
}
