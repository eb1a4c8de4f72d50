package dev.phaseledger.command;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.ladder.AutonomyLadder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/// One agent with one contract, folded from events as the aggregates fold them.
public final class Scenario {

  public static final TenantId TENANT = new TenantId("acme");
  public static final AgentId AGENT = new AgentId("agent-7");
  public static final ContractId CONTRACT = new ContractId("ctr-1");
  public static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  public AgentAuthority agent =
      AgentAuthority.registered(
          new AgentEvent.AgentRegistered(
              AGENT, "writes code", 3, new PrincipalId("owner"), Set.of("writer")));
  public ContractState contract =
      ContractState.issued(new ContractIssued(CONTRACT, terms(UnaryOperator.identity())));
  public TenantPolicy policy = TenantPolicy.NONE;
  public Instant now = NOW;

  public Situation situation() {
    return new Situation(contract, agent, policy, now);
  }

  public Scenario terms(ContractTerms terms) {
    contract = ContractState.issued(new ContractIssued(CONTRACT, terms));
    return this;
  }

  public Scenario map(String yaml) {
    CompiledMap map = InvariantMaps.compile(yaml);
    policy =
        policy.evolve(
            new InvariantMapPublished(map.name(), map.version(), map.digest(), map.source()));
    return this;
  }

  public Scenario ladder(String yaml) {
    AutonomyLadder ladder = AutonomyLadder.compile(yaml);
    policy =
        policy.evolve(
            new LadderPublished(ladder.name(), ladder.version(), ladder.digest(), ladder.source()));
    return this;
  }

  /// Folds events as a principal causes them now.
  public Scenario happened(String actor, List<? extends LedgerEvent> events) {
    for (LedgerEvent event : events) {
      switch (event) {
        case ContractEvent e ->
            contract = contract.evolve(e, new ContractState.Cause(new PrincipalId(actor), now));
        case AgentEvent e -> agent = agent.evolve(e, now);
        case LogEvent _ -> {}
        case PolicyEvent e -> policy = policy.evolve(e);
        case SubjectEvent _ -> {}
      }
    }
    return this;
  }

  public static ContractTerms terms(UnaryOperator<Terms> change) {
    return change.apply(new Terms()).build();
  }

  /// Terms that grant `write` under `src/**`, to be changed by tests.
  public static final class Terms {
    public List<String> scope = List.of("src/**");
    public List<String> excluded = List.of("src/secret/**");
    public Set<String> actions = Set.of("write", "deploy");
    public Map<String, JsonValue.Fields> inputs = Map.of();
    public int requiredLevel = 2;
    public int openDispatchesMax = 10;
    public OptionalLong actionsMax = OptionalLong.empty();
    public OptionalInt actionsPerHourMax = OptionalInt.empty();
    public OptionalLong costMicrosMax = OptionalLong.empty();
    public Optional<java.time.Duration> durationMax = Optional.empty();
    public List<ContractTerms.Phase> phases = List.of();
    public BreachAction onBreach = BreachAction.REVOKE_CONTRACT;
    public AgentId agent = AGENT;
    public int version = 1;
    public Set<String> dataClasses = Set.of("internal");
    public Optional<String> when = Optional.empty();
    public Optional<java.time.Duration> heartbeatMax = Optional.empty();
    public Instant expiresAt = NOW.plusSeconds(3_600);
    public JsonValue.Fields attributes = JsonValue.Fields.EMPTY;
    public Set<String> approvers = Set.of();
    public Optional<ContractId> parent = Optional.empty();
    public Optional<String> template = Optional.empty();

    ContractTerms build() {
      return new ContractTerms(
          version,
          agent,
          "keep the build green",
          scope,
          excluded,
          actions,
          inputs,
          dataClasses,
          requiredLevel,
          openDispatchesMax,
          new StoppingConditions(
              NOW.minusSeconds(60),
              expiresAt,
              actionsMax,
              actionsPerHourMax,
              costMicrosMax,
              durationMax,
              when,
              heartbeatMax),
          phases,
          onBreach,
          attributes,
          approvers,
          parent,
          template);
    }
  }

  public static DispatchRequest request(String id, String action, String... resources) {
    return new DispatchRequest(
        new DispatchId(id),
        action,
        List.of(resources),
        JsonValue.Fields.builder().put("amount", 40).build(),
        "the task asks for it",
        Map.of(),
        Set.of(),
        1_000,
        false,
        Optional.empty(),
        Optional.empty());
  }

  public static Context by(String id, Principal.Kind kind, Role... roles) {
    return new Context(
        new Principal(new PrincipalId(id), kind, TENANT, Set.of(roles), Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  public static Context agentItself() {
    return by(AGENT.value(), Principal.Kind.AGENT, Role.AGENT);
  }

  public static Context operator() {
    return by("olga", Principal.Kind.HUMAN, Role.OPERATOR);
  }

  public static Context approver(String id) {
    return by(id, Principal.Kind.HUMAN, Role.APPROVER);
  }

  /// A map with one invariant on `deploy`: the amount may not exceed 100.
  public static String mapWith(String onViolation) {
    return """
    apiVersion: governance/v1
    kind: InvariantMap
    metadata: {name: amounts, version: 1, owner: tests}
    spec:
      environment: gov-cel/1
      parameters: {amount: int}
      invariants:
        - id: INV-AMOUNT
          severity: high
          enforcement: Enforce
          matchConstraints: {commands: [deploy]}
          expression: command.parameters.amount <= 100
          messageExpression: "'amount ' + string(command.parameters.amount) + ' exceeds 100'"
          onViolation: %s
    """
        .formatted(onViolation);
  }

  public static DispatchRequest deploy(String id, long amount) {
    DispatchRequest plain = request(id, "deploy", "src/app");
    return new DispatchRequest(
        plain.id(),
        plain.action(),
        plain.resources(),
        JsonValue.Fields.builder().put("amount", amount).build(),
        plain.justification(),
        plain.labels(),
        plain.dataClasses(),
        plain.costMicros(),
        plain.irreversible(),
        plain.phase(),
        plain.recordedAt());
  }
}
