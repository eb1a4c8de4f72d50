package dev.phaseledger.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.InvariantMaps;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyContendersTest {

  private static final int REQUESTS = 1_500;

  private final List<DecisionInput> requests = PolicyRequests.random(REQUESTS, 7);
  private final HandWrittenRules oracle = new HandWrittenRules();

  @Test
  void invariantsSayWhatTheHandWrittenRulesSay() {
    int inOrder = PoliciesBenchmark.requireAgreement(requests, oracle, new LedgerRules());
    assertThat(inOrder).isBetween(REQUESTS / 2, REQUESTS * 3 / 4);
  }

  @Test
  void cedarSaysWhatTheHandWrittenRulesSay() {
    int inOrder = PoliciesBenchmark.requireAgreement(requests, oracle, CedarRules.load());
    assertThat(inOrder).isBetween(REQUESTS / 2, REQUESTS * 3 / 4);
  }

  @Test
  void theRequestsBreakEveryRule() {
    int broken = 0;
    for (DecisionInput request : requests) {
      broken |= oracle.broken(request);
    }
    assertThat(broken).isEqualTo((1 << HandWrittenRules.RULES) - 1);
  }

  @Test
  void oneDifferenceIsToldOf() {
    PolicyContender other =
        input -> oracle.broken(input) ^ (input.equals(requests.get(40)) ? 1 : 0);
    assertThatThrownBy(() -> PoliciesBenchmark.requireAgreement(requests, oracle, other))
        .hasMessageContaining("request 40");
  }

  @Test
  void theMapToCheckHasTwoHundredInvariants() {
    assertThat(InvariantMaps.compile(LedgerRules.repeated(10)).invariants()).hasSize(200);
  }
}
