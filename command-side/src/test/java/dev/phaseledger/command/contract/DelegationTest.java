package dev.phaseledger.command.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.AmendContract;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.dispatch.DispatchDecider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DelegationTest {

  private static final ContractId CHILD = new ContractId("ctr-child");
  private static final AgentId HELPER = new AgentId("agent-9");
  private static final Context HOLDER = Scenario.agentItself();
  private static final AgentAuthority HELPING =
      AgentAuthority.registered(
          new AgentRegistered(HELPER, "", 3, new PrincipalId("owner"), Set.of()));

  private final Scenario scenario = new Scenario();
  private Optional<String> halted = Optional.empty();
  private int depth;
  private int family = 1;

  @Test
  void theHolderPassesPartOfItsGrantOn() {
    List<ContractEvent> events = delegate(_ -> {});
    assertThat(events.getFirst())
        .isEqualTo(
            new ContractDelegated(
                Scenario.CONTRACT, CHILD, HELPER, OptionalLong.empty(), OptionalLong.empty()));
    assertThat(((ContractIssued) events.getLast()).terms().parent()).contains(Scenario.CONTRACT);
  }

  @Test
  void nobodyElsePassesItOnExceptAnOperator() {
    assertThat(delegate(Scenario.operator(), _ -> {})).hasSize(2);
    Context stranger = Scenario.by("agent-8", Principal.Kind.AGENT, Role.AGENT);
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> delegate(stranger, _ -> {}));
  }

  @Test
  void anAgentThatMayNotActPassesNothingOn() {
    halted = Optional.of("incident");
    assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> delegate(_ -> {}));
    halted = Optional.empty();
    scenario.agent =
        scenario.agent.evolve(
            new AgentSuspended(Scenario.AGENT, "odd", Optional.empty()), scenario.now);
    assertThatExceptionOfType(ForbiddenException.class).isThrownBy(() -> delegate(_ -> {}));
    assertThat(delegate(Scenario.operator(), _ -> {})).hasSize(2);
  }

  @Test
  void nothingWiderThanTheParentIsDelegated() {
    refused("scope[1]", t -> t.scope = List.of("src/app/**", "docs/**"));
    refused("actions", t -> t.actions = Set.of("write", "pay"));
    refused("dataClasses", t -> t.dataClasses = Set.of("internal", "health"));
    refused("requiredLevel", t -> t.requiredLevel = 1);
    refused("openDispatchesMax", t -> t.openDispatchesMax = 11);
    refused("onBreach", t -> t.onBreach = BreachAction.SIGNAL_ONLY);
    refused("stopping.expiresAt", t -> t.expiresAt = Scenario.NOW.plusSeconds(3_601));
    refused("agentId", t -> t.agent = Scenario.AGENT);
  }

  @Test
  void whatTheParentLimitsTheChildLimitsToo() {
    parent(t -> {
      t.actionsPerHourMax = OptionalInt.of(5);
      t.durationMax = Optional.of(Duration.ofMinutes(30));
    });
    refused("stopping.actionsPerHourMax", t -> t.durationMax = Optional.of(Duration.ofMinutes(1)));
    refused("stopping.durationMax", t -> t.actionsPerHourMax = OptionalInt.of(5));
    refused(
        "stopping.durationMax",
        t -> {
          t.actionsPerHourMax = OptionalInt.of(5);
          t.durationMax = Optional.of(Duration.ofMinutes(31));
        });
    assertThat(
            delegate(t -> {
              t.actionsPerHourMax = OptionalInt.of(5);
              t.durationMax = Optional.of(Duration.ofMinutes(30));
            }))
        .hasSize(2);
  }

  @Test
  void exclusionsSchemasApproversAttributesAndHeartbeatsAreInherited() {
    Fields schema = Fields.with("type", new JsonValue.Text("object")).build();
    Fields attributes = Fields.with("risk", JsonValue.Num.of(3)).build();
    parent(t -> {
      t.inputs = Map.of("write", schema);
      t.approvers = Set.of("lead");
      t.attributes = attributes;
      t.heartbeatMax = Optional.of(Duration.ofMinutes(5));
    });
    ContractTerms terms = issued(delegate(t -> t.excluded = List.of("src/app/gen/**")));
    assertThat(terms.excluded()).containsExactly("src/app/gen/**", "src/secret/**");
    assertThat(terms.inputs()).containsEntry("write", schema);
    assertThat(terms.approvers()).containsExactly("lead");
    assertThat(terms.attributes()).isEqualTo(attributes);
    assertThat(terms.stopping().heartbeatMax()).contains(Duration.ofMinutes(5));
    refused("inputs.write", t -> t.inputs = Map.of("write", Fields.EMPTY));
    refused("approvers", t -> t.approvers = Set.of("lead", "anyone"));
    refused(
        "attributes.risk",
        Scenario.operator(),
        t -> t.attributes = Fields.with("risk", JsonValue.Num.of(1)).build());
    refused("attributes", t -> t.attributes = Fields.with("trusted", JsonValue.Bool.TRUE).build());
  }

  @Test
  void budgetsAreTakenOutOfWhatTheParentHasLeft() {
    parent(t -> {
      t.actionsMax = OptionalLong.of(10);
      t.costMicrosMax = OptionalLong.of(10_000);
    });
    scenario.happened("agent-7", dispatch("d-1"));
    refused("stopping.actionsMax", t -> t.costMicrosMax = OptionalLong.of(1));
    refused("stopping.actionsMax", budget(10, 5_000));
    refused("stopping.costMicrosMax", budget(4, 9_001));
    scenario.happened("agent-7", List.of(delegate(budget(4, 5_000)).getFirst()));

    assertThat(scenario.contract.actionsUsed()).isEqualTo(5);
    assertThat(scenario.contract.costMicrosUsed()).isEqualTo(6_000);
    refused("stopping.actionsMax", budget(6, 1_000));
    scenario.happened("agent-7", List.of(delegate(budget(5, 1_000)).getFirst()));
    assertThat(verdict("d-2")).isEqualTo(Verdict.VETOED);
  }

  @Test
  void delegationsAreLimitedInDepthInNumberAndInAll() {
    depth = Delegation.DEPTH_MAX;
    refused("parent", _ -> {});
    depth = Delegation.DEPTH_MAX - 1;
    assertThat(delegate(_ -> {})).hasSize(2);
    family = Delegation.FAMILY_MAX;
    refused("parent", _ -> {});
    family = 1;
    for (int i = 0; i < Delegation.CHILDREN_MAX; i++) {
      scenario.happened(
          "agent-7",
          List.of(
              new ContractDelegated(
                  Scenario.CONTRACT,
                  new ContractId("c-" + i),
                  HELPER,
                  OptionalLong.empty(),
                  OptionalLong.empty())));
    }
    refused("parent", _ -> {});
  }

  @Test
  void nothingIsDelegatedUnderWhatHasEndedOrIsAboutTo() {
    parent(t -> t.when = Optional.of("contract.released >= 1"));
    scenario.happened("agent-7", dispatch("d-1"));
    refused("parent", _ -> {});
    parent(_ -> {});
    scenario.happened(
        "olga",
        List.of(
            new ContractEvent.ContractEnded(
                Scenario.CONTRACT, Scenario.AGENT, Ending.STOPPED, "enough")));
    refused("parent", _ -> {});
  }

  @Test
  void theParentsTimeSinceItsFirstReleaseEndsTheChildToo() {
    parent(t -> t.durationMax = Optional.of(Duration.ofMinutes(30)));
    scenario.happened("agent-7", dispatch("d-1"));
    refused("stopping.expiresAt", t -> t.durationMax = Optional.of(Duration.ofMinutes(30)));
    assertThat(
            delegate(t -> {
              t.durationMax = Optional.of(Duration.ofMinutes(30));
              t.expiresAt = Scenario.NOW.plusSeconds(1_800);
            }))
        .hasSize(2);
  }

  @Test
  void anAmendmentKeepsWhatWasDelegatedFitting() {
    parent(t -> t.actionsMax = OptionalLong.of(10));
    List<ContractEvent> delegated = delegate(budget(4, 0));
    scenario.happened("agent-7", List.of(delegated.getFirst()));
    ContractState child = ContractState.issued((ContractIssued) delegated.getLast());

    refusedAmendment("actions", child, t -> t.actions = Set.of("deploy"));
    refusedAmendment("scope[0]", child, t -> t.scope = List.of("src/lib/**"));
    refusedAmendment("stopping.actionsMax", child, t -> t.actionsMax = OptionalLong.of(3));
    assertThat(amend(child, t -> t.actionsMax = OptionalLong.of(4))).hasSize(1);
    ContractState over =
        child.evolve(
            ContractDecider.orphaned(child, scenario.contract).getFirst(),
            new ContractState.Cause(new PrincipalId("olga"), Scenario.NOW));
    assertThat(amend(over, t -> t.scope = List.of("src/lib/**"))).hasSize(1);
  }

  @Test
  void anAmendedChildStaysWithinWhatWasSetAsideForIt() {
    parent(t -> t.actionsMax = OptionalLong.of(10));
    List<ContractEvent> delegated = delegate(budget(4, 0));
    scenario.happened("agent-7", List.of(delegated.getFirst()));
    ContractState child = ContractState.issued((ContractIssued) delegated.getLast());
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> amendChild(child, budget(5, 0)))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo("stopping.actionsMax"));
    assertThat(amendChild(child, budget(3, 0))).hasSize(1);
  }

  @Test
  void aChildEndsBecauseItsParentDoes() {
    ContractState child = ContractState.issued((ContractIssued) delegate(_ -> {}).getLast());
    scenario.happened(
        "agent-7",
        List.of(
            new ContractRevoked(
                Scenario.CONTRACT, Scenario.AGENT, "misuse", RevocationCause.OPERATOR)));
    assertThat(ContractDecider.orphaned(child, scenario.contract))
        .containsExactly(
            new ContractRevoked(
                CHILD,
                HELPER,
                "Contract ctr-1, under which it was delegated, is revoked.",
                RevocationCause.PARENT));
  }

  private void parent(Consumer<Scenario.Terms> change) {
    scenario.terms(
        Scenario.terms(terms -> {
          change.accept(terms);
          return terms;
        }));
  }

  private List<ContractEvent> delegate(Consumer<Scenario.Terms> change) {
    return delegate(HOLDER, change);
  }

  private List<ContractEvent> delegate(Context by, Consumer<Scenario.Terms> change) {
    return ContractDecider.issue(
        new IssueContract(by, CHILD, child(change)),
        Optional.empty(),
        Optional.of(HELPING),
        Optional.of(new Parent(scenario.contract, scenario.agent, halted, depth, family)),
        Scenario.NOW);
  }

  private List<ContractEvent> amend(ContractState child, Consumer<Scenario.Terms> change) {
    return Amendment.amend(
        new AmendContract(
            Scenario.operator(),
            Scenario.CONTRACT,
            1,
            Scenario.terms(terms -> {
              change.accept(terms);
              return terms;
            }),
            "changed"),
        scenario.contract,
        Optional.empty(),
        List.of(child),
        Scenario.NOW);
  }

  private List<ContractEvent> amendChild(ContractState child, Consumer<Scenario.Terms> change) {
    return Amendment.amend(
        new AmendContract(Scenario.operator(), CHILD, 1, child(change), "changed"),
        child,
        Optional.of(scenario.contract),
        List.of(),
        Scenario.NOW);
  }

  private void refused(String field, Consumer<Scenario.Terms> change) {
    refused(field, HOLDER, change);
  }

  private void refused(String field, Context by, Consumer<Scenario.Terms> change) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> delegate(by, change))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo(field));
  }

  private void refusedAmendment(
      String field, ContractState child, Consumer<Scenario.Terms> change) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> amend(child, change))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo(field));
  }

  private Verdict verdict(String id) {
    return ((DispatchDecided) dispatch(id).getFirst()).judgement().verdict();
  }

  private List<LedgerEvent> dispatch(String id) {
    return DispatchDecider.request(
        new RequestDispatch(HOLDER, Scenario.CONTRACT, Scenario.request(id, "write", "src/app/a")),
        scenario.situation());
  }

  private static ContractTerms issued(List<ContractEvent> events) {
    return ((ContractIssued) events.getLast()).terms();
  }

  private static Consumer<Scenario.Terms> budget(long actions, long costMicros) {
    return terms -> {
      terms.actionsMax = OptionalLong.of(actions);
      terms.costMicrosMax = OptionalLong.of(costMicros);
    };
  }

  private static ContractTerms child(Consumer<Scenario.Terms> change) {
    return Scenario.terms(terms -> {
      terms.agent = HELPER;
      terms.parent = Optional.of(Scenario.CONTRACT);
      terms.scope = List.of("src/app/**");
      terms.excluded = List.of();
      terms.actions = Set.of("write");
      change.accept(terms);
      return terms;
    });
  }
}
