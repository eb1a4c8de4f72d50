package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.policy.MapTests.CaseResult;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MapTestsTest {

  private static final String MAP =
      Sources.map(
          """
          matchConstraints: {commands: [Pay]}
          types: {Account: {owner: string}}
          facts:
            account: {type: Account, keyed: true}
            rate: {type: scaled(2), freshFor: 1h}
          parameters: {to: string, amount: scaled(2)}
          invariants:
            - {id: OWN, expression: "facts.account[command.parameters.to].owner == command.requestedBy"}
            - {id: BIG, expression: command.parameters.amount <= 10000, onViolation: {effect: REQUIRE_APPROVAL, roles: [payer]}}
            - {id: RATE, expression: facts.rate == 110, onViolation: {effect: DEFER}}
          tests:
            fixture:
              now: 2026-03-02T10:00:00Z
              command: {type: Pay, requestedBy: "user:alice", parameters: {to: A1, amount: 99.99}}
              facts: {account: {A1: {owner: "user:alice"}}, rate: 1.1}
            cases:
              - {name: holds, expect: {decision: ALLOW, violations: [], errors: []}}
              - {name: foreign, given: {facts: {account: {A1: {owner: "user:bob"}}}}, expect: {decision: VETO, violations: [OWN]}}
              - {name: big, given: {command: {parameters: {amount: 100.01}}}, expect: {decision: REQUIRE_APPROVAL}}
              - {name: big and approved, given: {command: {parameters: {amount: 100.01}}, approvals: [{by: "user:dave", role: payer, approved: true}]}, expect: {decision: ALLOW}}
              - {name: big and approved by the requester, given: {command: {parameters: {amount: 100.01}}, approvals: [{by: "user:alice", role: payer, approved: true}]}, expect: {decision: REQUIRE_APPROVAL}}
              - {name: stale rate, given: {observedAt: {rate: 2026-03-02T09:00:00Z}}, expect: {decision: DEFER, errors: [RATE]}}
              - {name: other command, given: {command: {type: Read}}, expect: {decision: ALLOW, violations: []}}
              - {name: removed, given: {facts: {account: null}}, expect: {decision: VETO, errors: [OWN]}}
          """);

  @Test
  void judgeEachCaseOnItsFixtureWithItsChanges() {
    assertThat(MapTests.run(InvariantMaps.compile(MAP)))
        .hasSize(8)
        .allSatisfy(result -> assertThat(result.passed()).as(result.toString()).isTrue());
  }

  @Test
  void endWhenTheyMayNotGoOn() {
    AtomicInteger left = new AtomicInteger(3);
    CompiledMap map = InvariantMaps.compile(MAP);
    assertThatThrownBy(() -> MapTests.measure(map, () -> left.getAndDecrement() > 0))
        .isInstanceOf(MapTests.StoppedException.class)
        .hasMessage("3 of 8 tests were run");
  }

  @Test
  void letAMapPassWithoutTestsOrWithGoodOnes() {
    assertThatCode(() -> InvariantMaps.compile(MAP).requireTestsPass()).doesNotThrowAnyException();
    assertThatCode(() ->
            InvariantMaps.compile(Sources.invariant("true", "{effect: VETO}")).requireTestsPass())
        .doesNotThrowAnyException();
  }

  @Test
  void refuseAMapThatFailsItsOwnTests() {
    CompiledMap map =
        InvariantMaps.compile(MAP.replace("violations: [OWN]", "violations: [OWN, BIG]"));
    assertThat(MapTests.run(map).get(1))
        .isEqualTo(
            new CaseResult(
                "foreign",
                false,
                "VETO, violations [BIG, OWN]",
                "VETO, violations [OWN], exempted [], errors []"));
    assertThatThrownBy(map::requireTestsPass)
        .isInstanceOf(InvalidMapException.class)
        .hasMessageStartingWith("23:")
        .hasMessageContaining("spec.tests.cases[1]: the case 'foreign'")
        .hasMessageContaining("expects VETO, violations [BIG, OWN], but gives VETO");
  }
}
