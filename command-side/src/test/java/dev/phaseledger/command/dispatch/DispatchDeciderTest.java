package dev.phaseledger.command.dispatch;

import static dev.phaseledger.command.Scenario.CONTRACT;
import static dev.phaseledger.command.Scenario.agentItself;
import static dev.phaseledger.command.Scenario.deploy;
import static dev.phaseledger.command.Scenario.mapWith;
import static dev.phaseledger.command.Scenario.operator;
import static dev.phaseledger.command.Scenario.request;
import static dev.phaseledger.command.Scenario.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Scenario;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchDeciderTest {

  private final Scenario scenario = new Scenario();

  @Test
  void authorizesWhatTheContractGrants() {
    assertThat(verdict(request("d1", "write", "src/Main.java"))).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void sameSituationGivesTheSameDecision() {
    var command = command(agentItself(), request("d1", "write", "src/Main.java"));
    assertThat(DispatchDecider.request(command, scenario.situation()))
        .isEqualTo(DispatchDecider.request(command, scenario.situation()));
  }

  @Nested
  class DefaultDeny {

    @Test
    void vetoesAnActionThatIsNotGranted() {
      assertThat(clause(request("d1", "transfer-money", "src/Main.java"))).contains("actions");
    }

    @Test
    void vetoesUnderARevokedContract() {
      scenario.happened(
          "olga",
          List.of(
              new ContractRevoked(CONTRACT, Scenario.AGENT, "enough", RevocationCause.OPERATOR)));
      assertThat(clause(request("d1", "write", "src/Main.java"))).contains("status");
    }

    @Test
    void vetoesARevokedAgent() {
      scenario.happened("olga", List.of(new AgentRevoked(Scenario.AGENT, "misbehaved")));
      assertThat(clause(request("d1", "write", "src/Main.java"))).contains("agent");
    }

    @Test
    void vetoesAnAgentBelowTheRequiredLevel() {
      scenario.happened("olga", List.of(new AgentLevelChanged(Scenario.AGENT, 3, 1, "demoted")));
      assertThat(clause(request("d1", "write", "src/Main.java"))).contains("requiredLevel");
    }

    @Test
    void vetoesFromTheMomentOfExpiry() {
      scenario.now = scenario.contract.terms().stopping().expiresAt();
      assertThat(clause(request("d1", "write", "src/Main.java"))).contains("stopping.expiresAt");
      scenario.now = scenario.now.minusNanos(1);
      assertThat(clause(request("d1", "write", "src/Main.java"))).isEmpty();
    }

    @Test
    void vetoesBeforeTheContractStarts() {
      scenario.now = scenario.contract.terms().stopping().notBefore().minusNanos(1);
      assertThat(clause(request("d1", "write", "src/Main.java"))).contains("stopping.notBefore");
    }

    @Test
    void vetoesParametersThatDoNotMatchTheSchema() {
      var schema =
          "{\"type\":\"object\",\"properties\":{\"amount\":{\"maximum\":10}},\"required\":[\"amount\"]}";
      scenario.terms(
          terms(t -> {
            t.inputs = Map.of("write", fields(schema));
            return t;
          }));
      assertThat(clause(request("d1", "write", "src/Main.java"))).contains("inputs");
    }
  }

  @Nested
  class ScopeBreach {

    @ParameterizedTest
    @ValueSource(strings = {"deploy/prod.yaml", "src/secret/key", "srcx/Main.java"})
    void vetoesSignalsAndRevokesInOneAppend(String resource) {
      List<LedgerEvent> events = decide(request("d1", "write", resource));
      assertThat(events)
          .extracting(Object::getClass)
          .containsExactly(
              (Class) DispatchDecided.class, FailureSignalled.class, ContractRevoked.class);
      assertThat(judgement(events).verdict()).isEqualTo(Verdict.VETOED);
      assertThat(judgement(events).explanation()).contains(resource);
    }

    @Test
    void onlySignalsIfTheContractSaysSo() {
      scenario.terms(
          terms(t -> {
            t.onBreach = BreachAction.SIGNAL_ONLY;
            return t;
          }));
      assertThat(decide(request("d1", "write", "deploy/prod.yaml")))
          .extracting(Object::getClass)
          .containsExactly((Class) DispatchDecided.class, FailureSignalled.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"src/../etc/passwd", "src/%2e%2e/x", "src\\x", "src//x", "src/\u0000x", ""})
    void refusesAResourceThatCanBeReadInTwoWays(String resource) {
      assertThatThrownBy(() -> decide(request("d1", "write", resource)))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("resources");
    }
  }

  @Nested
  class StoppingConditions {

    @Test
    void stopsAfterTheGrantedNumberOfActions() {
      limited(t -> t.actionsMax = OptionalLong.of(2));
      release("d1");
      release("d2");
      assertThat(clause(request("d3", "write", "src/A"))).contains("stopping.actionsMax");
    }

    @Test
    void stopsWithinTheHourAndGoesOnAfterIt() {
      limited(t -> t.actionsPerHourMax = OptionalInt.of(1));
      scenario.now = Scenario.NOW.minus(Duration.ofSeconds(30));
      release("d1");
      assertThat(clause(request("d2", "write", "src/A"))).contains("stopping.actionsPerHourMax");
    }

    @Test
    void stopsWhenTheCostWouldExceedTheBudget() {
      limited(t -> t.costMicrosMax = OptionalLong.of(1_500));
      release("d1");
      assertThat(clause(request("d2", "write", "src/A"))).contains("stopping.costMicrosMax");
    }

    @Test
    void stopsWhenTheWorkLastsTooLong() {
      limited(t -> t.durationMax = Optional.of(Duration.ofMinutes(10)));
      release("d1");
      scenario.now = scenario.now.plus(Duration.ofMinutes(10));
      assertThat(clause(request("d2", "write", "src/A"))).contains("stopping.durationMax");
    }

    @Test
    void stopsWhileTooManyDispatchesAreOpen() {
      limited(t -> t.openDispatchesMax = 1);
      release("d1");
      assertThat(clause(request("d2", "write", "src/A"))).contains("openDispatchesMax");
      scenario.happened(
          "agent-7", DispatchDecider.outcome(outcome("d1"), scenario.contract, Scenario.NOW));
      assertThat(clause(request("d2", "write", "src/A"))).isEmpty();
    }

    @Test
    void entersAPhaseOnlyWithItsEvidence() {
      limited(t -> t.phases = List.of(new ContractTerms.Phase("verify", Set.of("tests"))));
      assertThat(clause(request("d1", "write", "src/A"))).contains("phases");
    }

    private void limited(java.util.function.Consumer<Scenario.Terms> change) {
      scenario.terms(
          terms(t -> {
            change.accept(t);
            return t;
          }));
    }
  }

  @Nested
  class Invariants {

    @Test
    void doNotSpeakOnWhatTheyDoNotMatch() {
      scenario.map(mapWith("{effect: VETO}"));
      assertThat(verdict(deploy("d1", 100))).isEqualTo(Verdict.AUTHORIZED);
    }

    @Test
    void vetoWithTheirMessage() {
      scenario.map(mapWith("{effect: VETO}"));
      Judgement judgement = judgement(decide(deploy("d1", 101)));
      assertThat(judgement.verdict()).isEqualTo(Verdict.VETOED);
      assertThat(judgement.explanation()).contains("INV-AMOUNT", "amount 101 exceeds 100");
    }

    @Test
    void defer() {
      scenario.map(mapWith("{effect: DEFER, until: EVIDENCE(tests)}"));
      Judgement judgement = judgement(decide(deploy("d1", 101)));
      assertThat(judgement.verdict()).isEqualTo(Verdict.DEFERRED);
      assertThat(judgement.until()).contains("EVIDENCE(tests)");
    }

    @Test
    void requireApproval() {
      scenario.map(mapWith("{effect: REQUIRE_APPROVAL, roles: [approver]}"));
      assertThat(verdict(deploy("d1", 101))).isEqualTo(Verdict.APPROVAL_REQUIRED);
    }

    @Test
    void constrainTheParameters() {
      scenario.map(mapWith("{effect: CONSTRAIN, set: {amount: 100}}"));
      Judgement judgement = judgement(decide(deploy("d1", 101)));
      assertThat(judgement.verdict()).isEqualTo(Verdict.CONSTRAINED);
      assertThat(judgement.parameters()).contains(fields("{\"amount\":100}"));
    }

    @Test
    void revokeTheContractInTheSameAppend() {
      scenario.map(mapWith("{effect: REVOKE}"));
      assertThat(decide(deploy("d1", 101)))
          .extracting(Object::getClass)
          .containsExactly(
              (Class) DispatchDecided.class, FailureSignalled.class, ContractRevoked.class);
    }

    @Test
    void demoteTheAgentInTheSameAppend() {
      scenario.map(mapWith("{effect: DEMOTE, levels: 2}"));
      List<LedgerEvent> events = decide(deploy("d1", 101));
      assertThat(judgement(events).verdict()).isEqualTo(Verdict.AUTHORIZED);
      assertThat(events).hasAtLeastOneElementOfType(AgentLevelChanged.class);
      scenario.happened("agent-7", events);
      assertThat(scenario.agent.level()).isEqualTo(1);
    }
  }

  @Nested
  class Callers {

    @Test
    void anotherAgentCannotUseTheContract() {
      var other = Scenario.by("agent-8", Principal.Kind.AGENT, Role.AGENT);
      assertThatThrownBy(() ->
              DispatchDecider.request(
                  command(other, request("d1", "write", "src/A")), scenario.situation()))
          .isInstanceOf(ForbiddenException.class);
    }

    @Test
    void anOperatorMayAskForTheAgent() {
      assertThat(
              DispatchDecider.request(
                  command(operator(), request("d1", "write", "src/A")), scenario.situation()))
          .hasSize(1);
    }
  }

  @Nested
  class Outcomes {

    @Test
    void areRecordedOnceForAReleasedDispatch() {
      release("d1");
      List<LedgerEvent> events =
          DispatchDecider.outcome(outcome("d1"), scenario.contract, Scenario.NOW);
      assertThat(events).singleElement().isInstanceOf(OutcomeRecorded.class);
      scenario.happened("agent-7", events);
      assertThatThrownBy(
              () -> DispatchDecider.outcome(outcome("d1"), scenario.contract, Scenario.NOW))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("dispatchId");
    }

    @Test
    void areRefusedForAVetoedDispatch() {
      scenario.happened("agent-7", decide(request("d1", "transfer-money")));
      assertThatThrownBy(
              () -> DispatchDecider.outcome(outcome("d1"), scenario.contract, Scenario.NOW))
          .isInstanceOf(InvalidFieldException.class);
    }

    private RecordOutcome outcome(String id) {
      return DispatchDeciderTest.this.outcome(id);
    }
  }

  private RecordOutcome outcome(String id) {
    return new RecordOutcome(
        agentItself(), CONTRACT, new DispatchId(id), Outcome.SUCCEEDED, "done", Optional.empty());
  }

  private void release(String id) {
    List<LedgerEvent> events = decide(request(id, "write", "src/A"));
    assertThat(judgement(events).verdict()).isEqualTo(Verdict.AUTHORIZED);
    scenario.happened("agent-7", events);
  }

  private Verdict verdict(DispatchRequest request) {
    return judgement(decide(request)).verdict();
  }

  private Optional<String> clause(DispatchRequest request) {
    Judgement judgement = judgement(decide(request));
    assertThat(judgement.verdict() == Verdict.VETOED).isEqualTo(judgement.breach().isPresent());
    return judgement.breach().map(Judgement.Breach::clause);
  }

  private List<LedgerEvent> decide(DispatchRequest request) {
    return DispatchDecider.request(command(agentItself(), request), scenario.situation());
  }

  private static Judgement judgement(List<LedgerEvent> events) {
    return ((DispatchDecided) events.getFirst()).judgement();
  }

  private static RequestDispatch command(Context context, DispatchRequest request) {
    return new RequestDispatch(context, CONTRACT, request);
  }

  private static JsonValue.Fields fields(String json) {
    return (JsonValue.Fields) Json.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
