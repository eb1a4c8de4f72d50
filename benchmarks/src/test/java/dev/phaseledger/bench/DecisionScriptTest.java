package dev.phaseledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.ContractCommand.RecordEvidence;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.Evaluation;
import dev.phaseledger.policy.FactBook;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.MapTests;
import dev.phaseledger.policy.PolicySnapshot;
import dev.phaseledger.policy.resource.ResourceScope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecisionScriptTest {

  private static final Instant NOW = Instant.parse("2026-03-07T03:00:00Z");
  private static final AgentId AGENT = new AgentId("agent-1");
  private static final ContractId CONTRACT = new ContractId("contract-1");

  private final DecisionScript script =
      new DecisionScript(
          () -> UUID.randomUUID().toString(),
          Clock.fixed(NOW, ZoneOffset.UTC),
          new TenantId("bench"));
  private final CompiledMap map = InvariantMaps.compile(DecisionScript.map());

  @Test
  void hasTwentyInvariantsThatPassTheirOwnTests() {
    assertThat(map.invariants()).hasSize(DecisionScript.INVARIANTS);
    assertThat(MapTests.run(map)).isNotEmpty().allMatch(MapTests.CaseResult::passed);
  }

  @Test
  void asksForNothingThatAnInvariantForbids() {
    PolicySnapshot snapshot = PolicySnapshot.of(List.of(map));

    for (int number = 0; number < 500; number++) {
      Evaluation evaluation = snapshot.evaluate(input(request(number)));

      assertThat(evaluation.verdict()).isEqualTo(Verdict.AUTHORIZED);
      assertThat(evaluation.results())
          .hasSize(DecisionScript.INVARIANTS)
          .allMatch(result -> result.outcome() == InvariantResult.Outcome.HOLDS);
    }
  }

  @Test
  void asksForNothingOutsideTheContract() {
    ContractTerms terms = script.issueContract(AGENT, CONTRACT).terms();
    ResourceScope scope = ResourceScope.of(terms.scope(), terms.excluded());

    for (int number = 0; number < 500; number++) {
      assertThat(request(number).request().resources()).isNotEmpty().allMatch(scope::covers);
    }
  }

  @Test
  void neverAsksForTheSameTwice() {
    Set<Object> asked = new HashSet<>();
    for (int caller = 0; caller < 8; caller++) {
      for (int number = 0; number < 100; number++) {
        SampleRequest sample = SampleRequest.of(caller, number);
        assertThat(sample).isEqualTo(SampleRequest.of(caller, number));
        asked.add(sample);
      }
    }

    assertThat(asked).hasSize(800);
  }

  @Test
  void namesEachRequestAnew() {
    assertThat(request(1).request().id()).isNotEqualTo(request(1).request().id());
    assertThat(request(1).context().idempotency())
        .isPresent()
        .isNotEqualTo(request(1).context().idempotency());
  }

  private RequestDispatch request(long number) {
    return script.requestDispatch(AGENT, CONTRACT, SampleRequest.of(3, number));
  }

  private DecisionInput input(RequestDispatch command) {
    RegisterAgent agent = script.registerAgent(AGENT);
    RecordEvidence tests = script.recordTests(CONTRACT);
    return new DecisionInput(
        command.request(),
        new DecisionInput.ActingAgent(
            AGENT, agent.owner(), agent.level().orElseThrow(), agent.roles(), true),
        CONTRACT,
        script.issueContract(AGENT, CONTRACT).terms(),
        new DecisionInput.History(
            0,
            Map.of("actions_1h", 99L, "actions_24h", 99L, "denials_24h", 0L, "failures_24h", 0L)),
        List.of(tests.evidence()),
        List.of(),
        facts(tests.facts()),
        NOW);
  }

  private static FactBook facts(List<Fact> facts) {
    return new FactBook() {
      @Override
      public Optional<Fact> find(String name, String key) {
        return facts.stream()
            .filter(fact -> fact.name().equals(name) && fact.key().equals(key))
            .findFirst();
      }

      @Override
      public List<String> keys(String name) {
        return facts.stream().filter(fact -> fact.name().equals(name)).map(Fact::key).toList();
      }
    };
  }
}
